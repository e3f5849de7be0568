/** All projects of one data folder: what windows ask for, and what jobs do to them. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#core/errors'
import type { ProjectSummary, ProjectView } from '#ipc/views'
import type { PackEntry } from '../bidfile/pack.ts'
import { withFileErrors } from '../files/errors.ts'
import { clearStale } from '../files/temporary.ts'
import type { Handlers } from '../handlers.ts'
import type { PagePictures } from '../pdf/pictures.ts'
import { pathOfDocument } from './documents.ts'
import { entriesOf } from './entries.ts'
import { withSealsOf } from './former-seals.ts'
import { openList } from './list.ts'
import { publishOutputs, type NewOutputs } from './outputs.ts'
import { findDocument, type Bidder, type Outputs, type Project } from './project.ts'
import { pathOfPending, type AnsweredRound } from './round-file.ts'
import { finishRound, keepRound, takeUpRound, type PreparedFiles } from './rounds.ts'
import type { Session } from './session.ts'
import { openSessions } from './sessions.ts'
import { folderOf } from './store.ts'
import { bidderView, leafView, summaryOf, viewOf } from './views.ts'
import { windowHandlers, type WindowMethod } from './window-handlers.ts'

export interface ProjectsOptions {
  /** The data folder; projects lie in `projects` below it. */
  readonly folder: string
  readonly now: () => Date
  readonly pictures: PagePictures
  /** After every save of a project, before the change that made it is answered. */
  readonly onChange: (project: ProjectView) => void
  /** When a summary has changed, a project was made or removed. */
  readonly onList: (projects: readonly ProjectSummary[]) => void
}

/**
 * Everything that takes an id rejects with `project-not-found`, `project-locked` (somebody else
 * writes it; `holder` says who) or `project-damaged`; every change is saved before it resolves.
 */
export interface Projects {
  readonly handlers: Handlers<WindowMethod>
  read(id: string): Promise<Project>
  /** With `undoable` the change is one step of undo; without, it must leave tender, parts and placements alone or ends their history. */
  update(id: string, change: (project: Project) => Project, options?: { undoable?: boolean }): Promise<Project>
  /**
   * Pins the bidder, or renews certificates and seals of the one that is pinned; placements of seals
   * that are gone are dropped unless they are signed. Rejects with `wrong-company`,
   * `certificate-malformed` or `seal-record-invalid`.
   */
  setBidder(id: string, bidder: Bidder): Promise<Project>
  /** Where a document's bytes are now. The project must have been read before. Throws `project-not-found` or `file-not-found`. */
  documentPath(id: string, document: string): string
  /** Where a document's prepared seal goes; in the same file system as the documents. */
  pendingPath(id: string, document: string): string
  /** What goes into the bid file. */
  bidEntries(project: Project): readonly PackEntry[]
  /** Keeps a round that the phone has answered, so that a crash before `finishRound` loses nothing of it. */
  keepRound(id: string, round: AnsweredRound): Promise<void>
  /**
   * Keeps a round that the phone has answered, and puts it into the project: all documents or none.
   * Killed in between, it goes on at the next opening. Rejects with `document-changed` when a
   * document or its seals were changed meanwhile, `signature-invalid`, or a file error; after a file
   * error the round can still be taken up.
   */
  finishRound(id: string, round: AnsweredRound, files: PreparedFiles): Promise<void>
  /** Finishes a round that was answered and not finished, and removes what else is pending. Whether there was one. */
  takeUpRound(id: string): Promise<boolean>
  /**
   * Gives bid files their names by `rename`, and names them in the project. Killed in between, the
   * next opening finds out. Rejects with what `rename` rejects with.
   * @param madeFrom the project as it was when the files were begun
   */
  publishOutputs(id: string, outputs: NewOutputs, madeFrom: Project, rename: () => Promise<void>): Promise<Project>
  /** @param at ISO 8601 */
  markRehearsed(id: string, at: string): Promise<Project>
  markOpened(id: string): Promise<Project>
  view(id: string): Promise<ProjectView>
  /** Waits for what is going on and gives all locks back. */
  close(): Promise<void>
}

/** The same project with another bidder. Throws as `setBidder`. */
const withBidder = (project: Project, bidder: Bidder): Project => {
  const pinned = project.bidder
  if (pinned !== null && pinned.creditCode !== bidder.creditCode)
    throw new AppError('wrong-company', { needed: pinned.company, scanned: bidder.company })
  bidderView(bidder)
  return withSealsOf(project, bidder)
}

const essence = (summary: ProjectSummary): string => JSON.stringify({ ...summary, changedAt: '' })

/** Opens the projects of a data folder. Rejects with `folder-not-writable`. */
export const openProjects = async ({
  folder: dataFolder,
  now,
  pictures,
  onChange,
  onList,
}: ProjectsOptions): Promise<Projects> => {
  const folder = join(dataFolder, 'projects')
  await withFileErrors(folder, 'write', () => mkdir(folder, { recursive: true, mode: 0o700 }))
  await clearStale(folder)
  const list = openList(folder)
  /** Projects as they were last read or saved here. */
  const known = new Map<string, Project>()
  const told = new Map<string, string>()

  const tellList = async (): Promise<void> => onList(await list.read())
  const onSaved = async (session: Session): Promise<void> => {
    const project = session.project()
    known.set(project.id, project)
    const view = await viewOf(session)
    onChange(view)
    const summary = essence(summaryOf(project, session.folder.path))
    if (told.get(project.id) === summary) return
    told.set(project.id, summary)
    await tellList()
  }
  const sessions = openSessions(folder, { now, onSaved })
  const update: Projects['update'] = (id, change, { undoable = false } = {}) =>
    sessions.use(id, (session) => session.change({ label: 'update', change }, { undoable }))
  const updateOutputs = (id: string, change: (outputs: Outputs) => Outputs): Promise<Project> =>
    update(id, (project) => (project.outputs === null ? project : { ...project, outputs: change(project.outputs) }))

  return {
    handlers: windowHandlers({ folder, now, sessions, list, pictures, tellList }),
    read: (id) =>
      sessions.use(id, (session) => {
        known.set(id, session.project())
        return session.project()
      }),
    update,
    setBidder: (id, bidder) => update(id, (project) => withBidder(project, bidder)),
    documentPath: (id, document) => {
      const project = known.get(id)
      if (project === undefined) throw new AppError('project-not-found', { project: id })
      const found = findDocument(project, document)
      if (found === null) throw new AppError('file-not-found', { document })
      return pathOfDocument(folderOf(folder, id), found)
    },
    pendingPath: (id, document) => pathOfPending(folderOf(folder, id), document),
    bidEntries: (project) => entriesOf(project, (document) => pathOfDocument(folderOf(folder, project.id), document)),
    keepRound: (id, round) => sessions.use(id, (session) => keepRound(session, round)),
    finishRound: (id, round, files) => sessions.use(id, (session) => finishRound(session, round, files)),
    takeUpRound: (id) => sessions.use(id, takeUpRound),
    publishOutputs: (id, outputs, madeFrom, rename) =>
      sessions.use(id, (session) => {
        leafView([outputs.certificate], 'encrypt')
        return publishOutputs(session, outputs, madeFrom, rename)
      }),
    markRehearsed: (id, rehearsedAt) => updateOutputs(id, (outputs) => ({ ...outputs, rehearsedAt })),
    markOpened: (id) => updateOutputs(id, (outputs) => ({ ...outputs, openedAt: now().toISOString() })),
    view: (id) => sessions.use(id, viewOf),
    close: () => sessions.close(),
  }
}
