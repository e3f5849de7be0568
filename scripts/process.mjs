/** Child processes of the scripts. Node built-ins only: this runs before anything is installed. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** What tools keep from run to run. */
export const CACHE = join(ROOT, 'node_modules/.cache')

/** The first Node that runs TypeScript well. */
const OLDEST = 24

const bundled = () => {
  const isWindows = process.platform === 'win32'
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`
  return join(ROOT, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node')
}

/**
 * A Node that runs TypeScript: this one where it is recent, else the one that npm has brought along.
 * Throws where there is none, in words for whoever has started this.
 */
export const recentNode = () => {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST) return process.execPath
  if (existsSync(bundled())) return bundled()
  throw new Error(
    `Node.js ${OLDEST} or newer is needed: this is ${process.version}, and npm brings one along on Linux and Windows (x64) only.`,
  )
}

/** The root user may not use Chromium's sandbox. */
export const isRoot = process.getuid?.() === 0

/**
 * Runs a program to its end and collects what it wrote. Never throws for an exit code; the code is
 * -1 when the program could not be started or was killed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, show?: boolean }} [options]
 *   `show` lets the program write to this terminal; `timeout` in milliseconds
 * @returns {Promise<{ code: number, output: string }>}
 */
export const run = (command, args, { cwd = ROOT, env = process.env, timeout = 0, show = false } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      ...(timeout ? { timeout, killSignal: 'SIGKILL' } : {}),
    })
    /** @type {Buffer[]} */
    const chunks = []
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))
    child.on('error', (error) => resolve({ code: -1, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? -1, output: Buffer.concat(chunks).toString() }))
  })

/**
 * A tool of node_modules, run by a recent Node: no shell, no wrapper scripts, on every platform.
 *
 * @param {string} script path below node_modules
 * @param {readonly string[]} args
 * @returns {[string, string[]]} command and arguments
 */
export const tool = (script, args) => [recentNode(), [join(ROOT, 'node_modules', script), ...args]]

/**
 * Ends a child: asks, waits, and insists after five seconds.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<void>}
 */
export const stop = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    const insist = setTimeout(() => child.kill('SIGKILL'), 5000)
    child.once('exit', () => {
      clearTimeout(insist)
      resolve()
    })
    child.kill('SIGTERM')
  })
