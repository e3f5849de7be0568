import type { FileHandle } from 'node:fs/promises'
import type { Bytes } from '#core/bytes/bytes'

/** Fills `into` from a position of a file. Returns how many bytes there were. */
export const readFully = async (handle: FileHandle, into: Uint8Array, position: number): Promise<number> => {
  let at = 0
  while (at < into.length) {
    const { bytesRead } = await handle.read(into, at, into.length - at, position + at)
    if (bytesRead === 0) break
    at += bytesRead
  }
  return at
}

/** Bytes of a file from a position; fewer at its end. */
export const readAt = async (handle: FileHandle, position: number, length: number): Promise<Bytes> => {
  const bytes = new Uint8Array(length)
  return bytes.subarray(0, await readFully(handle, bytes, position))
}

/** Writes all bytes at a position. */
export const writeFully = async (handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> => {
  let at = 0
  while (at < bytes.length) at += (await handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten
}

/**
 * Asks for the next item before the current one is worked on, so that reading and work overlap. A
 * generator that reuses buffers needs two of them.
 */
export async function* readAhead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = items.next()
  try {
    for (;;) {
      const { done, value } = await next
      if (done === true) return
      next = items.next()
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await next.catch(() => undefined)
    await items.return(undefined)
  }
}
