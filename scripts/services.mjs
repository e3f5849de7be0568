/** Long-running parts that scripts and tests start: the server, the browser host, a virtual display. */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { recentNode, ROOT, stop } from './process.mjs'

/** Milliseconds. */
const READY_WITHIN = 60_000

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {{ event: string, address: string, data: string, root: string, roots?: string[], developerPage?: string }} Ready */

/**
 * Starts a program and waits until it says on its output that it is ready, as one line of JSON with
 * an `event`. All that it writes goes into a log file.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} logFile
 * @returns {Promise<{ child: ChildProcess, ready: Ready }>}
 */
export const startProgram = (command, args, logFile) =>
  new Promise((resolve, reject) => {
    mkdirSync(dirname(logFile), { recursive: true })
    const log = createWriteStream(logFile)
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    /** @param {string} reason */
    const fail = (reason) => {
      clearTimeout(timer)
      reject(new Error(`${basename(command)} ${reason}; its words are in ${logFile}`))
    }
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      fail('was not ready in time')
    }, READY_WITHIN)
    child.stderr.pipe(log)
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code) => fail(`ended with ${code}`))
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.write(`${line}\n`)
      if (!line.startsWith('{"event":')) return
      clearTimeout(timer)
      resolve({ child, ready: JSON.parse(line) })
    })
  })

/**
 * A program of ours, in TypeScript.
 *
 * @param {string} script
 * @param {readonly string[]} args
 * @param {string} logFile
 */
const startService = (script, args, logFile) => startProgram(recentNode(), [join(ROOT, script), ...args], logFile)

/**
 * The server with its relay, CA and pages, with demo companies.
 *
 * @param {{ data: string, port?: number }} options
 * @returns {Promise<{ child: ChildProcess, address: string, root: string, roots: string[], developerPage: string, close: () => Promise<void> }>} with the files of its own root and of all
 */
export const startServer = async ({ data, port = 0 }) => {
  const args = ['--port', String(port), '--data', data, '--demo']
  const { child, ready } = await startService('server/main.ts', args, join(data, 'server.log'))
  const { address, root, roots = [root], developerPage = '' } = ready
  return { child, address, root, roots, developerPage, close: () => stop(child) }
}

/**
 * The desktop for a browser.
 *
 * @param {{ data: string, server: string, roots: readonly string[], port?: number }} options
 * @returns {Promise<{ child: ChildProcess, address: string, close: () => Promise<void> }>} the address works once
 */
export const startWebHost = async ({ data, server, roots, port = 0 }) => {
  const trusted = roots.flatMap((root) => ['--root', root])
  const args = ['--port', String(port), '--data', data, '--server', server, ...trusted]
  const { child, ready } = await startService('src/engine/host-web.ts', args, join(data, 'desktop.log'))
  return { child, address: ready.address, close: () => stop(child) }
}

/**
 * A display without a screen.
 *
 * @returns {Promise<{ display: string, close: () => Promise<void> }>}
 */
export const startDisplay = () =>
  new Promise((resolve, reject) => {
    const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    child.stdio[3]?.once('data', (number) =>
      resolve({ display: `:${String(number).trim()}`, close: () => stop(child) }),
    )
  })

/**
 * @param {number} port
 * @returns {Promise<boolean>} whether nobody listens there
 */
export const isFree = (port) =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
