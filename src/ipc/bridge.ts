/** Names of what passes between window, preload and Electron's main process. */
import type { Shell } from './contract.ts'
import type { FilePick } from './views.ts'

export const CHANNELS = {
  connect: 'bidseal:connect',
  pickFiles: 'bidseal:pick-files',
  pickFolder: 'bidseal:pick-folder',
  statFiles: 'bidseal:stat-files',
  reveal: 'bidseal:reveal',
  window: 'bidseal:window',
} as const

/** The message that brings a window its end of the line to the engine; a second one means a new engine. */
export const ENGINE_PORT = 'engine-port'

/** Where the preload puts the bridge. */
export const BRIDGE = 'bidsealBridge'

/** All that the preload shows to the page. */
export interface Bridge {
  /** Asks for an engine port; it comes as a message of the window itself. */
  connect(): void
  pickFiles: Shell['pickFiles']
  pickFolder: Shell['pickFolder']
  /** Empty for a file that does not lie on a disk. */
  pathOf(file: File): string
  statFiles(paths: readonly string[]): Promise<readonly FilePick[]>
  reveal: Shell['reveal']
  window: Shell['window']
}

/** What the engine is told when it starts. */
export interface EngineStart {
  readonly dataFolder: string
  readonly server?: string
  /** Files with root certificates that are trusted from the start. */
  readonly roots: readonly string[]
  readonly version: string
}

/** From the main process to the engine's; with `window` comes the window's port. */
export type EngineOrder =
  { readonly order: 'start'; readonly options: EngineStart } | { readonly order: 'window' } | { readonly order: 'stop' }
