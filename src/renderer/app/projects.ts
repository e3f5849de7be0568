/** Acts on projects: list, open, make, change, undo. */
import type { InputOf } from '#ipc/contract'
import type { ProjectView, SealView, Step } from '#ipc/views'
import { firstPage, hasPage } from '../editor/pages.ts'
import { attempt, changeEditor, toast, type App } from './app.ts'
import { startJob } from './jobs.ts'
import { emptyEditor, type Screen } from './state.ts'

/** Keeps the pictures of seals that have not changed, so that nothing is decoded twice. */
const keepSeals = (before: ProjectView | null, after: ProjectView): ProjectView => {
  if (!before?.bidderDetails || !after.bidderDetails || before.id !== after.id) return after
  const known = new Map([...before.bidderDetails.seals, ...before.formerSeals].map((seal) => [seal.id, seal]))
  const kept = (seals: readonly SealView[]) => seals.map((seal) => known.get(seal.id) ?? seal)
  return {
    ...after,
    bidderDetails: { ...after.bidderDetails, seals: kept(after.bidderDetails.seals) },
    formerSeals: kept(after.formerSeals),
  }
}

/** Takes over the engine's latest word about the open project. */
export const adopt = (app: App, project: ProjectView): void =>
  app.store.setState((state) => {
    if (state.project?.id !== project.id) return state
    const { editor } = state
    const documents = project.parts.flatMap((part) => part.documents)
    const placed = project.placements.some(({ id }) => id === editor.placement)
    return {
      project: keepSeals(state.project, project),
      editor: {
        ...editor,
        page: editor.page && hasPage(project, editor.page) ? editor.page : firstPage(project),
        document: documents.some(({ id }) => id === editor.document) ? editor.document : null,
        part: project.parts.some(({ id }) => id === editor.part) ? editor.part : (project.parts[0]?.id ?? null),
        ...(placed ? {} : { placement: null, origin: null }),
      },
    }
  })

/** Calls a method that answers with the project, and adopts the answer. */
export const change = async (app: App, act: () => Promise<ProjectView>): Promise<ProjectView | null> => {
  const project = await attempt(app, act, { changes: true })
  if (project) adopt(app, project)
  return project
}

export const go = (app: App, screen: Screen): void => app.store.setState({ screen })

export const refreshProjects = async (app: App): Promise<void> => {
  const projects = await attempt(app, () => app.client.call('projects.list', {}))
  if (projects) app.store.setState({ projects })
}

const show = (app: App, project: ProjectView, step: Step) => {
  app.pictures.clear()
  app.store.setState(({ toasts }) => ({
    screen: 'editor',
    project,
    editor: { ...emptyEditor, step, page: firstPage(project), part: project.parts[0]?.id ?? null },
    toasts: toasts.filter(({ undo: ofAnother }) => ofAnother === null),
  }))
}

/** Opens a project at a step, by default the one to be done next. */
export const openProject = async (app: App, id: string, step?: Step): Promise<void> => {
  const project = await attempt(app, () => app.client.call('projects.open', { project: id }), {
    retry: () => void openProject(app, id, step),
  })
  if (project) show(app, project, step ?? project.step)
}

/** Asks how the open project is now: bid files lie where anybody may move them. */
export const refreshProject = async (app: App): Promise<void> => {
  const { project } = app.store.getState()
  if (!project) return
  // Whoever does something with the project next is told what is wrong with it.
  const now = await app.client.call('projects.open', { project: project.id }).catch(() => null)
  if (now) adopt(app, now)
}

export const closeProject = async (app: App): Promise<void> => {
  const { project } = app.store.getState()
  app.store.setState({ screen: 'home', project: null, editor: emptyEditor, selected: project?.id ?? null })
  app.pictures.clear()
  if (!project) return
  await attempt(app, () => app.client.call('projects.close', { project: project.id }))
  await refreshProjects(app)
}

export type TenderFields = InputOf<'projects.create'>

/** Makes a project, opens it and, if asked to, reads the bidder's certificate at once. */
export const createProject = async (app: App, fields: TenderFields, readCertificate: boolean): Promise<boolean> => {
  const made = await attempt(app, () => app.client.call('projects.create', fields), { changes: true })
  if (!made) return false
  app.store.setState({ dialog: null })
  await openProject(app, made.id, 1)
  if (readCertificate && app.store.getState().project?.id === made.id) {
    await startJob(app, 'jobs.identify', { project: made.id })
  }
  return true
}

export const changeTender = async (app: App, project: string, fields: Partial<TenderFields>): Promise<boolean> =>
  (await change(app, () => app.client.call('projects.change', { project, change: fields }))) !== null

export const removeProject = async (app: App, id: string): Promise<void> => {
  await attempt(app, () => app.client.call('projects.remove', { project: id }), { changes: true })
  app.store.setState(({ selected }) => ({ selected: selected === id ? null : selected }))
  await refreshProjects(app)
}

export const undo = (app: App): Promise<ProjectView | null> | null => {
  const { project } = app.store.getState()
  return project ? change(app, () => app.client.call('projects.undo', { project: project.id })) : null
}

export const redo = (app: App): Promise<ProjectView | null> | null => {
  const { project } = app.store.getState()
  return project ? change(app, () => app.client.call('projects.redo', { project: project.id })) : null
}

/** Shows a step of the open project. */
export const goToStep = (app: App, step: Step): void => {
  changeEditor(app, { step, draft: null, placement: null, origin: null })
  if (step === 3 || step === 5) void readGuards(app)
}

/** Asks the engine again what stands against generating. */
export const readGuards = async (app: App): Promise<void> => {
  const { project } = app.store.getState()
  if (!project) return
  const guards = await attempt(app, () => app.client.call('generate.guards', { project: project.id }))
  if (app.store.getState().project?.id === project.id) changeEditor(app, { guards })
}

/** Says what was done, with undo. */
export const toastUndo = (app: App, text: string): void => toast(app, text, () => void undo(app))
