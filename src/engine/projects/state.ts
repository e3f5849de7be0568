/** How far a project is: derived from it, never stored. */
import { createHash } from 'node:crypto'
import { canonicalBytes } from '#core/bytes/canonical-json'
import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import type { ProjectState, Step } from '#ipc/views'
import { entriesOf } from './entries.ts'
import { documentsOf, roundsOf, unsignedPlacements, type Outputs, type Project } from './project.ts'

/** Digest of all that goes into a bid file: tender, bidder, documents, their names and order. */
export const contentOf = (project: Project): Sha256 => {
  const { tenderName, tenderId, lot, tenderee, openingTime } = project.tender
  const entries = entriesOf(project, () => '').map(({ name, title, role, sha256 }) => ({ name, title, role, sha256 }))
  const bidder = project.bidder && { company: project.bidder.company, creditCode: project.bidder.creditCode }
  const tender = { tenderName, tenderId, lot, tenderee, openingTime }
  return sha256Hex(createHash('sha256').update(canonicalBytes({ tender, bidder, entries })).digest())
}

/** The bid files, as long as they hold what the project holds now. */
export const currentOutputs = (project: Project): Outputs | null =>
  project.outputs !== null && project.outputs.content === contentOf(project) ? project.outputs : null

/** Whether there are documents, a round was signed and nothing is left to sign. */
export const isSealed = (project: Project): boolean =>
  documentsOf(project).some((document) => roundsOf(document) > 0) && unsignedPlacements(project).length === 0

export const stateOf = (project: Project): ProjectState => {
  const outputs = currentOutputs(project)
  if (outputs !== null)
    return outputs.openedAt !== null ? 'opened' : outputs.rehearsedAt !== null ? 'rehearsed' : 'generated'
  return isSealed(project) ? 'sealed' : 'draft'
}

/** The step to be done next: 1 tender, 2 make, 3 check, 4 seal, 5 generate. */
export const stepOf = (project: Project): Step => {
  if (project.bidder === null) return 1
  if (documentsOf(project).length === 0) return 2
  if (isSealed(project)) return 5
  if (project.placements.length > 0) return 4
  return project.parts.some(({ documents }) => documents.length === 0) ? 2 : 3
}

export const pageCount = (project: Project): number =>
  documentsOf(project).reduce((sum, { pages }) => sum + pages.length, 0)

/** Pages on which no seal stands, signed or not. */
export const unsealedPages = (project: Project): number =>
  pageCount(project) - new Set(project.placements.map(({ document, page }) => `${document}/${page}`)).size
