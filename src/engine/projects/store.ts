/** The folder of a project: where things lie in it, and project.json with the save before it. */
import { readFile, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#core/errors'
import { writeAtomic } from '../files/atomic.ts'
import { withFileErrors } from '../files/errors.ts'
import { temporaryFile } from '../files/temporary.ts'
import { isFromLaterVersion, MAX_FILE, parseProject, projectText } from './format.ts'
import type { Project } from './project.ts'

export interface ProjectFolder {
  readonly id: string
  readonly path: string
  /** project.json, and what it was before the last save. */
  readonly file: string
  readonly backup: string
  readonly documents: string
  readonly pending: string
  readonly lock: string
}

const ID = /^[a-z0-9]{16}$/

/** @param projects the folder of all projects */
export const folderOf = (projects: string, id: string): ProjectFolder => {
  const path = join(projects, id)
  return {
    id,
    path,
    file: join(path, 'project.json'),
    backup: join(path, 'project.json.bak'),
    documents: join(path, 'documents'),
    pending: join(path, 'pending'),
    lock: join(path, 'lock'),
  }
}

/** Every folder that may be a project's. */
export const listFolders = async (projects: string): Promise<readonly ProjectFolder[]> => {
  const entries = await withFileErrors(projects, 'read', () => readdir(projects, { withFileTypes: true }))
  return entries.filter((one) => one.isDirectory() && ID.test(one.name)).map(({ name }) => folderOf(projects, name))
}

/** The project in one of its files, or null where there is no such file. Rejects with `project-damaged`. */
export const readFrom = async (path: string, id: string): Promise<Project | null> => {
  try {
    const { size } = await withFileErrors(path, 'read', () => stat(path))
    if (size > MAX_FILE) throw new AppError('project-damaged', { reason: 'too large', at: '' })
    return parseProject(await withFileErrors(path, 'read', () => readFile(path)), id)
  } catch (error) {
    if (error instanceof AppError && error.code === 'file-not-found') return null
    throw error
  }
}

export interface StoredProject {
  readonly project: Project
  readonly from: 'file' | 'backup'
}

/**
 * Reads a project: project.json, or the save before it where that is missing or damaged. Rejects
 * with `project-not-found`, `project-damaged` or `file-unreadable`.
 */
export const readStored = async ({ id, file, backup }: ProjectFolder): Promise<StoredProject> => {
  let failure: unknown = new AppError('project-not-found', { project: id })
  try {
    const project = await readFrom(file, id)
    if (project !== null) return { project, from: 'file' }
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'project-damaged') || isFromLaterVersion(error)) throw error
    failure = error
  }
  const project = await readFrom(backup, id).catch(() => null)
  if (project === null) throw failure
  return { project, from: 'backup' }
}

/** False where there is nothing to rename. */
const renameIfThere = async (from: string, to: string): Promise<boolean> => {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

/**
 * Saves a project and keeps what project.json was before. At every moment, killed or not, one of
 * the two files is whole. Rejects with `no-space-left` or `folder-not-writable`; then the project
 * that can be read is the old one.
 */
export const save = async ({ file, backup }: ProjectFolder, project: Project): Promise<void> => {
  const next = await temporaryFile(file)
  try {
    const moved = await withFileErrors(file, 'write', async () => {
      await next.handle.writeFile(projectText(project))
      await next.handle.sync()
      return renameIfThere(file, backup)
    })
    await next.commit().catch(async (error: unknown) => {
      if (moved) await rename(backup, file)
      throw error
    })
  } finally {
    await next.discard()
  }
}

/** After the backup was read instead of project.json: keeps the damaged file beside and puts the good one back. */
export const restore = async ({ file }: ProjectFolder, project: Project): Promise<void> => {
  await withFileErrors(file, 'write', () => renameIfThere(file, `${file}.damaged`))
  await writeAtomic(file, projectText(project))
}

/** Makes the backup as new as project.json, so that it names no document that is about to go. */
export const saveBackup = ({ backup }: ProjectFolder, project: Project): Promise<void> =>
  writeAtomic(backup, projectText(project))
