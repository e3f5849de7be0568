/** The shell itself: the window opens on our page, guarded, with a living engine behind it. */
import type { Bridge } from '#ipc/bridge'
import { expect, test } from './support/fixtures.ts'

declare global {
  interface Window {
    readonly bidsealBridge?: Bridge
  }
}

test('the window shows the page and its engine answers', async ({ desktop, server }, testInfo) => {
  const { app, page } = desktop
  await expect(page).toHaveTitle('标印 BidSeal')
  await expect(page.locator('#root')).not.toBeEmpty()
  expect(page.url()).toBe('app://bidseal/')

  const settings = await page.evaluate(
    () =>
      new Promise<unknown>((resolve) => {
        window.addEventListener('message', ({ data, ports: [port] }) => {
          if (data !== 'engine-port' || !port) return
          port.onmessage = ({ data: answer }: MessageEvent<{ answer?: number; output?: unknown }>) => {
            if (answer.answer === 1) resolve(answer.output)
          }
          port.postMessage({ call: 1, method: 'settings.read', input: {} })
        })
        window.bidsealBridge?.connect()
      }),
  )
  expect(settings).toMatchObject({ server: server.address, dataFolder: desktop.data, language: 'zh-CN' })

  const size = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize())
  expect(size).toEqual([1366, 768])
  await page.screenshot({ path: testInfo.outputPath('window.png') })
})

test('the page has no way out of its sandbox', async ({ desktop: { app, page }, server }) => {
  await expect(page.locator('#root')).not.toBeEmpty()
  const reach = await page.evaluate(
    async (elsewhere) => ({
      node: ['require', 'process', 'Buffer', 'module'].filter((name) => name in globalThis),
      bridge: Object.keys(window.bidsealBridge ?? {}).sort(),
      opened: globalThis.open(elsewhere) === null,
      fetched: await fetch(elsewhere, { mode: 'no-cors' }).then(
        () => true,
        () => false,
      ),
      inline: await new Promise<boolean>((resolve) => {
        const script = document.createElement('script')
        script.textContent = 'document.title = "run"'
        document.head.append(script)
        resolve(document.title === 'run')
      }),
      file: await fetch('app://bidseal/../package.json').then(({ status }) => status),
    }),
    server.address,
  )
  expect(reach).toEqual({
    node: [],
    bridge: ['connect', 'pathOf', 'pickFiles', 'pickFolder', 'reveal', 'statFiles', 'window'],
    opened: true,
    fetched: false,
    inline: false,
    file: 404,
  })

  await app.evaluate(({ webContents }) => {
    const stopped = new Promise<boolean>((resolve) => {
      webContents.getAllWebContents()[0]?.once('will-navigate', (event) => resolve(event.defaultPrevented))
    })
    Object.assign(globalThis, { stopped })
  })
  await page.evaluate((elsewhere) => location.assign(elsewhere), server.address)
  expect(await app.evaluate(() => (globalThis as { stopped?: Promise<boolean> }).stopped)).toBe(true)
  expect(page.url()).toBe('app://bidseal/')
})

test('a crashed engine is started again and the window says so', async ({ desktop: { app, page } }) => {
  await expect(page.locator('#root')).not.toBeEmpty()
  const engineId = (): Promise<number | undefined> =>
    app.evaluate(({ app: { getAppMetrics } }) => getAppMetrics().find(({ name }) => name === 'BidSeal engine')?.pid)
  const first = await engineId()
  if (first === undefined) throw new Error('no engine process')
  const restarted = page.evaluate(
    () =>
      new Promise<boolean>((resolve) =>
        window.addEventListener('message', ({ data }) => data === 'engine-port' && resolve(true)),
      ),
  )
  process.kill(first, 'SIGKILL')
  expect(await restarted).toBe(true)
  await expect.poll(engineId).not.toBe(first)
})

test('a second start only brings the window to the front', async ({ desktop: { app } }) => {
  const count = await app.evaluate(({ app: electronApp, BrowserWindow }) => {
    electronApp.emit('second-instance')
    return BrowserWindow.getAllWindows().length
  })
  expect(count).toBe(1)
})
