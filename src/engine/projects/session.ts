/** One project that this process may write: its lock, its state, its history, its saves one by one. */
import { mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#core/errors'
import { withFileErrors } from '../files/errors.ts'
import { temporaryFolder } from '../files/temporary.ts'
import type { Command } from './commands.ts'
import { sweep } from './documents.ts'
import { requireLimits } from './format.ts'
import { NO_HISTORY, passOver, redo, remember, undo, type History } from './history.ts'
import { acquireLock, type Lock } from './lock.ts'
import type { Project } from './project.ts'
import { settleOutputs } from './outputs.ts'
import { takeUpRound } from './rounds.ts'
import { readFrom, readStored, restore, save, saveBackup, type ProjectFolder } from './store.ts'

export interface Session {
  readonly folder: ProjectFolder
  /** As it was saved last. */
  project(): Project
  canUndo(): boolean
  canRedo(): boolean
  /** False once another process has taken the lock. */
  isWritable(): boolean
  /**
   * Does a change and saves it before it resolves. Rejects with what the command throws,
   * `project-locked` when the lock was lost, `no-space-left` or `folder-not-writable`; then nothing has changed.
   * @param prepare work on files that must be done first, in the same turn
   */
  change(
    command: Command,
    options?: { undoable?: boolean; prepare?: (project: Project) => Promise<void> },
  ): Promise<Project>
  /** Does nothing where there is nothing to undo. */
  undo(): Promise<Project>
  redo(): Promise<Project>
  /** Removes the project with all its files. */
  remove(): Promise<void>
  /** Removes files that are no longer needed and gives the lock back. */
  close(): Promise<void>
}

export interface SessionOptions {
  readonly now: () => Date
  /** After every save. */
  readonly onSaved: (session: Session) => Promise<void>
}

/** Opens what is in a folder, with the lock held. */
const load = async (folder: ProjectFolder): Promise<Project> => {
  const { project, from } = await readStored(folder)
  if (from === 'backup') await restore(folder, project)
  for (const path of [folder.documents, folder.pending])
    await withFileErrors(path, 'write', () => mkdir(path, { recursive: true, mode: 0o700 }))
  return project
}

const start = (folder: ProjectFolder, lock: Lock, loaded: Project, { now, onSaved }: SessionOptions): Session => {
  let project = loaded
  let history: History = NO_HISTORY
  let isOurs = true
  let isGone = false
  let turn: Promise<unknown> = Promise.resolve()

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work)
    turn = mine.catch(() => undefined)
    return mine
  }
  const requireOurs = async (): Promise<void> => {
    if (isGone) throw new AppError('project-not-found', { project: folder.id })
    if (await lock.isHeld()) return
    isOurs = false
    throw new AppError('project-locked', { holder: '' })
  }
  const keep = async (next: Project, nextHistory: History): Promise<Project> => {
    const dated = { ...next, changedAt: now().toISOString() }
    requireLimits(dated)
    await requireOurs()
    await save(folder, dated)
    project = dated
    history = nextHistory
    await onSaved(session)
    return project
  }
  const step = (move: typeof undo): Promise<Project> =>
    inTurn(async () => {
      const moved = move(history, project)
      return moved === null ? project : keep(moved.project, moved.history)
    })

  const session: Session = {
    folder,
    project: () => project,
    canUndo: () => history.past.length > 0,
    canRedo: () => history.future.length > 0,
    isWritable: () => isOurs,
    change: ({ change }, { undoable = true, prepare } = {}) =>
      inTurn(async () => {
        const next = change(project)
        if (next === project) return project
        if (prepare !== undefined) {
          await requireOurs()
          await prepare(project)
        }
        return keep(next, undoable ? remember(history, project) : passOver(history, project, next))
      }),
    undo: () => step(undo),
    redo: () => step(redo),
    remove: () =>
      inTurn(async () => {
        await requireOurs()
        const bin = await temporaryFolder(folder.path)
        await withFileErrors(folder.path, 'write', () => rename(folder.path, join(bin.path, folder.id)))
        isGone = true
        await lock.release()
        await bin.discard()
      }),
    close: () =>
      inTurn(async () => {
        try {
          if (isOurs && !isGone && (await lock.isHeld()))
            await sweep(folder, [project], () => saveBackup(folder, project))
        } catch {
          // Files that are not needed take room and nothing else; the next one who opens the project tries again.
        } finally {
          await lock.release()
        }
      }),
  }
  return session
}

/**
 * Opens a project for writing. Rejects with `project-not-found`, `project-locked` (who holds it),
 * `project-damaged` or a file error.
 * @param isFirst whether this process opens it for the first time: then a seal round of a process
 * that has died is taken up
 */
export const openSession = async (
  folder: ProjectFolder,
  options: SessionOptions,
  isFirst: boolean,
): Promise<Session> => {
  const found = await stat(folder.path).catch(() => null)
  if (found?.isDirectory() !== true) throw new AppError('project-not-found', { project: folder.id })
  const lock = await acquireLock(folder.lock)
  try {
    const session = start(folder, lock, await load(folder), options)
    // A round that cannot be finished now stays; the next opening or seal round tries again.
    if (isFirst) await takeUpRound(session).catch(() => false)
    // Whoever gives bid files their names has the project open meanwhile: those that wait here are of one that has died.
    await settleOutputs(session).catch(() => undefined)
    const backup = await readFrom(folder.backup, folder.id).catch(() => null)
    await sweep(folder, backup === null ? [session.project()] : [session.project(), backup])
    return session
  } catch (error) {
    await lock.release()
    throw error
  }
}
