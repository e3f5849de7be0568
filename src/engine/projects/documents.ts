/** Documents on disk: `documents/<sha256>.pdf`, so that equal files are one and a name never lies. */
import { constants } from 'node:fs'
import { chmod, copyFile, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Sha256 } from '#core/bytes/digest'
import { AppError } from '#core/errors'
import { fileError, withFileErrors } from '../files/errors.ts'
import { clearStale, syncFolder, temporaryFile } from '../files/temporary.ts'
import { fileSha256 } from '../pdf/file.ts'
import { inspectPdf } from '../pdf/inspect.ts'
import { undoRound } from '../pdf/seal-pdf.ts'
import {
  currentVersion,
  documentsOf,
  newId,
  type DocumentVersion,
  type Project,
  type ProjectDocument,
} from './project.ts'
import { readRound } from './round-file.ts'
import type { ProjectFolder } from './store.ts'
import { cleanText } from './text.ts'

const NAME = /^([0-9a-f]{64})\.pdf$/
const MAX_NAME = 255

export const pathOfVersion = ({ documents }: ProjectFolder, sha256: Sha256): string => join(documents, `${sha256}.pdf`)

/** Where the bytes of a document are now. */
export const pathOfDocument = (folder: ProjectFolder, document: ProjectDocument): string =>
  pathOfVersion(folder, currentVersion(document).sha256)

const isThere = async (path: string, size: number): Promise<boolean> => {
  const found = await stat(path).catch(() => null)
  return found?.isFile() === true && found.size === size
}

/** Whether the bytes of a version are on the disk; files get their names when they are whole. */
export const hasVersion = (folder: ProjectFolder, { sha256, size }: DocumentVersion): Promise<boolean> =>
  isThere(pathOfVersion(folder, sha256), size)

/** Files only: a pipe would keep us waiting, a folder has no bytes. */
const requireReadable = (path: string): Promise<void> =>
  withFileErrors(path, 'read', async () => {
    if (!(await stat(path)).isFile()) throw new AppError('file-unreadable', { name: basename(path) })
    await (await open(path, 'r')).close()
  })

/**
 * Copies a PDF into a project: shared blocks where the file system has them, and what is kept is
 * what was hashed, whatever happens to the original meanwhile. Memory does not grow with the file.
 * Rejects with what `inspectPdf` rejects with, or a file error; then nothing is left behind.
 */
export const importPdf = async (folder: ProjectFolder, path: string, now: Date): Promise<ProjectDocument> => {
  await requireReadable(path)
  const temporary = await temporaryFile(join(folder.documents, 'import'))
  try {
    await copyFile(path, temporary.path, constants.COPYFILE_FICLONE).catch((error: unknown) => {
      throw fileError(error, path, 'write')
    })
    await chmod(temporary.path, 0o600)
    const { pages, size, sha256 } = await inspectPdf(temporary.path)
    const target = pathOfVersion(folder, sha256)
    if (!(await isThere(target, size)))
      await withFileErrors(target, 'write', async () => {
        await temporary.handle.sync()
        await temporary.release()
        await rename(temporary.path, target)
        await syncFolder(folder.documents)
      })
    const name = cleanText(basename(path)).slice(0, MAX_NAME) || 'document.pdf'
    return { id: newId(), name, importedAt: now.toISOString(), pages, versions: [{ sha256, size }] }
  } finally {
    await temporary.discard()
  }
}

/** Sees to it that an earlier version is on disk: kept, or cut from the current one and hashed. Rejects with `document-changed`. */
export const bringBack = async (
  folder: ProjectFolder,
  document: ProjectDocument,
  { sha256, size }: DocumentVersion,
): Promise<void> => {
  if (await hasVersion(folder, { sha256, size })) return
  const target = pathOfVersion(folder, sha256)
  await undoRound(pathOfDocument(folder, document), size, target)
  if ((await fileSha256(target)) === sha256) return
  await rm(target, { force: true })
  throw new AppError('document-changed', { name: document.name })
}

/** Files of documents that are in none of the projects, nor come of a round that waits to be finished. */
const unused = async (folder: ProjectFolder, projects: readonly Project[]): Promise<readonly string[]> => {
  const round = await readRound(folder).catch(() => undefined)
  if (round === undefined) return []
  const kept = new Set<string>([
    ...projects.flatMap((project) => documentsOf(project).map((document) => currentVersion(document).sha256)),
    ...(round?.documents.map(({ sealed }) => sealed.sha256) ?? []),
  ])
  const names = await readdir(folder.documents).catch(() => [])
  return names.filter((name) => !kept.has(NAME.exec(name)?.[1] ?? name) && NAME.test(name))
}

/**
 * Removes files that none of the projects needs, and what killed runs left. `before` is asked to
 * let go of them first. What cannot be removed now is tried again the next time.
 */
export const sweep = async (
  folder: ProjectFolder,
  projects: readonly Project[],
  before: () => Promise<void> = async () => undefined,
): Promise<void> => {
  for (const path of [folder.path, folder.documents, folder.pending]) await clearStale(path)
  const names = await unused(folder, projects)
  if (names.length === 0) return
  await before()
  for (const name of names) await rm(join(folder.documents, name), { force: true }).catch(() => undefined)
}
