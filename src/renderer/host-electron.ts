/** The window in Electron: the engine in a process of its own, behind a MessagePort. */
import { ENGINE_PORT, type Bridge } from '#ipc/bridge'
import { createClient, type Port } from '#ipc/transport'
import type { Connection } from './host.ts'
import { createNotice } from './notice.ts'

/** Values are cloned. Nothing is transferred: Electron loses such messages. */
const messagePort = (port: MessagePort): Port => ({
  send: (message) => port.postMessage(message),
  listen: (onMessage, onClose) => {
    port.addEventListener('message', ({ data }) => onMessage(data))
    port.addEventListener('close', onClose)
    port.start()
  },
})

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
