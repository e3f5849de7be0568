/**
 * `npm start`: the server, then the desktop: an Electron window where there is a display, a page in
 * the browser otherwise or with `-- --web`. `--data DIR` says where everything lies (default: data/),
 * `--port N` where the server listens.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { codeOf, fromBase32, stepAt } from '../server/admin/totp.ts'
import { buildStale } from './build.mjs'
import { prepareElectron } from './electron.mjs'
import { ROOT, isRoot, stop } from './process.mjs'
import { isFree, startProgram, startServer, startWebHost } from './services.mjs'

/** Phones keep their keys under the server's address: it should not change from start to start. */
const USUAL_PORT = 4180

const HELP = `npm start -- [--web] [--data DIR] [--port N]

  --web       桌面端在浏览器里打开  the desktop in the browser
  --data DIR  数据文件夹            where everything lies (data/)
  --port N    服务器端口            port of the server (${USUAL_PORT})
`

const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])

/** @returns {string[]} what Chromium needs on this machine */
const switches = () => [
  ...(isRoot || process.env['CI'] ? ['--no-sandbox'] : []),
  ...(process.platform === 'linux' && !existsSync('/dev/dri') ? ['--disable-gpu'] : []),
]

/**
 * @param {string} folder the server's
 * @returns {Promise<string | null>} what the first officer's authenticator app shows now; null without its file
 */
const presentCode = async (folder) => {
  const text = await readFile(join(folder, 'officer-totp.txt'), 'utf8').catch(() => null)
  return text === null ? null : codeOf(fromBase32(text.split('\n')[0] ?? ''), stepAt(Date.now()))
}

/** @typedef {{ data: string, server: string, roots: readonly string[] }} Desktop */
/** @typedef {{ child: import('node:child_process').ChildProcess, shown: string }} Started */

/**
 * @param {Desktop} options
 * @returns {Promise<Started>}
 */
const startWindow = async ({ data, server, roots }) => {
  const { executable } = await prepareElectron()
  const trusted = roots.map((root) => `--root=${root}`)
  const own = [`--user-data-dir=${join(data, 'electron')}`, `--data=${data}`, `--server=${server}`, ...trusted]
  const { child } = await startProgram(executable, ['.', ...switches(), ...own], join(data, 'desktop.log'))
  return { child, shown: '窗口 window' }
}

/**
 * @param {Desktop} options
 * @returns {Promise<Started>}
 */
const startPage = async (options) => {
  const { child, address } = await startWebHost(options)
  return { child, shown: address }
}

/**
 * @param {boolean} inBrowser
 * @param {Desktop} options
 */
const startDesktop = async (inBrowser, options) => {
  if (!inBrowser) {
    try {
      return await startWindow(options)
    } catch (error) {
      console.log(`No window, a page instead: ${error instanceof Error ? error.message : error}`)
    }
  }
  return startPage(options)
}

/** @returns {{ inBrowser: boolean, data: string, port: number } | null} null where only help was asked for */
const readOptions = () => {
  const { values } = parseArgs({
    options: {
      web: { type: 'boolean', default: false },
      data: { type: 'string', default: join(ROOT, 'data') },
      port: { type: 'string', default: String(USUAL_PORT) },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return null
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : NaN
  if (!(port <= 65_535)) throw new Error(`--port ${values.port}: a port from 0 to 65535 is expected`)
  return { inBrowser: values.web || !hasDisplay(), data: resolve(values.data), port }
}

/**
 * How to log in at the console: who the first officer of the demo is. A password file that was
 * deleted is not missed.
 *
 * @param {string} folder the server's
 * @returns {Promise<string>}
 */
const howToLogIn = async (folder) => {
  const password = await readFile(join(folder, 'officer-password.txt'), 'utf8').catch(() => null)
  const code = await presentCode(folder)
  if (password === null || code === null) return ''
  return `                  officer  ${password.trim()}  动态码 code ${code}（${process.stdin.isTTY ? '回车再显示 Enter for the next' : join(folder, 'officer-totp.txt')}）`
}

/**
 * Shows the addresses and waits until the desktop or the server has ended, or somebody ends them.
 *
 * @param {{ data: string, server: Awaited<ReturnType<typeof startServer>>, desktop: Started, told: Promise<unknown> }} parts
 */
const runUntilEnd = async ({ data, server, desktop, told }) => {
  console.log(`
  标印 BidSeal

  手机 phone      ${server.address}/p/
  后台 console    ${server.address}/console/
${await howToLogIn(join(data, 'server'))}
  短信 messages   ${server.developerPage || '—'}
  桌面 desktop    ${desktop.shown}

  数据 data       ${data}
  Ctrl-C 结束 ends everything
`)

  if (process.stdin.isTTY) {
    const lines = createInterface({ input: process.stdin })
    lines.on('line', async () => {
      const code = await presentCode(join(data, 'server'))
      if (code !== null) console.log(`  动态码 code ${code}`)
    })
    told.finally(() => lines.close())
  }

  const over = new Promise((ended) => {
    desktop.child.once('exit', ended)
    server.child.once('exit', (code) => {
      if (code) console.log(`The server has failed; its words are in ${join(data, 'server/server.log')}`)
      process.exitCode = code ?? 0
      ended(null)
    })
  })
  await Promise.race([over, told])
}

const main = async () => {
  const options = readOptions()
  if (options === null) return void process.stdout.write(HELP)
  const { inBrowser, data, port } = options
  await buildStale()
  if (!(await isFree(port))) {
    throw new Error(`Port ${port} is taken. Does BidSeal run already? Another one: npm start -- --port N --data DIR`)
  }
  // Keys, logs and the address that opens the desktop are for this user only.
  process.umask(0o077)
  const told = new Promise((ended) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, ended)
  })
  const server = await startServer({ data: join(data, 'server'), port })
  try {
    const own = { data: join(data, 'desktop'), server: server.address, roots: server.roots }
    const desktop = await startDesktop(inBrowser, own)
    await runUntilEnd({ data, server, desktop, told }).finally(() => stop(desktop.child))
  } finally {
    await server.close()
  }
}

main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
