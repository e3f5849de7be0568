/**
 * Folders of the user's that are being written to. A process that is killed leaves temporary files
 * there, encrypted or not, in places that nobody remembers: a note for each piece of work in
 * `targets` tells the next process where to clear up.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { writeAtomic } from '../files/atomic.ts'
import { withFileErrors } from '../files/errors.ts'
import { clearStale, isAlive } from '../files/temporary.ts'

const NAME = /^(\d+)-[0-9a-f]{16}\.json$/
/** Bytes of a note. */
const MAX_NOTE = 16 * 1024
/** Milliseconds after which a folder that is not there any more is forgotten. */
const FORGOTTEN_AFTER = 30 * 24 * 3600 * 1000

const schema = z.strictObject({ folder: z.string().max(4096).refine(isAbsolute, 'not absolute') })

export interface Targets {
  /** Writes into a folder, which is cleared up should this process die meanwhile. Rejects with what `work` rejects with, or a file error. */
  writing<T>(folder: string, work: () => Promise<T>): Promise<T>
  /** Waits until what dead processes left has been cleared. */
  close(): Promise<void>
}

/** Null where it says nothing that this program could have written. */
const readNote = async (path: string): Promise<string | null> => {
  try {
    if ((await stat(path)).size > MAX_NOTE) return null
    return schema.parse(JSON.parse(await readFile(path, 'utf8'))).folder
  } catch {
    return null // A crash came before it was written, or somebody has changed it.
  }
}

const isFolder = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isDirectory() === true

/** Clears the folder of a note and removes the note; while the folder is not there, the note stays for a while. */
const clear = async (path: string): Promise<void> => {
  const folder = await readNote(path)
  if (folder !== null && (await isFolder(folder))) await clearStale(folder)
  else if (folder !== null && Date.now() - (await stat(path)).mtimeMs < FORGOTTEN_AFTER) return
  await rm(path, { recursive: true, force: true })
}

const clearAll = async (notes: string): Promise<void> => {
  await clearStale(notes)
  for (const name of await readdir(notes)) {
    const pid = NAME.exec(name)?.[1]
    // What cannot be cleared now is tried again by the next process.
    if (pid !== undefined && !isAlive(Number(pid))) await clear(join(notes, name)).catch(() => undefined)
  }
}

/** Begins to clear what dead processes of this data folder left. Rejects with `folder-not-writable`. */
export const openTargets = async (dataFolder: string): Promise<Targets> => {
  const notes = join(dataFolder, 'targets')
  await withFileErrors(notes, 'write', () => mkdir(notes, { recursive: true, mode: 0o700 }))
  const clearing = clearAll(notes).catch(() => undefined)
  return {
    writing: async (folder, work) => {
      const note = join(notes, `${process.pid}-${randomBytes(8).toString('hex')}.json`)
      await writeAtomic(note, JSON.stringify({ folder }))
      try {
        return await work()
      } finally {
        // One that stays is found by the next process.
        await rm(note, { force: true }).catch(() => undefined)
      }
    },
    close: () => clearing,
  }
}
