/** The settings as windows see them, and the methods that change them. */
import { existsSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import type { Desktop } from '#core/pairing/handshake'
import type { EngineStart } from '#ipc/bridge'
import type { Settings as SettingsView } from '#ipc/views'
import type { Handlers } from '../handlers.ts'
import { openRoots, type Roots } from './roots.ts'
import { openSettingsStore } from './store.ts'

/** Where `npm start` puts the server. */
const DEFAULT_SERVER = 'http://localhost:4180'

export interface Settings {
  view(): SettingsView
  /** The address of the server in use, without a slash at its end. */
  server(): string
  /** What this computer says of itself to a phone. */
  desktop(): Desktop
  readonly roots: Roots
  readonly handlers: Handlers<'settings.read' | 'settings.change' | 'settings.addRoot' | 'settings.readRoot'>
}

/** The documents folder in the home folder, as systems in English and in Chinese call it. */
const documentsFolder = (): string =>
  ['Documents', '文档'].map((name) => join(homedir(), name)).find((path) => existsSync(path)) ?? homedir()

/**
 * Opens the settings of a data folder, which must exist. The server of `start` is used until the
 * user names another one.
 * @param onServer called when another server is to be used
 */
export const openSettings = async (start: EngineStart, onServer: () => void): Promise<Settings> => {
  const { dataFolder, version } = start
  const store = await openSettingsStore(dataFolder, hostname())
  const roots = await openRoots(dataFolder, start.roots)
  let given = start.server ?? null
  const server = (): string => (given ?? store.read().server ?? DEFAULT_SERVER).replace(/\/+$/, '')

  const view = (): SettingsView => {
    const { language, desktopName, outputFolder } = store.read()
    return {
      server: server(),
      language,
      desktopName,
      outputFolder: outputFolder ?? documentsFolder(),
      dataFolder,
      version,
      roots: roots.all().map(({ fingerprint, subject, notAfter }) => ({
        fingerprint,
        subject,
        notAfter: notAfter.toISOString(),
      })),
    }
  }
  return {
    view,
    server,
    roots,
    desktop: () => ({ id: store.read().desktopId, name: store.read().desktopName, version }),
    handlers: {
      'settings.read': async () => view(),
      'settings.change': async (change) => {
        await store.change(Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)))
        if (change.server !== undefined) {
          given = null
          onServer()
        }
        return view()
      },
      'settings.readRoot': async ({ path }) => {
        const { fingerprint, subject, notAfter } = await roots.read(path)
        return { fingerprint, subject, notAfter: notAfter.toISOString() }
      },
      'settings.addRoot': async ({ path, fingerprint }) => {
        await roots.add(path, fingerprint)
        return view()
      },
    },
  }
}
