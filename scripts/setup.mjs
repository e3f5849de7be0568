/**
 * Makes a fresh clone ready: packages, system libraries and, with `--test`, Electron and what tests
 * need; with `--packages` packages alone. Runs before anything is installed, under whatever Node
 * there is: built-ins only.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, isRoot, recentNode, run } from './process.mjs'

const DESKTOP = ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'fonts-noto-cjk']
const JUDGES = ['poppler-utils', 'qpdf', 'mupdf-tools', 'libnss3-tools', 'openssl', 'age']
const TESTS = ['xvfb', 'xauth', 'chromium', 'postgresql', ...JUDGES]
/** Renamed where times have 64 bits: Debian 13, Ubuntu 24.04. */
const RENAMED = ['libgtk-3-0', 'libasound2']

/** @typedef {{ version?: string, optional?: boolean, link?: boolean }} Locked */

/**
 * @param {string} path
 * @returns {{ [path: string]: Locked }} packages of a lock file; none where it is missing
 */
const lockedIn = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {})

/** @returns {boolean} whether node_modules holds what the lock file names */
const isInstalled = () => {
  const installed = lockedIn(join(ROOT, 'node_modules/.package-lock.json'))
  return Object.entries(lockedIn(join(ROOT, 'package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || (installed[path]?.version ?? (optional && version)) === version,
  )
}

const installPackages = async () => {
  if (isInstalled()) return
  console.log('Installing packages (npm ci) …')
  const { npm_execpath: npm } = process.env
  const [command, args] = npm ? [process.execPath, [npm]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
  const { code } = await run(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { show: true })
  if (code !== 0) throw new Error('npm ci failed')
}

/**
 * @param {readonly string[]} wanted
 * @returns {Promise<string[]>} those that the system lacks, under both their names
 */
const lacking = async (wanted) => {
  const names = wanted.flatMap((name) => (RENAMED.includes(name) ? [name, `${name}t64`] : [name]))
  const { output } = await run('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...names])
  const present = new Set(
    output.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.slice(0, line.indexOf(' '))] : [])),
  )
  return wanted.filter((name) => !present.has(name) && !present.has(`${name}t64`))
}

/**
 * @param {string} name
 * @returns {Promise<string>} the name under which this release has the package
 */
const released = async (name) => {
  if (!RENAMED.includes(name)) return name
  const { output } = await run('apt-cache', ['policy', `${name}t64`])
  return /Candidate: (?!\(none\))\S/.test(output) ? `${name}t64` : name
}

/** @param {readonly string[]} wanted */
const installSystemPackages = async (wanted) => {
  if (!existsSync('/usr/bin/dpkg-query')) return
  const missing = await lacking(wanted)
  if (missing.length === 0) return
  if (!isRoot) {
    console.log(`Some system packages are missing. As root: apt-get install ${missing.join(' ')}`)
    return
  }
  console.log(`Installing system packages: ${missing.join(' ')} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env })
  const names = await Promise.all(missing.map(released))
  const { code, output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env })
  if (code !== 0) console.log(`apt-get install failed: ${output.trim()}`)
}

const isForTests = process.argv.includes('--test')
const isForTerminal = process.argv.includes('--packages')
try {
  await installPackages()
  recentNode()
  if (!isForTerminal) await installSystemPackages(isForTests ? [...DESKTOP, ...TESTS] : DESKTOP)
  if (isForTests) {
    const { prepareElectron } = await import('./electron.mjs')
    const { version } = await prepareElectron()
    console.log(`Electron ${version}`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
