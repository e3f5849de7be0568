import { basename, dirname } from 'node:path'
import { AppError, type ErrorCode } from '#core/errors'
import { TEMPORARY_NAME } from './temporary-name.ts'

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'no-space-left',
  EDQUOT: 'no-space-left',
  EFBIG: 'no-space-left',
  EACCES: 'folder-not-writable',
  EPERM: 'folder-not-writable',
  EROFS: 'folder-not-writable',
  ENOENT: 'file-not-found',
  ENOTDIR: 'file-not-found',
  EEXIST: 'target-exists',
  ENOTEMPTY: 'target-exists',
  EISDIR: 'file-unreadable',
  EIO: 'file-unreadable',
  ELOOP: 'file-unreadable',
}

const READING: Readonly<Record<string, ErrorCode>> = { EACCES: 'file-unreadable', EPERM: 'file-unreadable' }

const errno = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

/** What a person calls it: a temporary file is nobody's, its folder is named instead. */
const nameOf = (path: string): string => basename(TEMPORARY_NAME.test(basename(path)) ? dirname(path) : path)

/**
 * What the operating system refused, as an AppError with the file's name. `doing` decides what a
 * missing permission means: `file-unreadable` or `folder-not-writable`. AppErrors pass unchanged,
 * anything without an errno becomes `internal`.
 */
export const fileError = (error: unknown, path: string, doing: 'read' | 'write'): AppError => {
  if (error instanceof AppError) return error
  const name = errno(error)
  if (name === null) return new AppError('internal', {}, error)
  const code = (doing === 'read' ? READING[name] : undefined) ?? CODES[name] ?? 'internal'
  const missingFolder = doing === 'write' && code === 'file-not-found'
  return new AppError(missingFolder ? 'folder-not-writable' : code, { name: nameOf(path), errno: name }, error)
}

/** Runs a piece of file work and rejects with fileError when it fails. */
export const withFileErrors = async <T>(path: string, doing: 'read' | 'write', work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw fileError(error, path, doing)
  }
}

/** withFileErrors for work that does not wait. */
export const withFileErrorsSync = <T>(path: string, doing: 'read' | 'write', work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw fileError(error, path, doing)
  }
}
