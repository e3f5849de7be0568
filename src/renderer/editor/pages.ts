/** Pages of a project in reading order, and how far each is sealed. */
import type { DocumentView, PageView, PlacementView, ProjectView, SealView } from '#ipc/views'
import type { PageRef } from '../app/state.ts'

/** signed: every seal on it is signed; placed: some are not; bare: it has none. */
export type PageState = 'signed' | 'placed' | 'bare'

export interface ProjectPage extends PageRef {
  /** Counted through the whole project, from 1. */
  readonly number: number
  readonly part: string
  readonly view: PageView
  readonly sha256: string
  readonly state: PageState
}

const keyOf = ({ document, page }: PageRef) => `${document}/${page}`
export const samePage = (a: PageRef | null, b: PageRef | null): boolean =>
  a !== null && b !== null && a.document === b.document && a.page === b.page

export const documentsOf = (project: ProjectView): readonly DocumentView[] =>
  project.parts.flatMap(({ documents }) => documents)

/** Every page of the project, in order. */
export const pagesOf = (project: ProjectView): readonly ProjectPage[] => {
  const states = new Map<string, PageState>()
  for (const placement of project.placements) {
    const key = keyOf(placement)
    if (placement.round === 0) states.set(key, 'placed')
    else if (!states.has(key)) states.set(key, 'signed')
  }
  let number = 0
  return project.parts.flatMap((part) =>
    part.documents.flatMap(({ id, sha256, pages }) =>
      pages.map((view, index): ProjectPage => {
        number += 1
        const page = { document: id, page: index + 1 }
        return { ...page, number, part: part.id, view, sha256, state: states.get(keyOf(page)) ?? 'bare' }
      }),
    ),
  )
}

export const firstPage = (project: ProjectView): PageRef | null => {
  const document = documentsOf(project).find(({ pages }) => pages.length > 0)
  return document ? { document: document.id, page: 1 } : null
}

export const hasPage = (project: ProjectView, { document, page }: PageRef): boolean =>
  documentsOf(project).some(({ id, pages }) => id === document && page <= pages.length)

/** The first of the pages after this one, going round, that a test picks; null when none does. */
export const nextPage = (
  pages: readonly ProjectPage[],
  from: PageRef | null,
  picks: (page: ProjectPage) => boolean,
): ProjectPage | null => {
  const here = pages.findIndex((page) => samePage(page, from))
  return [...pages.slice(here + 1), ...pages.slice(0, here + 1)].find(picks) ?? null
}

/** The number of every page, by document and page, for lists that look up many. */
export const pageNumbers = (pages: readonly ProjectPage[]): ((at: PageRef) => number | null) => {
  const numbers = new Map(pages.map((page) => [keyOf(page), page.number]))
  return (at) => numbers.get(keyOf(at)) ?? null
}

export const countStates = (pages: readonly ProjectPage[]): Readonly<Record<PageState, number>> => {
  const counts = { signed: 0, placed: 0, bare: 0 }
  for (const { state } of pages) counts[state] += 1
  return counts
}

export const placementsOn = (project: ProjectView, at: PageRef): readonly PlacementView[] =>
  project.placements.filter((placement) => samePage(placement, at))

export const sealOf = (project: ProjectView, seal: string): SealView | null =>
  [...(project.bidderDetails?.seals ?? []), ...project.formerSeals].find(({ id }) => id === seal) ?? null

/** @param now milliseconds since 1970 */
export const isExpired = ({ validTo }: Pick<SealView, 'validTo'>, now: number): boolean => Date.parse(validTo) < now

/** Placements nobody has signed yet. */
export const unsigned = (project: ProjectView): readonly PlacementView[] =>
  project.placements.filter(({ round }) => round === 0)

export interface Cell {
  readonly state: PageState
  /** Where a click leads: the first page that makes the cell what it is. */
  readonly page: ProjectPage
  readonly holds: (page: PageRef | null) => boolean
}

/** Pages gathered into at most `room` cells. A cell is only as good as its least sealed page. */
export const cellsOf = (
  pages: readonly ProjectPage[],
  room: number,
): { readonly each: number; readonly cells: readonly Cell[] } => {
  const each = Math.max(1, Math.ceil(pages.length / room))
  const cells: Cell[] = []
  for (let start = 0; start < pages.length; start += each) {
    const inside = pages.slice(start, start + each)
    const page =
      inside.find(({ state }) => state === 'bare') ?? inside.find(({ state }) => state === 'placed') ?? inside[0]
    if (page) cells.push({ state: page.state, page, holds: (at) => inside.some((one) => samePage(one, at)) })
  }
  return { each, cells }
}
