import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestSandbox, testWorld, type TestSandbox } from '#tests/support/sandbox'
import { openTestServer } from '#tests/support/server'
import { openOutside, type OutsideOptions } from './services.ts'

const MAIN = join(import.meta.dirname, 'main.ts')
const MISSING: unknown = expect.arrayContaining(['sms', 'wechat', 'alipay', 'bankCard'])
const SET_UP: unknown = expect.not.arrayContaining(['sms'])

let folder: string
let sandbox: TestSandbox

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outside-'))
  sandbox = await openTestSandbox()
})
afterAll(async () => {
  await sandbox.remove()
  rmSync(folder, { recursive: true })
})

const answers = (address: string): Promise<boolean> =>
  fetch(address).then(
    ({ ok }) => ok,
    () => false,
  )

const open = (change: Partial<OutsideOptions>) =>
  openOutside({
    ...{ folder, file: null, env: {}, address: 'http://localhost:4180', hasSandbox: false, world: testWorld() },
    ...change,
  })

describe('services outside', () => {
  test('are set up by the file that an option names, the environment, or the folder', async () => {
    expect((await open({})).missing).toEqual(MISSING)
    expect((await open({ file: sandbox.settings })).missing).toEqual(SET_UP)
    expect((await open({ env: { BIDSEAL_SERVICES: sandbox.settings } })).missing).toEqual(SET_UP)
    writeFileSync(join(folder, 'services.json'), '{"format":1}')
    const usual = await open({ hasSandbox: true })
    expect(usual).toMatchObject({ developerPage: null })
    expect(usual.missing).toEqual(MISSING)
  })

  test('that are set up wrongly keep a server from starting', async () => {
    const servicesFile = join(folder, 'wrong.json')
    writeFileSync(servicesFile, '{"format":1,"sms":{}}')
    await expect(openTestServer({ servicesFile })).rejects.toMatchObject({
      code: 'services-invalid',
      details: { file: 'wrong.json', field: 'sms.accessKeyId' },
    })
  })

  test('are missing in a server without settings, which starts and says so', async () => {
    const lines: string[] = []
    const server = await openTestServer({ demo: false, sandbox: true, log: { write: (line) => void lines.push(line) } })
    expect(server.developerPage).toBeNull()
    expect(server.missingServices).toEqual(MISSING)
    expect(lines.find((line) => line.includes('services-missing'))).toContain('"sms"')
    await server.remove()
  })
})

describe('stand-ins', () => {
  test('start with a demo and end with it; the start page leads to them', async () => {
    const server = await openTestServer({ sandbox: true })
    const page = server.developerPage ?? ''
    expect(server.missingServices).toEqual(SET_UP)
    expect((await server.app.inject('/')).payload).toContain(page)
    expect(await (await fetch(page)).text()).toContain(server.address)
    await server.remove()
    expect(await answers(page)).toBe(false)
  })

  test('end with a server that is killed', async () => {
    const data = join(folder, 'killed')
    const child = spawn(process.execPath, [MAIN, '--port', '0', '--data', data, '--demo'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
    const { developerPage: page } = JSON.parse(line) as { developerPage: string }
    expect(await answers(page)).toBe(true)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await expect.poll(() => answers(page), { timeout: 20_000 }).toBe(false)
  })
})
