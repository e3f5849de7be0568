/** Which projects this process has open. One is open while a window holds it or somebody works on it. */
import { AppError } from '#core/errors'
import { openSession, type Session, type SessionOptions } from './session.ts'
import { folderOf } from './store.ts'

export interface Sessions {
  /** Opens the project, if it is not open yet, for the time of `work`. Rejects as `openSession`. */
  use<T>(id: string, work: (session: Session) => T | Promise<T>): Promise<T>
  /** Keeps the project open until `letGo`. */
  hold(id: string): void
  /** Closes the project as soon as nobody works on it; resolves at once while somebody does. */
  letGo(id: string): Promise<void>
  /** Waits for all work and closes everything. Nothing opens afterwards. */
  close(): Promise<void>
}

interface Entry {
  readonly session: Promise<Session>
  uses: number
  isHeld: boolean
}

/** @param projects the folder of all projects */
export const openSessions = (projects: string, options: SessionOptions): Sessions => {
  const entries = new Map<string, Entry>()
  /** Those that are just being closed; resolves when their lock is free. */
  const closing = new Map<string, Promise<void>>()
  const opened = new Set<string>()
  const idle: (() => void)[] = []
  let isClosed = false

  const enter = (id: string): Entry => {
    const known = entries.get(id)
    if (known !== undefined) return known
    const before = closing.get(id) ?? Promise.resolve()
    const isFirst = !opened.has(id)
    opened.add(id)
    const session = before.then(() => openSession(folderOf(projects, id), options, isFirst))
    const entry: Entry = { session, uses: 0, isHeld: false }
    entries.set(id, entry)
    return entry
  }
  const end = async ({ session }: Entry): Promise<void> => {
    // One that never opened has nothing to close.
    await (await session.catch(() => null))?.close()
  }
  const closeUnused = async (id: string, entry: Entry): Promise<void> => {
    if (entry.uses > 0 || entry.isHeld || entries.get(id) !== entry) return
    entries.delete(id)
    const ending = end(entry)
    closing.set(id, ending)
    try {
      await ending
    } finally {
      if (closing.get(id) === ending) closing.delete(id)
      if (entries.size === 0 && closing.size === 0) for (const tell of idle.splice(0)) tell()
    }
  }

  return {
    use: async (id, work) => {
      if (isClosed) throw new AppError('engine-stopped')
      const entry = enter(id)
      entry.uses += 1
      try {
        return await work(await entry.session)
      } finally {
        entry.uses -= 1
        await closeUnused(id, entry)
      }
    },
    hold: (id) => {
      const entry = entries.get(id)
      if (entry !== undefined) entry.isHeld = true
    },
    letGo: async (id) => {
      const entry = entries.get(id)
      if (entry === undefined) return
      entry.isHeld = false
      await closeUnused(id, entry)
    },
    close: async () => {
      isClosed = true
      const over = new Promise<void>((resolve) => idle.push(resolve))
      for (const [id, entry] of entries) {
        entry.isHeld = false
        void closeUnused(id, entry)
      }
      if (entries.size > 0 || closing.size > 0) await over
    },
  }
}
