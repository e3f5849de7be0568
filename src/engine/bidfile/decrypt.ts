/** The part of opening that runs in the worker: decrypts or copies a payload, checks it, writes the entries. */
import { createHash, type Hash } from 'node:crypto'
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  BLOCK_LENGTH,
  BODY_HEAD_LENGTH,
  CHUNK_LENGTH,
  openBodyHead,
  payloadLength,
  SEALED_CHUNK_LENGTH,
  type BodyKeys,
} from '#core/bidfile/body'
import { parseManifest, type Manifest } from '#core/bidfile/manifest'
import { PayloadReader, type PayloadEvent } from '#core/bidfile/payload'
import { blockFault, isDigest, type SealBody } from '#core/bidfile/seal'
import type { Bytes } from '#core/bytes/bytes'
import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import { AppError } from '#core/errors'
import { withFileErrors } from '../files/errors.ts'
import { syncFolder } from '../files/temporary.ts'
import { openChunk } from './chunks.ts'
import { readAhead, readFully, writeFully } from './io.ts'

export interface DecryptInput {
  readonly path: string
  readonly bodyOffset: number
  readonly bodyLength: number
  readonly seal: SealBody
  /** Null for the unencrypted twin. */
  readonly secret: { readonly fileKey: Bytes; readonly context: Bytes } | null
  /** An existing empty folder for the entries, or null to check without writing. */
  readonly folder: string | null
}

export interface DecryptOutput {
  readonly manifest: Manifest
}

/** Room for the rest of a chunk before the block that completes it. */
const SPARE = SEALED_CHUNK_LENGTH

const cut = (): AppError => new AppError('bid-file-damaged', { part: 'body', reason: 'cut' })

/** Blocks of the body behind SPARE free bytes, in two buffers by turns, each checked against the seal first. */
async function* blocks(handle: FileHandle, input: DecryptInput): AsyncGenerator<Uint8Array> {
  const buffers = [new Uint8Array(SPARE + BLOCK_LENGTH), new Uint8Array(SPARE + BLOCK_LENGTH)] as const
  for (let index = 0; index * BLOCK_LENGTH < input.bodyLength; index++) {
    const length = Math.min(BLOCK_LENGTH, input.bodyLength - index * BLOCK_LENGTH)
    const buffer = buffers[index % 2 === 0 ? 0 : 1]
    const block = buffer.subarray(SPARE, SPARE + length)
    if ((await readFully(handle, block, input.bodyOffset + index * BLOCK_LENGTH)) < length) throw cut()
    if (input.secret !== null) {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', block))
      const expected = input.seal.body.blocks[index]
      if (expected === undefined || !isDigest(expected, digest))
        throw blockFault(input.seal, index, digest, input.bodyOffset)
    }
    yield buffer.subarray(0, SPARE + length)
  }
}

/** Turns blocks into payload bytes, which are valid until the next are asked for. */
async function* decrypted(
  source: AsyncGenerator<Uint8Array>,
  { fileKey, context }: NonNullable<DecryptInput['secret']>,
  bodyOffset: number,
): AsyncGenerator<Uint8Array> {
  const plain = new Uint8Array(BLOCK_LENGTH + CHUNK_LENGTH)
  const rest = new Uint8Array(SEALED_CHUNK_LENGTH)
  let kept = 0
  let index = 0
  let keys: BodyKeys | null = null
  const openNext = (bodyKeys: BodyKeys, sealed: Uint8Array): Uint8Array => {
    const opened = openChunk(bodyKeys, index, sealed)
    if (opened === null) {
      const offset = bodyOffset + BODY_HEAD_LENGTH + index * SEALED_CHUNK_LENGTH
      throw new AppError('bid-file-damaged', { part: 'body', reason: 'not authentic', chunk: index, offset })
    }
    index++
    return opened
  }
  for await (const buffer of source) {
    let at = SPARE - kept
    buffer.set(rest.subarray(0, kept), at)
    if (keys === null) {
      keys = await openBodyHead(buffer.slice(at, at + BODY_HEAD_LENGTH), fileKey, context)
      at += BODY_HEAD_LENGTH
    }
    let filled = 0
    for (; at + SEALED_CHUNK_LENGTH <= buffer.length; at += SEALED_CHUNK_LENGTH) {
      plain.set(openNext(keys, buffer.subarray(at, at + SEALED_CHUNK_LENGTH)), filled)
      filled += CHUNK_LENGTH
    }
    kept = buffer.length - at
    rest.set(buffer.subarray(at))
    yield plain.subarray(0, filled)
  }
  if (keys === null) throw cut()
  yield openNext(keys, rest.subarray(0, kept))
}

async function* clear(source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const buffer of source) yield buffer.subarray(SPARE)
}

interface Entry {
  readonly name: string
  readonly size: number
  readonly hash: Hash
  readonly file: { readonly handle: FileHandle; readonly path: string } | null
  written: number
}

const CLOSING = 4

/** Takes the payload's events, digests every entry and, given a folder, writes it there. */
class EntrySink {
  readonly found: { name: string; size: number; sha256: Sha256 }[] = []
  manifest: Bytes | null = null
  readonly #folder: string | null
  readonly #folders = new Set<string>()
  readonly #closing = new Set<Promise<void>>()
  #entry: Entry | null = null
  #failure: unknown = null

