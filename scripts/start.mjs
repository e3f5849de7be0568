/**
 * `npm start`: the server, then the desktop: an Electron window where there is a display, a page in
 * the browser otherwise or with `-- --web`. `--data DIR` says where everything lies (default: data/),
 * `--port N` where the server listens.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildStale } from './build.mjs'
import { prepareElectron } from './electron.mjs'
import { ROOT, isRoot, stop } from './process.mjs'
import { isFree, startServer, startWebHost } from './services.mjs'

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
  const own = ['--user-data-dir', join(data, 'electron'), '--data', data, '--server', server, '--root', root]
  const child = spawn(executable, ['.', ...switches(), ...own], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
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

/** @param {unknown} reason */
const explain = (reason) => console.log(`No Electron window: ${reason instanceof Error ? reason.message : reason}`)

/**
 * @param {boolean} inBrowser
 * @param {Desktop} options
 */
const startDesktop = async (inBrowser, options) => {
  if (!inBrowser) {
    try {
      return await startWindow(options)
    } catch (error) {
      explain(error)
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
  const isUsual = await isFree(Number(values.port))
  if (!isUsual) console.log(`Port ${values.port} is taken: another one is used, and phones have to be enrolled again.`)
  const server = await startServer({ data: join(data, 'server'), port: isUsual ? Number(values.port) : 0 })
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
    server.child.once('exit', () => {
      console.log(`The server has ended; its words are in ${join(data, 'server/server.log')}`)
      process.exitCode = 1
      ended(null)
    })
  })
  server.child.removeAllListeners('exit')
  await stop(desktop.child)
  await server.close()
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
