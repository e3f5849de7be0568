/** A real desktop: Electron with its window, its engine process and data of its own. */
import { resolve } from 'node:path'
import { _electron, errors, type ElectronApplication, type Page } from '@playwright/test'
import { ELECTRON } from './global-setup.ts'
import type { Server } from './server.ts'
import { switches } from './chromium.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

export interface Desktop {
  readonly app: ElectronApplication
  /** The page in the window. */
  readonly page: Page
  /** Its data folder: projects, settings. */
  readonly data: string
  /** Answers the next file dialog with these paths, without showing it. */
  chooseFiles(...paths: string[]): Promise<void>
  /** Answers the next folder dialog. */
  chooseFolder(path: string): Promise<void>
  close(): Promise<void>
}

type LaunchOptions = NonNullable<Parameters<typeof _electron.launch>[0]>

/** Milliseconds. A launch takes one or two seconds. */
const LAUNCHED_WITHIN = 15_000
const LAUNCHES = 3

/** Now and then the debugger that drives Electron does not come up, though its window does: then once more. */
const launch = async (options: LaunchOptions, tries = LAUNCHES): Promise<ElectronApplication> => {
  try {
    return await _electron.launch({ ...options, timeout: LAUNCHED_WITHIN })
  } catch (error) {
    if (!(error instanceof errors.TimeoutError) || tries <= 1) throw error
    return launch(options, tries - 1)
  }
}

/**
 * Opens the desktop on a data folder: a new one, or one that an earlier desktop has closed. `program` is the clone
 * itself, or an asar.
 */
export const openDesktop = async (data: string, server: Server, program = '.'): Promise<Desktop> => {
  const executablePath = process.env[ELECTRON]
  if (!executablePath) throw new Error('the global setup has not run')
  const app = await launch({
    executablePath,
    cwd: ROOT,
    args: [
      program,
      ...switches(),
      `--user-data-dir=${data}/electron`,
      `--data=${data}`,
      `--server=${server.address}`,
      ...server.roots.map((root) => `--root=${root}`),
    ],
  })
  const page = await app.firstWindow()
  const choose = (paths: string[]): Promise<void> =>
    app.evaluate(({ dialog }, filePaths) => {
      const { showOpenDialog } = dialog
      dialog.showOpenDialog = () => {
        dialog.showOpenDialog = showOpenDialog
        return Promise.resolve({ canceled: false, filePaths })
      }
    }, paths)
  return {
    app,
    page,
    data,
    chooseFiles: (...paths) => choose(paths),
    chooseFolder: (path) => choose([path]),
    close: () => app.close(),
  }
}
