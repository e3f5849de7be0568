/** Acts on parts and documents. */
import i18next from 'i18next'
import type { ErrorCode } from '#core/errors'
import type { OutputOf } from '#ipc/contract'
import type { PartRole } from '#ipc/views'
import { attempt, changeEditor, type App } from './app.ts'
import { adopt, change, toastUndo } from './projects.ts'

const open = (app: App) => app.store.getState().project

type Refused = OutputOf<'parts.add'>['refused']

const causesOf = (refused: Refused): readonly ErrorCode[] => [...new Set(refused.map(({ error }) => error.code))]

/** A line for each file; each with its reason where they are not all refused for the same. */
const namesOf = (refused: Refused): string => {
  const mixed = causesOf(refused).length > 1
  return refused
    .map(({ path, error }) => {
      const name = path.split(/[\\/]/).at(-1) ?? path
      return mixed ? i18next.t('failure.refused-for', { name, reason: i18next.t(`error.${error.code}.title`) }) : name
    })
    .join('\n')
}

/** Copies PDFs into a part (the selected one by default); every file that is refused is named. */
export const addDocuments = async (app: App, paths: readonly string[], into?: string): Promise<void> => {
  const project = open(app)
  const part = into ?? app.store.getState().editor.part ?? project?.parts[0]?.id
  if (!project || !part || paths.length === 0) return
  const added = await attempt(
    app,
    () => app.client.call('parts.add', { project: project.id, part, paths: [...paths] }),
    {
      changes: true,
    },
  )
  if (!added) return
  adopt(app, added.project)
  const [first] = added.refused
  if (first) {
    const subject = namesOf(added.refused)
    app.store.setState({
      failure: {
        error: first.error,
        mismatch: null,
        job: null,
        at: app.now(),
        subject,
        causes: causesOf(added.refused),
        folder: null,
        retry: null,
      },
    })
  }
  const taken = paths.length - added.refused.length
  if (taken > 0) toastUndo(app, i18next.t('toast.added', { count: taken }))
}

export const pickDocuments = async (app: App, into?: string): Promise<void> => {
  const files = await app.shell.pickFiles({ kind: 'pdf', multiple: true })
  await addDocuments(
    app,
    files.map(({ path }) => path),
    into,
  )
}

export const createPart = async (app: App, title: string, role: PartRole): Promise<void> => {
  const project = open(app)
  if (!project) return
  const changed = await change(app, () => app.client.call('parts.create', { project: project.id, title, role }))
  const part = changed?.parts.at(-1)
  if (part) changeEditor(app, { part: part.id })
}

export const renamePart = async (app: App, part: string, title: string): Promise<void> => {
  const project = open(app)
  if (project) await change(app, () => app.client.call('parts.rename', { project: project.id, part, title }))
}

export const removePart = async (app: App, part: string): Promise<void> => {
  const project = open(app)
  const title = project?.parts.find(({ id }) => id === part)?.title
  if (!project || title === undefined) return
  const changed = await change(app, () => app.client.call('parts.remove', { project: project.id, part }))
  if (changed) toastUndo(app, i18next.t('toast.removed', { name: title }))
}

export const removeDocument = async (app: App, document: string): Promise<void> => {
  const project = open(app)
  const name = project?.parts.flatMap(({ documents }) => documents).find(({ id }) => id === document)?.name
  if (!project || name === undefined) return
  const changed = await change(app, () => app.client.call('documents.remove', { project: project.id, document }))
  if (changed) toastUndo(app, i18next.t('toast.removed', { name }))
}

/** Moves a document before the one at `index` of a part. */
export const moveDocument = async (app: App, document: string, part: string, index: number): Promise<void> => {
  const project = open(app)
  if (project)
    await change(app, () => app.client.call('documents.move', { project: project.id, document, part, index }))
}
