#!/usr/bin/env node
/** `npx bidseal`: the command line, run from TypeScript by a Node that can. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const OLDEST = 24

const hasPackages = () => {
  try {
    return existsSync(fileURLToPath(import.meta.resolve('commander')))
  } catch {
    return false // A fresh clone: nothing of that name anywhere.
  }
}

// What npm says goes to stderr: stdout is for results.
if (!hasPackages()) {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/setup.mjs'), '--packages'], {
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
  })
  if (status !== 0) process.exit(1)
}

const isRecent = Number(process.versions.node.split('.')[0]) >= OLDEST
const bundled = join(ROOT, 'node_modules/.bin', process.platform === 'win32' ? 'node.exe' : 'node')
const node = isRecent || !existsSync(bundled) ? process.execPath : bundled

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
