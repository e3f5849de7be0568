/** What was sent, as files: encrypted, under random names, out of reach of any page. */
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { deriveKey, openFor, sealFor } from '../../access/sealed.ts'

const NAME = /^[0-9a-f]{64}$/
const UNFINISHED = '.new'

export interface UploadFiles {
  /** Whole or not at all, and on the disk when it returns. */
  write(id: string, bytes: Bytes): Promise<void>
  read(id: string): Promise<Bytes>
  remove(id: string): Promise<void>
  /** Names of files last written before then; those that were never finished among them. */
  older(before: number): Promise<readonly string[]>
}

const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** @param storageKey 32 bytes */
export const openUploadFiles = async (folder: string, storageKey: Bytes, random: RandomBytes): Promise<UploadFiles> => {
  const key = deriveKey(storageKey, 'bidseal upload')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = (id: string): string => {
    if (!NAME.test(id.replace(UNFINISHED, ''))) throw new TypeError('not the name of an upload')
    return join(folder, id)
  }

  return {
    write: async (id, bytes) => {
      const unfinished = path(`${id}${UNFINISHED}`)
      const handle = await open(unfinished, 'wx', 0o600)
      try {
        await handle.writeFile(sealFor(key, id, bytes, random))
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(unfinished, path(id))
      await syncFolder(folder)
    },

    read: async (id) => openFor(key, id, await readFile(path(id))),

    remove: (id) => rm(path(id), { force: true }),

    older: async (before) => {
      const names = (await readdir(folder)).filter((name) => NAME.test(name.replace(UNFINISHED, '')))
      const times = await Promise.all(
        names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
      )
      return times.filter(({ at }) => at < before).map(({ name }) => name)
    },
  }
}
