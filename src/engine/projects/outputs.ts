/**
 * Bid files and the project that names them. What is about to be renamed is written down first, so
 * that after a crash the files themselves say whether it was: the project names one build or the
 * other, and what it names is what was made or is said not to be.
 */
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { BidFileKind } from '#core/bidfile/header'
import { asAppError, type ErrorCode } from '#core/errors'
import type { OutputState } from '#ipc/views'
import { inspectHeader } from '../bidfile/inspect.ts'
import { withFileErrors } from '../files/errors.ts'
import type { Command } from './commands.ts'
import type { OutputFile, Outputs, Project } from './project.ts'
import type { Session } from './session.ts'
import { contentOf } from './state.ts'

/** Bid files as they were written. */
export type NewOutputs = Omit<Outputs, 'content' | 'rehearsedAt' | 'openedAt'>

const OTHER_FILE: ReadonlySet<ErrorCode> = new Set(['not-a-bid-file', 'bid-file-unsupported', 'bid-file-damaged'])

/**
 * Whether a bid file is where it was put: by length and header, which names the build. Its body is
 * not read: whoever opens or verifies it does.
 */
export const outputState = async (
  kind: BidFileKind,
  { path, size }: OutputFile,
  buildId: string,
): Promise<OutputState> => {
  try {
    const found = await withFileErrors(path, 'read', () => stat(path))
    if (!found.isFile() || found.size !== size) return 'changed'
    const { kind: foundKind, header } = await inspectHeader(path)
    return foundKind === kind && header.build === buildId ? 'present' : 'changed'
  } catch (error) {
    const { code } = asAppError(error)
    if (code === 'file-not-found') return 'missing'
    return OTHER_FILE.has(code) ? 'changed' : 'unreadable'
  }
}

const announce = (coming: Outputs): Command => ({
  label: 'announce bid files',
  change: (project) => ({ ...project, coming }),
})

const adopt = (outputs: Outputs): Command => ({
  label: 'name bid files',
  change: (project) => ({ ...project, outputs, coming: null }),
})

const forget: Command = {
  label: 'forget bid files',
  change: (project) => ({ ...project, coming: null }),
}

const isFolder = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isDirectory() === true

/**
 * Finds out what became of bid files that were about to get their names. The encrypted one gets its
 * name last: with it everything is in its place. While nobody can look, nothing is decided.
 */
export const settleOutputs = async (session: Session): Promise<void> => {
  const { coming } = session.project()
  if (coming === null) return
  const state = await outputState('ebid', coming.ebid, coming.buildId)
  const isUndecided = state === 'unreadable' || (state === 'missing' && !(await isFolder(dirname(coming.ebid.path))))
  if (!isUndecided) await session.change(state === 'present' ? adopt(coming) : forget, { undoable: false })
}

/**
 * Gives bid files their names and names them in the project. Rejects with what `rename` rejects
 * with, or a file error; then the project names what is there.
 * @param madeFrom the project as it was when the files were begun
 * @param rename gives the names, the encrypted file's last
 */
export const publishOutputs = async (
  session: Session,
  outputs: NewOutputs,
  madeFrom: Project,
  rename: () => Promise<void>,
): Promise<Project> => {
  const coming = { ...outputs, content: contentOf(madeFrom), rehearsedAt: null, openedAt: null }
  await session.change(announce(coming), { undoable: false })
  try {
    return await session.change(adopt(coming), { undoable: false, prepare: rename })
  } catch (error) {
    // What cannot be settled now is settled when the project is opened next.
    await settleOutputs(session).catch(() => undefined)
    throw error
  }
}
