/** The engine as a process of Electron's: takes orders from the main process and serves the windows' ports. */
import type { EngineOrder } from '#ipc/bridge'
import { serve, type Port } from '#ipc/transport'
import { createEngine, type Engine } from './engine.ts'

/** Nothing is transferred: Electron loses such messages. */
const windowPort = (port: Electron.MessagePortMain): Port => ({
  send: (message) => port.postMessage(message),
  listen: (onMessage, onClose) => {
    port.on('message', ({ data }) => onMessage(data))
    port.on('close', onClose)
    port.start()
  },
})

const report = (error: unknown): void => {
  process.stderr.write(`engine: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}

const fail = (error: unknown): never => {
  report(error)
  process.exit(1)
}

let engine: Promise<Engine> | null = null

const stop = async (): Promise<void> => {
  await (await engine)?.close()
  process.exit(0)
}

process.parentPort.on('message', ({ data, ports: [port] }) => {
  const message = data as EngineOrder
  if (message.order === 'start') engine = createEngine(message.options)
  if (message.order === 'stop') stop().catch(fail)
  if (message.order === 'window' && port) {
    engine?.then((running) => serve(windowPort(port), running, report)).catch(fail)
  }
})
