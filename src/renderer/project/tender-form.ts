/** What a person writes about a tender, and what is wrong with it. */
import type { ProjectSummary } from '#ipc/views'
import type { TenderFields } from '../app/projects.ts'
import { fromLocalInput, toLocalInput } from '../format/time.ts'

export interface TenderDraft {
  readonly tenderName: string
  readonly tenderId: string
  readonly lot: string
  readonly tenderee: string
  /** Local time: 2026-11-27 09:00. */
  readonly openingTime: string
}

export const emptyDraft: TenderDraft = { tenderName: '', tenderId: '', lot: '', tenderee: '', openingTime: '' }

export const draftOf = (project: ProjectSummary): TenderDraft => ({
  tenderName: project.tenderName,
  tenderId: project.tenderId,
  lot: project.lot,
  tenderee: project.tenderee,
  openingTime: toLocalInput(project.openingTime).replace('T', ' '),
})

export type Problem = 'tender.problem.name' | 'tender.problem.time' | 'tender.problem.past'

export const LENGTHS = { tenderName: 200, tenderId: 64, lot: 64, tenderee: 200 } as const

/** The fields as the engine takes them, or what is wrong with them. */
export const readDraft = (
  draft: TenderDraft,
  now: number,
): { readonly fields: TenderFields } | { readonly problems: Partial<Record<keyof TenderDraft, Problem>> } => {
  const openingTime = fromLocalInput(draft.openingTime.trim())
  const tenderName = draft.tenderName.trim()
  if (tenderName === '' || openingTime === null || Date.parse(openingTime) <= now) {
    return {
      problems: {
        ...(tenderName === '' ? { tenderName: 'tender.problem.name' } : {}),
        ...(openingTime === null
          ? { openingTime: 'tender.problem.time' }
          : Date.parse(openingTime) <= now
            ? { openingTime: 'tender.problem.past' }
            : {}),
      },
    }
  }
  return {
    fields: {
      tenderName,
      tenderId: draft.tenderId.trim(),
      lot: draft.lot.trim(),
      tenderee: draft.tenderee.trim(),
      openingTime,
    },
  }
}
