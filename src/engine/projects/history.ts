/** Undo and redo: states that were, newest last. Only what the user edits is in them. */
import type { Project } from './project.ts'

/** States that are kept in each direction. */
export const MAX_STATES = 100

/** What undo brings back. Seal rounds, the bidder and bid files are not undone. */
type Edited = Pick<Project, 'tender' | 'parts' | 'placements'>

export interface History {
  readonly past: readonly Edited[]
  readonly future: readonly Edited[]
}

export const NO_HISTORY: History = { past: [], future: [] }

const editedOf = ({ tender, parts, placements }: Project): Edited => ({ tender, parts, placements })

const push = (states: readonly Edited[], project: Project): readonly Edited[] => [
  ...states.slice(1 - MAX_STATES),
  editedOf(project),
]

/** After a change that can be undone. @param before the state it began with */
export const remember = ({ past }: History, before: Project): History => ({ past: push(past, before), future: [] })

/**
 * After a change that cannot be undone: where it touched what is undone otherwise, as a seal round
 * does, earlier states no longer fit and are dropped.
 */
export const passOver = (history: History, before: Project, after: Project): History =>
  before.tender === after.tender && before.parts === after.parts && before.placements === after.placements
    ? history
    : NO_HISTORY

interface Step {
  readonly history: History
  readonly project: Project
}

/** Null when there is nothing to undo. */
export const undo = ({ past, future }: History, project: Project): Step | null => {
  const state = past.at(-1)
  if (state === undefined) return null
  return { history: { past: past.slice(0, -1), future: push(future, project) }, project: { ...project, ...state } }
}

/** Null when there is nothing to redo. */
export const redo = ({ past, future }: History, project: Project): Step | null => {
  const state = future.at(-1)
  if (state === undefined) return null
  return { history: { past: push(past, project), future: future.slice(0, -1) }, project: { ...project, ...state } }
}
