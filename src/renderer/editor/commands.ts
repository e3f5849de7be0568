/** What can be done in the editor by key: values with an id, a key and an act. */
import { type App, changeEditor } from '../app/app.ts'
import { closeProject, goToStep, redo, undo } from '../app/projects.ts'
import { dropDraft, nudgeSelected, putBack, removeSelected, signAll, turnPage, zoomBy } from '../app/seals.ts'
import type { AppState } from '../app/state.ts'
import { unsigned } from './pages.ts'
import type { Shortcut } from './shortcut.ts'

export interface Command {
  readonly id: string
  readonly shortcut: Shortcut
  /** Whether it can be done now; a command that cannot leaves the key to others. */
  readonly possible: (state: AppState) => boolean
  readonly perform: (app: App) => void
}

const editing = ({ project, job }: AppState) => project !== null && project.writable && job === null
const sealing = (state: AppState) => state.editor.step === 4 && state.project !== null && state.job === null
const selecting = (state: AppState) => sealing(state) && editing(state) && state.editor.placement !== null
const movable = (state: AppState) =>
  selecting(state) && state.project?.placements.find(({ id }) => id === state.editor.placement)?.round === 0
const turning = (state: AppState) => state.project !== null && (state.editor.step === 2 || state.editor.step === 4)

const move = (id: string, shortcut: Shortcut, right: number, down: number): Command => ({
  id,
  shortcut,
  possible: movable,
  perform: (app) => nudgeSelected(app, right, down),
})

const step = (number: 1 | 2 | 3 | 4 | 5): Command => ({
  id: `step-${number}`,
  shortcut: `Alt+${number}`,
  possible: ({ project, job }) => project !== null && job === null,
  perform: (app) => goToStep(app, number),
})

export const commands: readonly Command[] = [
  {
    id: 'undo',
    shortcut: 'Ctrl+Z',
    possible: (state) => editing(state) && state.project?.canUndo === true,
    perform: (app) => void undo(app),
  },
  {
    id: 'redo',
    shortcut: 'Ctrl+Shift+Z',
    possible: (state) => editing(state) && state.project?.canRedo === true,
    perform: (app) => void redo(app),
  },
  {
    id: 'redo-too',
    shortcut: 'Ctrl+Y',
    possible: (state) => editing(state) && state.project?.canRedo === true,
    perform: (app) => void redo(app),
  },
  move('left', 'ArrowLeft', -1, 0),
  move('right', 'ArrowRight', 1, 0),
  move('up', 'ArrowUp', 0, -1),
  move('down', 'ArrowDown', 0, 1),
  move('far-left', 'Shift+ArrowLeft', -10, 0),
  move('far-right', 'Shift+ArrowRight', 10, 0),
  move('far-up', 'Shift+ArrowUp', 0, -10),
  move('far-down', 'Shift+ArrowDown', 0, 10),
  { id: 'remove-seal', shortcut: 'Delete', possible: movable, perform: (app) => void removeSelected(app) },
  {
    id: 'drop-draft',
    shortcut: 'Escape',
    possible: (state) => state.editor.draft !== null && state.editor.placement === null,
    perform: dropDraft,
  },
  { id: 'put-back', shortcut: 'Escape', possible: selecting, perform: (app) => void putBack(app) },
  { id: 'next-page', shortcut: 'PageDown', possible: turning, perform: (app) => turnPage(app, 1) },
  { id: 'previous-page', shortcut: 'PageUp', possible: turning, perform: (app) => turnPage(app, -1) },
  { id: 'zoom-in', shortcut: 'Ctrl+=', possible: turning, perform: (app) => zoomBy(app, 1) },
  { id: 'zoom-out', shortcut: 'Ctrl+-', possible: turning, perform: (app) => zoomBy(app, -1) },
  { id: 'fit', shortcut: 'Ctrl+0', possible: turning, perform: (app) => changeEditor(app, { zoom: 'fit' }) },
  {
    id: 'sign',
    shortcut: 'Ctrl+Enter',
    possible: (state) =>
      sealing(state) && editing(state) && state.project !== null && unsigned(state.project).length > 0,
    perform: (app) => void signAll(app),
  },
  step(1),
  step(2),
  step(3),
  step(4),
  step(5),
  {
    id: 'close',
    shortcut: 'Alt+ArrowLeft',
    possible: ({ project, job }) => project !== null && job === null,
    perform: (app) => void closeProject(app),
  },
]
