#!/usr/bin/env node
/** `npx bidseal`: the command line, run from TypeScript by a Node that can. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { recentNode, ROOT } from './process.mjs'

const hasPackages = () => {
  try {
    return existsSync(fileURLToPath(import.meta.resolve('commander')))
  } catch {
    return false // A fresh clone: nothing of that name anywhere.
  }
}

/**
 * Runs a script of this folder to its end, and goes no further without it. What it says goes to
 * stderr: stdout is for results.
 *
 * @param {string} program
 * @param {readonly string[]} args
 */
const prepare = (program, [script = '', ...args]) => {
  const stdio = /** @type {const} */ (['ignore', process.stderr.fd, process.stderr.fd])
  const { status } = spawnSync(program, [join(ROOT, 'scripts', script), ...args], { stdio: [...stdio] })
  if (status !== 0) process.exit(1)
}

if (!hasPackages()) prepare(process.execPath, ['setup.mjs', '--packages'])

const findNode = () => {
  try {
    return recentNode()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return process.exit(1)
  }
}
const node = findNode()

// The server hands out pages, which have to be built first.
const [command, ...rest] = process.argv.slice(2)
const isServing = command === 'server' && !rest.some((word) => word === '--help' || word === '-h')
if (isServing && existsSync(join(ROOT, 'node_modules/vite'))) prepare(node, ['build.mjs', 'phone', 'console'])

const child = spawn(node, [join(ROOT, 'src/cli/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
// Ended by a signal before it could listen to it: 130 for Ctrl-C, as it would have said itself.
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 128 + constants.signals[signal])
})
