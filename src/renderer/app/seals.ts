/** Acts of the seal step: choose, place, move, remove, sign. */
import type { DocumentView, PlacementView, ProjectView, SealView } from '#ipc/views'
import i18next from 'i18next'
import {
  centredAt,
  keepOnPage,
  nudge,
  pagePoint,
  settle,
  stepZoom,
  type PagePoint,
  type Size,
} from '../editor/seal/geometry.ts'
import { documentsOf, pagesOf, samePage, sealOf } from '../editor/pages.ts'
import { changeEditor, toast, type App } from './app.ts'
import { startJob } from './jobs.ts'
import { change, toastUndo } from './projects.ts'
import type { PageRef } from './state.ts'

/** How long arrow keys must rest before a move is handed to the engine, as one step of its history. */
const REST_MILLISECONDS = 400
let resting: ReturnType<typeof setTimeout> | undefined

const open = (app: App) => app.store.getState().project

interface Selected {
  readonly project: ProjectView
  readonly placement: PlacementView
  readonly seal: SealView
  readonly page: Size
}

const pageSize = (project: ProjectView, { document, page }: PageRef): Size | null =>
  documentsOf(project).find(({ id }) => id === document)?.pages[page - 1] ?? null

const selectedOf = (app: App): Selected | null => {
  const { project, editor } = app.store.getState()
  const placement = project?.placements.find(({ id }) => id === editor.placement)
  if (!project || !placement) return null
  const seal = sealOf(project, placement.seal)
  const page = pageSize(project, placement)
  return seal && page ? { project, placement, seal, page } : null
}

export const showPage = (app: App, { document, page }: PageRef): void => {
  flush(app)
  changeEditor(app, { page: { document, page }, placement: null, origin: null, draft: null })
}

/** Turns so many pages on or back, stopping at the ends. */
export const turnPage = (app: App, by: number): void => {
  const { project, editor } = app.store.getState()
  if (!project) return
  const pages = pagesOf(project)
  const here = pages.findIndex((page) => samePage(page, editor.page))
  const target = pages[Math.min(Math.max(0, here + by), pages.length - 1)]
  if (target) showPage(app, target)
}

/** Selects a placement and shows its page. */
export const select = (app: App, placement: PlacementView | null): void => {
  flush(app)
  changeEditor(
    app,
    placement
      ? {
          placement: placement.id,
          origin: pagePoint(placement.left, placement.top),
          draft: null,
          page: { document: placement.document, page: placement.page },
        }
      : { placement: null, origin: null, draft: null },
  )
}

/** Puts a seal on a page, its top left corner at a point, and selects it if that page is still on screen. */
export const place = async (app: App, seal: string, at: PageRef, point: PagePoint): Promise<void> => {
  const project = open(app)
  if (!project) return
  const { left, top } = settle(point)
  const position = { document: at.document, page: at.page, left, top }
  const { draft } = app.store.getState().editor
  const changed = await change(app, () => app.client.call('seals.place', { project: project.id, seal, position }))
  const { editor } = app.store.getState()
  if (editor.draft !== draft) return
  changeEditor(app, { draft: null })
  const known = new Set(project.placements.map(({ id }) => id))
  const placed = changed?.placements.findLast(({ id }) => !known.has(id))
  if (placed && samePage(editor.page, placed)) select(app, placed)
}

/** Puts a seal in the middle of the page on screen: the way in without a mouse. */
export const placeInMiddle = async (app: App, seal: SealView): Promise<void> => {
  const { project, editor } = app.store.getState()
  const page = project && editor.page && pageSize(project, editor.page)
  if (!page || !editor.page) return
  const middle = centredAt(pagePoint(page.width / 2, page.height / 2), seal)
  await place(app, seal.id, editor.page, keepOnPage(middle, seal, page))
}

/** Shows a placement where it will be, before the engine has answered. */
const putDown = (app: App, { id }: PlacementView, left: number, top: number) =>
  app.store.setState(({ project }) =>
    project
      ? {
          project: {
            ...project,
            placements: project.placements.map((one) => (one.id === id ? { ...one, left, top } : one)),
          },
        }
      : {},
  )

