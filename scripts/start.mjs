/**
 * `npm start`: the server, then the desktop: an Electron window where there is a display, a page in
 * the browser otherwise or with `-- --web`. `--data DIR` says where everything lies (default: data/),
 * `--port N` where the server listens.
 */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildStale } from './build.mjs'
import { prepareElectron } from './electron.mjs'
import { ROOT, isRoot, stop } from './process.mjs'
import { isFree, startProgram, startServer, startWebHost } from './services.mjs'

/** Phones keep their keys under the server's address: it should not change from start to start. */
const USUAL_PORT = 4180

const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])

/** @returns {string[]} what Chromium needs on this machine */
const switches = () => [
  ...(isRoot || process.env['CI'] ? ['--no-sandbox'] : []),
  ...(process.platform === 'linux' && !existsSync('/dev/dri') ? ['--disable-gpu'] : []),
]

/** @typedef {{ data: string, server: string, root: string }} Desktop */
/** @typedef {{ child: import('node:child_process').ChildProcess, shown: string }} Started */

/**
 * @param {Desktop} options
 * @returns {Promise<Started>}
 */
const startWindow = async ({ data, server, root }) => {
  const { executable } = await prepareElectron()
  const own = [`--user-data-dir=${join(data, 'electron')}`, `--data=${data}`, `--server=${server}`, `--root=${root}`]
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

const main = async () => {
  const { values } = parseArgs({
    options: {
      web: { type: 'boolean', default: false },
      data: { type: 'string', default: join(ROOT, 'data') },
      port: { type: 'string', default: String(USUAL_PORT) },
    },
  })
  await buildStale()
  const data = resolve(values.data)
  const port = Number(values.port)
  if (!(await isFree(port))) {
    throw new Error(`Port ${port} is taken. Does BidSeal run already? Another one: npm start -- --port N --data DIR`)
  }
  const server = await startServer({ data: join(data, 'server'), port })
  const desktop = await startDesktop(values.web || !hasDisplay(), {
    data: join(data, 'desktop'),
    server: server.address,
    root: server.root,
  })

  console.log(`
  标印 BidSeal

  手机 phone      ${server.address}/p/
  后台 console    ${server.address}/console/
  桌面 desktop    ${desktop.shown}

  数据 data       ${data}
  Ctrl-C 结束 ends everything
`)

  await new Promise((ended) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, ended)
    desktop.child.once('exit', ended)
    server.child.once('exit', (code) => {
      if (code) console.log(`The server has failed; its words are in ${join(data, 'server/server.log')}`)
      process.exitCode = code ?? 0
      ended(null)
    })
  })
  await stop(desktop.child)
  await server.close()
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
