/** Where a payload goes when it is read: every entry digested and, given a folder, written. */
import { createHash, type Hash } from 'node:crypto'
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Bytes } from '#core/bytes/bytes'
import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import type { PayloadEvent } from '#core/bidfile/payload'
import { asAppError, type AppError } from '#core/errors'
import { BackgroundSync } from '../files/background-sync.ts'
import { withFileErrors, withFileErrorsSync } from '../files/errors.ts'
import { writeWhole } from '../files/io.ts'
import { syncFolder } from '../files/temporary.ts'

export interface FoundEntry {
  readonly name: string
  readonly size: number
  readonly sha256: Sha256
}

interface OpenFile {
  readonly handle: FileHandle
  readonly path: string
  readonly sync: BackgroundSync
}

interface OpenEntry {
  readonly name: string
  readonly size: number
  readonly digest: Hash
  readonly file: OpenFile | null
  written: number
}

/** Files that may be syncing at a time. */
const CLOSING = 4

/** Takes a payload's events in order. Blocks while it writes: for a worker thread. */
export class EntrySink {
  /** The manifest's bytes, once it has been met. */
  manifest: Bytes | null = null
  readonly #folder: string | null
  readonly #folders = new Set<string>()
  readonly #closing = new Set<Promise<void>>()
  readonly #found: FoundEntry[] = []
  #entry: OpenEntry | null = null
  #failure: AppError | null = null

  /** @param folder an existing empty folder, or null to write nothing */
  constructor(folder: string | null) {
    this.#folder = folder
    if (folder !== null) this.#folders.add(folder)
  }

  /** Takes one event; its bytes may change afterwards. Rejects with fileError. */
  async take(event: PayloadEvent): Promise<void> {
    if (event.type === 'entry') await this.#start(event.name, event.size)
    else if (event.type === 'data') this.#write(event.bytes)
    else if (event.type === 'entry-end') await this.#end()
    else this.manifest = event.bytes
  }

  /** Waits for all files, makes them durable, and says what was found. */
  async finish(): Promise<readonly FoundEntry[]> {
    await Promise.all(this.#closing)
    if (this.#failure !== null) throw this.#failure
    for (const folder of this.#folders) await syncFolder(folder)
    return this.#found
  }

  /** Closes what is open after a failure. */
  async abandon(): Promise<void> {
    const file = this.#entry?.file
    await file?.sync.settle().catch(() => undefined)
    await file?.handle.close().catch(() => undefined)
    await Promise.all(this.#closing)
  }

  async #start(name: string, size: number): Promise<void> {
    this.#entry = { name, size, digest: createHash('sha256'), file: await this.#create(name), written: 0 }
  }

  async #create(name: string): Promise<OpenFile | null> {
    if (this.#folder === null) return null
    const path = join(this.#folder, ...name.split('/'))
    await this.#makeFolders(dirname(path))
    const handle = await withFileErrors(path, 'write', () => open(path, 'wx', 0o600))
    return { handle, path, sync: new BackgroundSync(handle, path) }
  }

  async #makeFolders(folder: string): Promise<void> {
    if (this.#folders.has(folder)) return
    await this.#makeFolders(dirname(folder))
    await withFileErrors(folder, 'write', () => mkdir(folder, { mode: 0o700 }))
    this.#folders.add(folder)
  }

  #write(bytes: Uint8Array): void {
    const entry = this.#entry
    if (entry === null) return
    const { digest, file, written } = entry
    entry.written += bytes.length
    digest.update(bytes)
    if (file === null) return
    withFileErrorsSync(file.path, 'write', () => writeWhole(file.handle.fd, bytes, written))
    file.sync.wrote(bytes.length)
  }

  async #end(): Promise<void> {
    const entry = this.#entry
    if (entry === null) return
    this.#entry = null
    const { name, size, digest, file } = entry
    this.#found.push({ name, size, sha256: sha256Hex(digest.digest()) })
    if (file === null) return
    const work: Promise<void> = this.#settle(file)
      .catch((error: unknown) => {
        this.#failure ??= asAppError(error)
      })
      .finally(() => this.#closing.delete(work))
    this.#closing.add(work)
    if (this.#closing.size >= CLOSING) await Promise.race(this.#closing)
  }

  async #settle({ handle, path, sync }: OpenFile): Promise<void> {
    try {
      await sync.settle()
      await withFileErrors(path, 'write', () => handle.sync())
    } finally {
      await handle.close()
    }
  }
}