const commit = async (app: App, placement: PlacementView, point: PagePoint) => {
  const project = open(app)
  if (!project) return
  const { left, top } = settle(point)
  const position = { document: placement.document, page: placement.page, left, top }
  putDown(app, placement, left, top)
  const moved = await change(app, () =>
    app.client.call('seals.move', { project: project.id, placement: placement.id, position }),
  )
  if (!moved) putDown(app, placement, placement.left, placement.top)
  const { draft } = app.store.getState().editor
  if (draft?.placement === placement.id) changeEditor(app, { draft: null })
}

/** Shows the selected seal at a point before the engine hears of it. */
export const hover = (app: App, placement: PlacementView, point: PagePoint): void =>
  changeEditor(app, { draft: { placement: placement.id, seal: placement.seal, at: placement, point } })

/** Hands a move that is still resting to the engine at once. */
export const flush = (app: App): void => {
  clearTimeout(resting)
  const selected = selectedOf(app)
  const { draft } = app.store.getState().editor
  if (selected && draft?.placement === selected.placement.id) void commit(app, selected.placement, draft.point)
}

/** Moves the selected seal to a point. */
export const moveTo = async (app: App, point: PagePoint): Promise<void> => {
  clearTimeout(resting)
  const selected = selectedOf(app)
  if (!selected || selected.placement.round > 0) return
  const kept = settle(keepOnPage(point, selected.seal, selected.page))
  hover(app, selected.placement, kept)
  await commit(app, selected.placement, kept)
}

/** Moves the selected seal by millimetres; many moves in a row become one. */
export const nudgeSelected = (app: App, right: number, down: number): void => {
  const selected = selectedOf(app)
  if (!selected) return
  const { placement, seal, page } = selected
  const { draft } = app.store.getState().editor
  const from = draft?.placement === placement.id ? draft.point : pagePoint(placement.left, placement.top)
  hover(app, placement, nudge(from, right, down, seal, page))
  clearTimeout(resting)
  resting = setTimeout(() => flush(app), REST_MILLISECONDS)
}

/** Puts the selected seal back where it stood when it was selected; if it stands there, lets go of it. */
export const putBack = async (app: App): Promise<void> => {
  const { origin, draft } = app.store.getState().editor
  const selected = selectedOf(app)
  clearTimeout(resting)
  const moved =
    selected && origin && (draft || selected.placement.left !== origin.left || selected.placement.top !== origin.top)
  if (!moved) {
    changeEditor(app, { placement: null, origin: null, draft: null })
    return
  }
  changeEditor(app, { draft: null })
  if (selected.placement.left !== origin.left || selected.placement.top !== origin.top) await moveTo(app, origin)
}

export const dropDraft = (app: App): void => changeEditor(app, { draft: null })

export const removePlacement = async (app: App, placement: PlacementView): Promise<void> => {
  const project = open(app)
  if (!project) return
  clearTimeout(resting)
  const name = sealOf(project, placement.seal)?.name ?? ''
  changeEditor(app, { draft: null, placement: null, origin: null })
  const changed = await change(app, () =>
    app.client.call('seals.remove', { project: project.id, placement: placement.id }),
  )
  if (changed) toastUndo(app, i18next.t('toast.removed', { name }))
}

export const removeSelected = async (app: App): Promise<void> => {
  const selected = selectedOf(app)
  if (selected) await removePlacement(app, selected.placement)
}

/** Asks the phone to sign everything that is placed. */
export const signAll = async (app: App): Promise<void> => {
  const project = open(app)
  if (!project) return
  flush(app)
  changeEditor(app, { placement: null, origin: null, draft: null })
  await startJob(app, 'jobs.seal', { project: project.id })
}

/** Cuts the last round of seals off a document. */
export const undoRound = async (app: App, document: DocumentView): Promise<void> => {
  const project = open(app)
  if (!project) return
  const changed = await change(app, () =>
    app.client.call('seals.undoRound', { project: project.id, document: document.id }),
  )
  if (changed) toast(app, i18next.t('toast.round-undone', { name: document.name }))
}

/** The zoom that is on screen while it is fitted to the window; the canvas tells it. */
let fitted = 1
export const tellFittedZoom = (zoom: number): void => {
  fitted = zoom
}

export const zoomBy = (app: App, direction: 1 | -1): void => {
  const { zoom } = app.store.getState().editor
  changeEditor(app, { zoom: stepZoom(zoom === 'fit' ? fitted : zoom, direction) })
}
