import { createHash, type Hash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import { AppError } from '#core/errors'
import type { Stretch } from '#core/pdf/verify'
import type { PdfSource } from '#core/pdf/source'
import { withFileErrors } from '../files/errors.ts'

const CHUNK = 1024 * 1024

/** Random access to an open file. */
export const fileSource = (handle: FileHandle, size: number): PdfSource => ({
  size,
  read: async (offset, length) => {
    const out = new Uint8Array(Math.max(0, Math.min(length, size - offset)))
    let at = 0
    while (at < out.length) {
      const { bytesRead } = await handle.read(out, at, out.length - at, offset + at)
      if (bytesRead === 0) throw new AppError('document-changed')
      at += bytesRead
    }
    return out
  },
})

/** Opens a file for the time of `work`. Rejects with `file-not-found` or `file-unreadable`. */
export const withPdfFile = async <T>(
  path: string,
  work: (source: PdfSource, handle: FileHandle) => Promise<T>,
): Promise<T> => {
  const handle = await withFileErrors(path, 'read', () => open(path, 'r'))
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw new AppError('file-unreadable', { name: basename(path), reason: 'no file' })
    return await work(fileSource(handle, stat.size), handle)
  } finally {
    await handle.close()
  }
}

export interface StretchOptions {
  readonly signal?: AbortSignal | undefined
  /** Called with the bytes read so far. */
  readonly onProgress?: ((done: number) => void) | undefined
}

/**
 * Feeds a stretch of a file to a hash, reading the next piece while one is being hashed. Memory
 * does not grow with the file. Rejects with `cancelled`, or `document-changed` when the file ends early.
 */
export const hashStretch = async (
  handle: FileHandle,
  hash: Hash,
  { offset, length }: Stretch,
  { signal, onProgress }: StretchOptions = {},
): Promise<void> => {
  const buffers = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)] as const
  const read = (at: number, buffer: Buffer): Promise<{ bytesRead: number; buffer: Buffer }> =>
    handle.read(buffer, 0, Math.min(CHUNK, length - at), offset + at)
  let pending = read(0, buffers[0])
  for (let at = 0, turn = 1; at < length; turn = 1 - turn) {
    const { bytesRead, buffer } = await pending
    if (bytesRead === 0) throw new AppError('document-changed')
    if (signal?.aborted === true) throw new AppError('cancelled')
    at += bytesRead
    pending = at < length ? read(at, buffers[turn] ?? buffers[0]) : pending
    hash.update(buffer.subarray(0, bytesRead))
    onProgress?.(at)
  }
}

/** SHA-256 of stretches of an open file, one after the other. */
export const digestOf = async (
  handle: FileHandle,
  stretches: readonly Stretch[],
  options: StretchOptions = {},
): Promise<Uint8Array<ArrayBuffer>> => {
  const hash = createHash('sha256')
  for (const stretch of stretches) await hashStretch(handle, hash, stretch, options)
  return new Uint8Array(hash.digest())
}

/** SHA-256 of a whole file. */
export const fileSha256 = (path: string, options: StretchOptions = {}): Promise<Sha256> =>
  withPdfFile(path, async ({ size }, handle) =>
    sha256Hex(await digestOf(handle, [{ offset: 0, length: size }], options)),
  )
