/** Files that a browser sends: each into a folder of its own, under its own name, until the host starts again. */
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#core/errors'
import type { FilePick } from '#ipc/views'
import { fileError } from '../files/errors.ts'

/** Bytes. */
const MAX_NAME = 200
/** Bytes. */
export const MAX_UPLOAD = 8 * 2 ** 30

const UNSAFE = /[\\/:*?"<>|\p{Cc}]/gu

/** A name that every system can keep and that leads nowhere else; a long one loses its beginning. */
export const safeName = (name: string): string => {
  const letters = [...name.normalize('NFC').replace(UNSAFE, '_')]
  while (Buffer.byteLength(letters.join('')) > MAX_NAME) letters.shift()
  const cleaned = letters.join('').replace(/^\.+|[. ]+$/g, '_')
  return cleaned === '' ? '_' : cleaned
}

const limited = (): { counter: Transform; size: () => number } => {
  let size = 0
  const counter = new Transform({
    transform: (chunk: Buffer, _, done) => {
      size += chunk.length
      done(size > MAX_UPLOAD ? new AppError('invalid-input', { field: 'file', limit: MAX_UPLOAD }) : null, chunk)
    },
  })
  return { counter, size: () => size }
}

export interface Inbox {
  /** Keeps a file. Throws `no-space-left`, `folder-not-writable` or `invalid-input`; then nothing of it is left. */
  take(name: string, content: Readable): Promise<FilePick>
}

/** An empty inbox at this path: what an earlier host left there is removed. */
export const openInbox = async (path: string): Promise<Inbox> => {
  await rm(path, { recursive: true, force: true })
  await mkdir(path, { recursive: true, mode: 0o700 })
  return {
    take: async (offered, content) => {
      const folder = await mkdtemp(join(path, 'file-'))
      const name = safeName(offered)
      const target = join(folder, name)
      const { counter, size } = limited()
      try {
        await pipeline(content, counter, createWriteStream(target, { flags: 'wx', mode: 0o600 }))
        return { path: target, name, size: size() }
      } catch (error) {
        await rm(folder, { recursive: true, force: true })
        throw fileError(error, target, 'write')
      }
    },
  }
}
