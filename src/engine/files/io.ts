import { readSync, writeSync } from 'node:fs'
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

/** readFully for a thread that has nothing else to do: no hand-over to the thread pool. */
export const readWhole = (file: number, into: Uint8Array, position: number): number => {
  let at = 0
  while (at < into.length) {
    const got = readSync(file, into, at, into.length - at, position + at)
    if (got === 0) break
    at += got
  }
  return at
}

/** writeFully for a thread that has nothing else to do. */
export const writeWhole = (file: number, bytes: Uint8Array, position: number): void => {
  let at = 0
  while (at < bytes.length) at += writeSync(file, bytes, at, bytes.length - at, position + at)
}
