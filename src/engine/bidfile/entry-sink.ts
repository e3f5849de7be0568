/** Where a payload goes when it is read: every entry digested and, given a folder, written. */
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Bytes } from '#core/bytes/bytes'
import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import type { PayloadEvent } from '#core/bidfile/payload'
import { asAppError, type AppError } from '#core/errors'
import { withFileErrors } from '../files/errors.ts'
import { syncFolder } from '../files/temporary.ts'
import { sharedBytes, type DigestStream, type SharedBytes } from './digester.ts'
import { writeFully } from '../files/io.ts'

export interface FoundEntry {
  readonly name: string
  readonly size: number
  readonly sha256: Sha256
}

interface OpenEntry {
  readonly name: string
  readonly size: number
  readonly file: { readonly handle: FileHandle; readonly path: string; readonly writes: Promise<void>[] } | null
  written: number
}

/** Files that may be syncing at a time. */
const CLOSING = 4

/** Takes a payload's events in order. */
export class EntrySink {
  /** The manifest's bytes, once it has been met. */
  manifest: Bytes | null = null
  readonly #digester: DigestStream
  readonly #folder: string | null
  readonly #folders = new Set<string>()
  readonly #closing = new Set<Promise<void>>()
  readonly #found: Promise<FoundEntry>[] = []
  #entry: OpenEntry | null = null
  #failure: AppError | null = null

  /** @param folder an existing empty folder, or null to write nothing */
  constructor(folder: string | null, digester: DigestStream) {
    this.#folder = folder
    this.#digester = digester
    if (folder !== null) this.#folders.add(folder)
  }

  /**
   * Takes one event. Adds to `busy` what must be over before the bytes of the event, which have to
   * lie in shared memory, may change.
   */
  async take(event: PayloadEvent, busy: Promise<void>[]): Promise<void> {
    if (event.type === 'entry') await this.#start(event.name, event.size)
    else if (event.type === 'data') this.#write(event.bytes as SharedBytes, busy)
    else if (event.type === 'entry-end') await this.#end()
    else this.manifest = event.bytes
  }

  /** Waits for all files, makes them durable, and says what was found. */
  async finish(): Promise<readonly FoundEntry[]> {
    await Promise.all(this.#closing)
    if (this.#failure !== null) throw this.#failure
    for (const folder of this.#folders) await syncFolder(folder)
    return Promise.all(this.#found)
  }

  /** Closes what is open after a failure. */
  async abandon(): Promise<void> {
    const file = this.#entry?.file
    await Promise.allSettled(file?.writes ?? [])
    await file?.handle.close().catch(() => undefined)
    await Promise.all(this.#closing)
  }

  async #start(name: string, size: number): Promise<void> {
    const path = this.#folder === null ? null : join(this.#folder, ...name.split('/'))
    if (path !== null) await this.#makeFolders(dirname(path))
    const handle = path === null ? null : await withFileErrors(path, 'write', () => open(path, 'wx', 0o600))
    const file = handle === null || path === null ? null : { handle, path, writes: [] }
    this.#entry = { name, size, file, written: 0 }
  }

  async #makeFolders(folder: string): Promise<void> {
    if (this.#folders.has(folder)) return
    await this.#makeFolders(dirname(folder))
    await withFileErrors(folder, 'write', () => mkdir(folder, { mode: 0o700 }))
    this.#folders.add(folder)
  }

  #write(bytes: SharedBytes, busy: Promise<void>[]): void {
    const entry = this.#entry
    if (entry === null) return
    const { file, written } = entry
    entry.written += bytes.length
    busy.push(this.#digester.update(bytes))
    if (file === null) return
    const writing = withFileErrors(file.path, 'write', () => writeFully(file.handle, bytes, written))
    writing.catch(() => undefined)
    file.writes.push(writing)
    busy.push(writing)
  }

  async #end(): Promise<void> {
    const entry = this.#entry
    if (entry === null) return
    this.#entry = null
    const { name, size, file } = entry
    this.#found.push(this.#digester.end(sharedBytes(0)).then((digest) => ({ name, size, sha256: sha256Hex(digest) })))
    if (file === null) return
    const work: Promise<void> = Promise.allSettled(file.writes)
      // Closed only when no write is under way: one that met a closed file would hide why another had failed.
      .then(() => Promise.all(file.writes))
      .then(() => withFileErrors(file.path, 'write', () => file.handle.sync()))
      .catch((error: unknown) => {
        this.#failure ??= asAppError(error)
      })
      .finally(() => file.handle.close())
      .finally(() => this.#closing.delete(work))
    this.#closing.add(work)
    if (this.#closing.size >= CLOSING) await Promise.race(this.#closing)
  }
}
