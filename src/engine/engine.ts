/** The engine: all of the desktop's work behind one contract. It knows neither Electron nor a window. */
import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { ownBytes } from '#core/bytes/bytes'
import type { Clock, ConnectSocket, RandomBytes } from '#core/pairing/ports'
import type { EngineStart } from '#ipc/bridge'
import type { EventName, Events } from '#ipc/contract'
import type { Served } from '#ipc/transport'
import { systemClock } from './clock.ts'
import { withFileErrors } from './files/errors.ts'
import { dispatch, type Handlers } from './handlers.ts'
import { jobHandlers } from './jobs/handlers.ts'
import { openJobs } from './jobs/registry.ts'
import { openTargets } from './jobs/targets.ts'
import { connectNodeSocket } from './pairing/node-socket.ts'
import { pagePictures } from './pdf/pictures.ts'
import { openProjects } from './projects/projects.ts'
import { watchServer, type Fetch } from './settings/server-status.ts'
import { openSettings } from './settings/settings.ts'
import { openTrust } from './trust/trust.ts'
import { verifyHandlers } from './verify/handlers.ts'

/** The world outside; tests bring their own. */
export interface EnginePorts {
  readonly clock: Clock
  readonly random: RandomBytes
  readonly connect: ConnectSocket
  readonly fetch: Fetch
}

export interface Engine extends Served {
  onEvent(listener: <Name extends EventName>(event: Name, value: Events[Name]) => void): () => void
  /** Cancels what runs, lets go of projects, ends threads and timers. */
  close(): Promise<void>
}

/** Starts an engine on a data folder, which is made when it is missing. */
export const createEngine = async (start: EngineStart & Partial<EnginePorts>): Promise<Engine> => {
  const { clock = systemClock, connect = connectNodeSocket, fetch = globalThis.fetch } = start
  const random: RandomBytes = start.random ?? ((length) => ownBytes(randomBytes(length)))
  const now = (): Date => new Date(clock.now())
  const { dataFolder } = start
  await withFileErrors(dataFolder, 'write', () => mkdir(dataFolder, { recursive: true, mode: 0o700 }))

  const listeners = new Set<Parameters<Engine['onEvent']>[0]>()
  const tell = <Name extends EventName>(event: Name, value: Events[Name]): void => {
    for (const listener of listeners) listener(event, value)
  }

  const settings = await openSettings(start, () => void watch.check())
  const { server, desktop, roots } = settings
  const watch = watchServer(server, fetch, (status) => tell('server', status))
  const trust = await openTrust({ dataFolder, roots, server, fetch, now })
  const pictures = pagePictures()
  const projects = await openProjects({
    folder: dataFolder,
    now,
    pictures,
    onChange: (project) => tell('project', project),
    onList: (list) => tell('projects', list),
  })
  const targets = await openTargets(dataFolder)
  const jobs = openJobs(
    () => clock.now(),
    (job) => tell('job', job),
  )
  const ports = { desktop, server, trust, connect, clock, random, now, pictures, projects, targets, fetch }
  const handlers: Handlers = {
    ...settings.handlers,
    ...projects.handlers,
    ...jobHandlers(jobs, ports),
    ...verifyHandlers(trust, now),
    'server.status': async () => watch.status(),
  }

  return {
    call: (method, input) => dispatch(handlers, method, input),
    onEvent: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {
      watch.close()
      await jobs.close()
      await projects.close()
      await targets.close()
      await pictures.close()
    },
  }
}
