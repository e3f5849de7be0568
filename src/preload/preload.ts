/** The bridge between a sandboxed window and its host: named acts and one port, nothing else. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { BRIDGE, CHANNELS, ENGINE_PORT, type Bridge } from '#ipc/bridge'

const bridge: Bridge = {
  connect: () => ipcRenderer.send(CHANNELS.connect),
  pickFiles: (options) => ipcRenderer.invoke(CHANNELS.pickFiles, options),
  pickFolder: (suggested) => ipcRenderer.invoke(CHANNELS.pickFolder, suggested),
  pathOf: (file) => webUtils.getPathForFile(file),
  statFiles: (paths) => ipcRenderer.invoke(CHANNELS.statFiles, paths),
  reveal: (path) => ipcRenderer.invoke(CHANNELS.reveal, path),
  window: (act) => ipcRenderer.send(CHANNELS.window, act),
}

contextBridge.exposeInMainWorld(BRIDGE, bridge)
ipcRenderer.on(CHANNELS.connect, ({ ports }) => window.postMessage(ENGINE_PORT, '*', ports))