  constructor(folder: string | null) {
    this.#folder = folder
    if (folder !== null) this.#folders.add(folder)
  }

  /** Takes one event. The promise, if any, must be awaited before the next; the bytes may be reused then. */
  take(event: PayloadEvent): Promise<void> | null {
    if (event.type === 'entry') return this.#start(event.name, event.size)
    if (event.type === 'manifest') this.manifest = event.bytes
    if (event.type === 'entry-end') return this.#end()
    return event.type === 'data' ? this.#write(event.bytes) : null
  }

  /** Waits for all files and makes them durable. */
  async finish(): Promise<void> {
    await Promise.all(this.#closing)
    if (this.#failure !== null) throw this.#failure
    for (const folder of this.#folders) await syncFolder(folder)
  }

  /** Closes what is open after a failure. */
  async abandon(): Promise<void> {
    await this.#entry?.file?.handle.close().catch(() => undefined)
    await Promise.all(this.#closing)
  }

  async #start(name: string, size: number): Promise<void> {
    const path = this.#folder === null ? null : join(this.#folder, ...name.split('/'))
    if (path !== null) await this.#makeFolders(dirname(path))
    const handle = path === null ? null : await withFileErrors(path, 'write', () => open(path, 'wx', 0o600))
    const file = handle === null || path === null ? null : { handle, path }
    this.#entry = { name, size, hash: createHash('sha256'), file, written: 0 }
  }

  async #makeFolders(folder: string): Promise<void> {
    if (this.#folders.has(folder)) return
    await this.#makeFolders(dirname(folder))
    await withFileErrors(folder, 'write', () => mkdir(folder, { mode: 0o700 }))
    this.#folders.add(folder)
  }

  #write(bytes: Uint8Array): Promise<void> | null {
    const entry = this.#entry
    if (entry === null) return null
    const position = entry.written
    entry.written += bytes.length
    const { file } = entry
    const writing = file === null ? null : writeFully(file.handle, bytes, position)
    entry.hash.update(bytes)
    return file === null || writing === null ? null : withFileErrors(file.path, 'write', () => writing)
  }

  async #end(): Promise<void> {
    const entry = this.#entry
    if (entry === null) return
    this.#entry = null
    this.found.push({ name: entry.name, size: entry.size, sha256: sha256Hex(entry.hash.digest()) })
    const { file } = entry
    if (file === null) return
    const work: Promise<void> = withFileErrors(file.path, 'write', () => file.handle.sync())
      .catch((error: unknown) => {
        this.#failure ??= error
      })
      .finally(() => file.handle.close())
      .finally(() => this.#closing.delete(work))
    this.#closing.add(work)
    if (this.#closing.size >= CLOSING) await Promise.race(this.#closing)
  }
}

/** Throws `manifest-mismatch` unless the manifest lists exactly what was found, in order. */
const requireListed = (manifest: Manifest, found: EntrySink['found']): void => {
  if (manifest.entries.length !== found.length)
    throw new AppError('manifest-mismatch', { expected: manifest.entries.length, found: found.length })
  for (const [index, entry] of manifest.entries.entries()) {
    const met = found[index]
    if (met?.name !== entry.name) throw new AppError('manifest-mismatch', { reason: 'name', name: entry.name })
    if (met.size !== entry.size) throw new AppError('manifest-mismatch', { reason: 'size', name: entry.name })
    if (met.sha256 !== entry.sha256) throw new AppError('manifest-mismatch', { reason: 'digest', name: entry.name })
  }
}

/**
 * Reads a whole payload and checks it against the seal's digests and its manifest. Entries are
 * written and synced into the folder; the caller decides whether they may be seen. Rejects with
 * `bid-file-damaged` (what and where), `key-mismatch`, `manifest-mismatch`, `entry-name-unsafe` or
 * fileError.
 */
export const decrypt = async (input: DecryptInput, report: (done: number) => void): Promise<DecryptOutput> => {
  if (input.secret !== null && payloadLength(input.bodyLength) === null) throw cut()
  const handle = await withFileErrors(input.path, 'read', () => open(input.path, 'r'))
  const sink = new EntrySink(input.folder)
  try {
    const source = readAhead(blocks(handle, input))
    const payload = input.secret === null ? clear(source) : decrypted(source, input.secret, input.bodyOffset)
    const reader = new PayloadReader()
    let done = 0
    for await (const bytes of payload) {
      for (const event of reader.push(bytes)) await sink.take(event)
      done += bytes.length
      report(done)
    }
    reader.close()
    await sink.finish()
    const manifest = parseManifest(sink.manifest ?? new Uint8Array())
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', sink.manifest ?? new Uint8Array()))
    if (!isDigest(input.seal.manifest, digest)) throw new AppError('manifest-mismatch', { reason: 'seal' })
    requireListed(manifest, sink.found)
    return { manifest }
  } catch (error) {
    await sink.abandon()
    throw error
  } finally {
    await handle.close()
  }
}
