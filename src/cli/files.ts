/** Small files that a command is given by name, and names that it is to write. */
import { lstat, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { withFileErrors } from '#engine/files/errors'

const MAX_SIZE = 16 * 1024 * 1024

/** A whole file of at most 16 MiB. Rejects with `file-not-found` or `file-unreadable`. */
export const readSmallFile = (path: string): Promise<Bytes> =>
  withFileErrors(path, 'read', async () => {
    const handle = await open(path, 'r')
    try {
      const found = await handle.stat()
      if (!found.isFile() || found.size > MAX_SIZE)
        throw new AppError('file-unreadable', {
          name: basename(path),
          reason: found.isFile() ? 'too large' : 'no file',
        })
      return ownBytes(await handle.readFile())
    } finally {
      await handle.close()
    }
  })

/** The first line of a file, as UTF-8, without its end. */
export const readPassword = async (path: string): Promise<string> => {
  const [line = ''] = new TextDecoder().decode(await readSmallFile(path)).split(/\r?\n/, 1)
  return line
}

/**
 * Rejects with `target-exists` when there is something of that name already. By `force` a file may
 * be replaced, yet nothing else: a folder, a device or a link is not what anybody meant.
 */
export const requireFree = async (path: string, force: boolean): Promise<void> => {
  const found = await lstat(path).catch(() => null)
  if (found === null || (force && found.isFile())) return
  throw new AppError('target-exists', { name: basename(path), ...(found.isFile() ? {} : { reason: 'no file' }) })
}

/** Whatever is wrong with a file, it is this one: its name goes with the error, unless it was only cancelled. */
export const naming = async <T>(path: string, work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'cancelled' || error.details['name'] !== undefined) throw error
    throw new AppError(error.code, { name: basename(path), ...error.details }, error)
  }
}
