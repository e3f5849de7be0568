/** What windows ask of projects, parts, documents and seals. */
import { join } from 'node:path'
import { AppError, errorShape, type ErrorShape } from '#core/errors'
import type { MethodName } from '#ipc/contract'
import type { ProjectView, SealView } from '#ipc/views'
import { temporaryFolder } from '../files/temporary.ts'
import type { Handlers } from '../handlers.ts'
import type { PagePictures, PictureOptions } from '../pdf/pictures.ts'
import {
  addDocuments,
  changeTender,
  cleanTender,
  createPart,
  moveDocument,
  removeDocument,
  removePart,
  renamePart,
  type Command,
} from './commands.ts'
import { bringBack, importPdf, pathOfDocument } from './documents.ts'
import type { ProjectList } from './list.ts'
import { withoutFormerSeals } from './former-seals.ts'
import { cutRound, movePlacement, placeSeal, removePlacement } from './placing.ts'
import { findDocument, newId, newProject, type Project, type ProjectDocument } from './project.ts'
import { forgetRound } from './round-file.ts'
import type { Session } from './session.ts'
import type { Sessions } from './sessions.ts'
import { folderOf, save } from './store.ts'
import { bidderView, viewOf } from './views.ts'

export type WindowMethod = Extract<
  MethodName,
  `projects.${string}` | `parts.${string}` | `documents.${string}` | `seals.${string}`
>

export interface WindowContext {
  /** The folder of all projects. */
  readonly folder: string
  readonly now: () => Date
  readonly sessions: Sessions
  readonly list: ProjectList
  readonly pictures: PagePictures
  /** Tells windows that projects came or went. */
  readonly tellList: () => Promise<void>
}

/** Pages of scans as PNG are five times as large and take twice as long. Wide ones are for reading: sharp letters. */
const READING = 400
const pictureOf = (width: number): PictureOptions => ({ type: 'image/jpeg', quality: width > READING ? 90 : 80 })

const sealsOf = ({ bidder }: Project): readonly SealView[] => {
  if (bidder === null) throw new AppError('project-no-bidder')
  return bidderView(bidder).seals
}

type Refused = { readonly path: string; readonly error: ErrorShape }

const importAll = async (
  { folder, project }: Session,
  part: string,
  paths: readonly string[],
  now: () => Date,
): Promise<{ documents: readonly ProjectDocument[]; refused: readonly Refused[] }> => {
  addDocuments(part, []).change(project())
  const documents: ProjectDocument[] = []
  const refused: Refused[] = []
  for (const path of paths)
    try {
      documents.push(await importPdf(folder, path, now()))
    } catch (error) {
      refused.push({ path, error: errorShape(error) })
    }
  return { documents, refused }
}

/**
 * Cuts the last round off a document. The version before it is on disk before the project says so,
 * and a record of the round has gone: with it the round would come back.
 */
const undoRound = (
  id: string,
  { folder }: Session,
): { command: Command; prepare: (project: Project) => Promise<void> } => ({
  command: { label: 'undo seal round', change: (project) => withoutFormerSeals(cutRound(project, id)) },
  prepare: async (project) => {
    await forgetRound(folder)
    const document = findDocument(project, id)
    const version = document?.versions.at(-2)
    if (document !== null && version !== undefined) await bringBack(folder, document, version)
  },
})

export const windowHandlers = (context: WindowContext): Handlers<WindowMethod> => {
  const { folder, now, sessions, list, pictures, tellList } = context

  const change = (id: string, commandFor: (project: Project) => Command): Promise<ProjectView> =>
    sessions.use(id, async (session) => {
      await session.change(commandFor(session.project()))
      return viewOf(session)
    })

  return {
    'projects.list': () => list.read(),
    'projects.create': async (fields) => {
      const project = newProject(newId(), cleanTender(fields), now())
      const made = await temporaryFolder(join(folder, project.id))
      try {
        await save({ ...folderOf(folder, project.id), file: join(made.path, 'project.json') }, project)
        await made.commit()
      } finally {
        await made.discard()
      }
      const view = await sessions.use(project.id, viewOf)
      await tellList()
      return view
    },
    'projects.open': ({ project }) =>
      sessions.use(project, (session) => {
        sessions.hold(project)
        return viewOf(session)
      }),
    'projects.close': async ({ project }) => {
      await sessions.letGo(project)
      return null
    },
    'projects.change': ({ project, change: fields }) => change(project, () => changeTender(fields)),
    'projects.remove': async ({ project }) => {
      await sessions.use(project, async (session) => {
        await pictures.forget()
        await session.remove()
      })
      await sessions.letGo(project)
      await tellList()
      return null
    },
    'projects.undo': ({ project }) =>
      sessions.use(project, async (session) => {
        await session.undo()
        return viewOf(session)
      }),
    'projects.redo': ({ project }) =>
      sessions.use(project, async (session) => {
        await session.redo()
        return viewOf(session)
      }),

    'parts.add': ({ project, part, paths }) =>
      sessions.use(project, async (session) => {
        const { documents, refused } = await importAll(session, part, paths, now)
        await session.change(addDocuments(part, documents))
        return { project: await viewOf(session), refused }
      }),
    'parts.create': ({ project, title, role }) => change(project, () => createPart(newId(), title, role)),
    'parts.rename': ({ project, part, title }) => change(project, () => renamePart(part, title)),
    'parts.remove': ({ project, part }) => change(project, () => removePart(part)),
    'documents.remove': ({ project, document }) => change(project, () => removeDocument(document)),
    'documents.move': ({ project, document, part, index }) =>
      change(project, () => moveDocument(document, part, index)),
    'documents.page': ({ project, document, page, width }) =>
      sessions.use(project, (session) => {
        const found = findDocument(session.project(), document)
        if (found === null || page > found.pages.length)
          throw new AppError('page-not-found', { document, page, pages: found?.pages.length ?? 0 })
        return pictures.render(pathOfDocument(session.folder, found), page, width, pictureOf(width))
      }),

    'seals.place': ({ project, seal, position }) =>
      change(project, (state) => placeSeal(newId(), seal, position, sealsOf(state))),
    'seals.move': ({ project, placement, position }) =>
      change(project, (state) => movePlacement(placement, position, sealsOf(state))),
    'seals.remove': ({ project, placement }) => change(project, () => removePlacement(placement)),
    'seals.undoRound': ({ project, document }) =>
      sessions.use(project, async (session) => {
        const { command, prepare } = undoRound(document, session)
        await session.change(command, { undoable: false, prepare })
        return viewOf(session)
      }),
  }
}
