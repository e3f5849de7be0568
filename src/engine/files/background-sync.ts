import type { FileHandle } from 'node:fs/promises'
import { fileError } from './errors.ts'

/** Bytes after which a file is synced. */
const EVERY = 64 * 1024 * 1024

/** Syncs a long file in the background while it is written, so that the last fsync has little left to do. */
export class BackgroundSync {
  readonly #handle: Pick<FileHandle, 'datasync'>
  readonly #path: string
  #unsynced = 0
  #syncing: Promise<void> = Promise.resolve()
  #failure: Error | null = null

  constructor(handle: Pick<FileHandle, 'datasync'>, path: string) {
    this.#handle = handle
    this.#path = path
  }

  /** Says that so many bytes more have been written. */
  wrote(bytes: number): void {
    this.#unsynced += bytes
    if (this.#unsynced < EVERY) return
    this.#unsynced = 0
    this.#syncing = this.#syncing
      .then(() => this.#handle.datasync())
      .catch((error: unknown) => {
        this.#failure ??= fileError(error, this.#path, 'write')
      })
  }

  /** Waits until the file is not used any more. Rejects with fileError when a sync has failed. */
  async settle(): Promise<void> {
    await this.#syncing
    if (this.#failure !== null) throw this.#failure
  }
}
