/** The window in Electron: the engine in a process of its own, behind a MessagePort. */
import { ENGINE_PORT, type Bridge } from '#ipc/bridge'
import { messagePort } from '#ipc/ports'
import { createClient } from '#ipc/transport'
import type { Connection } from './host.ts'
import { createNotice } from './notice.ts'

export const electronHost = (bridge: Bridge): Connection => {
  const { client, attach } = createClient()
  const restarts = createNotice()
  let connected = false

  window.addEventListener('message', ({ source, data, ports: [port] }) => {
    if (source !== window || data !== ENGINE_PORT || !port) return
    attach(messagePort(port))
    if (connected) restarts.give()
    connected = true
  })
  bridge.connect()

  return {
    client,
    onRestart: restarts.on,
    shell: {
      kind: 'electron',
      pickFiles: bridge.pickFiles,
      pickFolder: bridge.pickFolder,
      pathsOf: (files) => bridge.statFiles(files.map(bridge.pathOf).filter((path) => path !== '')),
      reveal: bridge.reveal,
      window: bridge.window,
    },
  }
}
