/** The engine in a process of its own: started, connected to windows, started again when it ends. */
import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron'
import { CHANNELS, type EngineOrder, type EngineStart } from '#ipc/bridge'

/** Milliseconds. */
const RESTART_AFTER = 200
const STOP_WITHIN = 4000
const WATCHED = 60_000
/** More ends than this inside WATCHED and something is wrong that a restart does not mend. */
const ENDS = 3

export interface EngineProcess {
  /** Gives a window its port, now and after every restart. */
  connect(window: WebContents): void
  /** Lets the engine finish what may not be cut, and ends it. */
  stop(): Promise<void>
}

/** Starts the engine. `onGiveUp` is called when it keeps ending. */
export const startEngine = (script: string, options: EngineStart, onGiveUp: () => void): EngineProcess => {
  const windows = new Set<WebContents>()
  let ends: number[] = []
  let isStopping = false
  let child: UtilityProcess | null = null

  const order = (value: EngineOrder, ...rest: [] | [Electron.MessagePortMain[]]): void =>
    child?.postMessage(value, ...rest)

  const join = (window: WebContents): void => {
    if (!child) return
    const { port1, port2 } = new MessageChannelMain()
    order({ order: 'window' }, [port1])
    window.postMessage(CHANNELS.connect, null, [port2])
  }

  const ended = (): void => {
    child = null
    if (isStopping) return
    const now = Date.now()
    ends = [...ends.filter((end) => now - end < WATCHED), now]
    if (ends.length > ENDS) onGiveUp()
    else setTimeout(start, RESTART_AFTER)
  }

  const start = (): void => {
    if (isStopping) return
    child = utilityProcess.fork(script, [], { serviceName: 'BidSeal engine' })
    child.once('exit', ended)
    order({ order: 'start', options })
    windows.forEach(join)
  }
  start()

  return {
    connect: (window) => {
      if (!windows.has(window)) window.once('destroyed', () => windows.delete(window))
      windows.add(window)
      join(window)
    },
    stop: () =>
      new Promise((resolve) => {
        isStopping = true
        const stopped = child
        if (!stopped) return resolve()
        const insist = setTimeout(() => stopped.kill(), STOP_WITHIN)
        stopped.once('exit', () => {
          clearTimeout(insist)
          resolve()
        })
        order({ order: 'stop' })
      }),
  }
}
