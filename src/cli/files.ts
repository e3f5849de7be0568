/** Small files that a command is given by name, and names that it is to write. */
import { open, stat } from 'node:fs/promises'
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

/** Rejects with `target-exists` when there is something of that name already. */
export const requireAbsent = async (path: string): Promise<void> => {
  const found = await stat(path).catch(() => null)
  if (found !== null) throw new AppError('target-exists', { name: basename(path) })
}
