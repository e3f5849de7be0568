import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { withFileErrors } from './errors.ts'
import { TEMPORARY_NAME } from './temporary-name.ts'

const temporaryPath = (target: string): string =>
  join(dirname(target), `.bidseal-${process.pid}-${randomBytes(8).toString('hex')}.tmp`)

/** Whether there is a process of this id on this computer. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Makes renames in a folder durable. Where folders cannot be opened (Windows), the system does so by itself. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r').catch(() => null)
  if (handle === null) return
  try {
    await handle.sync()
  } catch {
    // Some file systems cannot sync a folder; the rename itself has succeeded.
  } finally {
    await handle.close()
  }
}

/**
 * Removes what killed runs left in a folder: temporary files and folders whose process is gone.
 * Those of living processes stay. A folder that cannot be read is left alone.
 */
export const clearStale = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const pid = TEMPORARY_NAME.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

/** A file that appears under its name only when it is complete. */
export interface TemporaryFile {
  readonly path: string
  readonly handle: FileHandle
  /** Closes the handle and keeps the file for others to open; `commit` and `discard` still work. */
  release(): Promise<void>
  /** fsync, then rename over the target: after a crash there is the old file or the new one. */
  commit(): Promise<void>
  /** Removes it. Does nothing after a commit. */
  discard(): Promise<void>
}

/**
 * Opens a new temporary file beside its target, readable by this user only. Rejects with
 * `folder-not-writable` or `no-space-left`.
 */
export const temporaryFile = (target: string): Promise<TemporaryFile> =>
  withFileErrors(target, 'write', async () => {
    await clearStale(dirname(target))
    const path = temporaryPath(target)
    const handle = await open(path, 'wx+', 0o600)
    let isOpen = true
    let committed = false
    const release = async (): Promise<void> => {
      if (isOpen) await handle.close()
      isOpen = false
    }
    return {
      path,
      handle,
      release,
      commit: () =>
        withFileErrors(target, 'write', async () => {
          if (isOpen) await handle.sync()
          await release()
          await rename(path, target)
          committed = true
          await syncFolder(dirname(target))
        }),
      discard: async () => {
        await release().catch(() => undefined)
        if (!committed) await rm(path, { force: true }).catch(() => undefined)
      },
    }
  })

/** A folder that appears under its name only when it is complete. */
export interface TemporaryFolder {
  readonly path: string
  /** Renames it to the target. Rejects with `target-exists` when that is there and not empty. */
  commit(): Promise<void>
  /** Removes it with all it holds. Does nothing after a commit. */
  discard(): Promise<void>
}

/** Makes a temporary folder beside its target, for this user only. Its files are synced by whoever writes them. */
export const temporaryFolder = (target: string): Promise<TemporaryFolder> =>
  withFileErrors(target, 'write', async () => {
    await clearStale(dirname(target))
    const path = temporaryPath(target)
    await mkdir(path, { mode: 0o700 })
    let committed = false
    return {
      path,
      commit: () =>
        withFileErrors(target, 'write', async () => {
          await syncFolder(path)
          await rename(path, target)
          committed = true
          await syncFolder(dirname(target))
        }),
      discard: async () => {
        if (!committed) await rm(path, { recursive: true, force: true }).catch(() => undefined)
      },
    }
  })
