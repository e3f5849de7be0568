/** Files that are on the disk when a call returns. */
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** For this user only. */
export const PRIVATE = 0o600

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Names in a folder. Windows can neither open a folder nor needs to. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform !== 'win32') await sync(folder)
}

/** Writes a new file. Rejects with EEXIST when there is one of that name. */
export const writeNew = async (path: string, content: string | Uint8Array, mode = PRIVATE): Promise<void> => {
  const handle = await open(path, 'wx', mode)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a file, or replaces one: there is the old content or the new one, never a part. */
export const replaceFile = async (path: string, content: string | Uint8Array): Promise<void> => {
  await rm(`${path}.new`, { force: true })
  await writeNew(`${path}.new`, content)
  await move(`${path}.new`, path)
}

/** Renames a file or a folder, and knows that it stays so. */
export const move = async (from: string, to: string): Promise<void> => {
  await rename(from, to)
  await syncFolder(dirname(to))
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
