/** `npm run build [-- NAME…]`: the desktop and the two pages of the server, as far as their sources have changed. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run, tool } from './process.mjs'

const vite = (/** @type {string} */ mode) => tool('vite/bin/vite.js', ['build', '--logLevel', 'warn', '--mode', mode])

const TARGETS = [
  {
    name: 'desktop',
    result: 'dist/renderer/index.html',
    sources: ['src', 'resources', 'electron.vite.config.ts'],
    command: tool('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn']),
  },
  {
    name: 'phone',
    result: 'dist/phone/index.html',
    sources: ['src/phone', 'src/core', 'src/locales', 'resources', 'vite.config.ts'],
    command: vite('phone'),
  },
  {
    name: 'console',
    result: 'dist/console/index.html',
    sources: ['server/admin', 'src/locales', 'resources', 'vite.config.ts'],
    command: vite('console'),
  },
]

/**
 * @param {string} path
 * @returns {number} when the youngest file below a path was changed
 */
const youngest = (path) => {
  const full = join(ROOT, path)
  if (!existsSync(full)) return 0
  if (!statSync(full).isDirectory()) return statSync(full).mtimeMs
  return readdirSync(full, { recursive: true }).reduce((latest, name) => {
    return Math.max(latest, statSync(join(full, String(name))).mtimeMs)
  }, 0)
}

/** @param {{ result: string, sources: readonly string[] }} target */
const isStale = ({ result, sources }) => {
  const built = youngest(result)
  return [...sources, 'package-lock.json'].some((path) => youngest(path) >= built)
}

/**
 * Builds what is missing or older than its sources. Throws with the builder's words.
 *
 * @param {readonly string[]} [names] everything where none is named
 */
export const buildStale = async (names = []) => {
  for (const { name, command, ...target } of TARGETS) {
    if ((names.length > 0 && !names.includes(name)) || !isStale(target)) continue
    const { code, output } = await run(...command)
    if (code !== 0) throw new Error(`building the ${name} failed\n${output.trim()}`)
    console.log(`built ${name}`)
  }
}

if (import.meta.filename === process.argv[1]) {
  await buildStale(process.argv.slice(2)).catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
