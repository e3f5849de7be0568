/** Finds out which host the window runs in and connects to the engine through it. */
import { BRIDGE, type Bridge } from '#ipc/bridge'
import type { Host } from './client.ts'
import { browserHost } from './host-browser.ts'
import { electronHost } from './host-electron.ts'

export interface Connection extends Host {
  /** Tells when a new engine has taken the place of one that ended: what was open in it has to be opened again. */
  onRestart(listener: () => void): () => void
}

declare global {
  interface Window {
    readonly [BRIDGE]?: Bridge
  }
}

/** Connects to the engine behind this window. Calls made before it has started wait for it. */
export const connect = async (): Promise<Connection> => {
  const bridge = window[BRIDGE]
  return bridge ? electronHost(bridge) : browserHost()
}
