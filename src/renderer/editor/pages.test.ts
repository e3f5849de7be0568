import { describe, expect, it } from 'vitest'
import type { DocumentView, PlacementView, ProjectView } from '#ipc/views'
import { cellsOf, countStates, firstPage, hasPage, nextPage, pagesOf, placementsOn, unsigned } from './pages.ts'
import { rowsInSight, thumbnailRows } from './seal/thumbnail-rows.ts'

const document = (id: string, pages: number): DocumentView => ({
  id,
  name: `${id}.pdf`,
  size: 1,
  sha256: id,
  pages: Array.from({ length: pages }, () => ({ width: 210, height: 297 })),
  rounds: 0,
  importedAt: '2026-11-24T08:00:00+08:00',
})

const placement = (page: number, round: number, name = 'a'): PlacementView => ({
  id: `${name}${page}${round}`,
  seal: 'company',
  document: name,
  page,
  left: 10,
  top: 10,
  round,
})

const project = (placements: readonly PlacementView[]): ProjectView => ({
  id: 'p',
  tenderName: 't',
  tenderId: '',
  lot: '01',
  tenderee: '',
  openingTime: '2026-11-27T09:00:00+08:00',
  state: 'draft',
  step: 4,
  bidder: null,
  pages: 5,
  unsealedPages: 5,
  changedAt: '2026-11-24T08:00:00+08:00',
  folder: '/p',
  parts: [
    { id: 'empty', role: 'bid-letter', title: '投标函', documents: [] },
    { id: 'full', role: 'technical', title: '技术标', documents: [document('a', 3), document('b', 2)] },
  ],
  placements,
  bidderDetails: null,
  formerSeals: [],
  outputs: null,
  canUndo: false,
  canRedo: false,
  writable: true,
})

describe('pages', () => {
  it('counts through the whole project and says how far each is sealed', () => {
    const pages = pagesOf(project([placement(1, 1), placement(2, 1), placement(2, 0)]))
    expect(pages.map(({ number, document, page }) => `${number}:${document}${page}`)).toEqual([
      '1:a1',
      '2:a2',
      '3:a3',
      '4:b1',
      '5:b2',
    ])
    expect(pages.map(({ state }) => state)).toEqual(['signed', 'placed', 'bare', 'bare', 'bare'])
    expect(countStates(pages)).toEqual({ signed: 1, placed: 1, bare: 3 })
  })

  it('finds the next bare page, going round', () => {
    const pages = pagesOf(project([placement(1, 1)]))
    const bare = ({ state }: { state: string }) => state === 'bare'
    expect(nextPage(pages, { document: 'b', page: 2 }, bare)?.number).toBe(2)
    expect(nextPage(pages, null, bare)?.number).toBe(2)
    expect(nextPage(pages, null, () => false)).toBeNull()
  })

  it('knows first pages, existing pages and what lies on them', () => {
    const view = project([placement(1, 0), placement(1, 0, 'b')])
    expect(firstPage(view)).toEqual({ document: 'a', page: 1 })
    expect(hasPage(view, { document: 'b', page: 2 })).toBe(true)
    expect(hasPage(view, { document: 'b', page: 3 })).toBe(false)
    expect(placementsOn(view, { document: 'b', page: 1 }).map(({ id }) => id)).toEqual(['b10'])
    expect(unsigned(project([placement(1, 1), placement(2, 0)]))).toHaveLength(1)
  })

  it('gathers pages into cells that are as good as their least sealed page', () => {
    const pages = pagesOf(project([placement(1, 1), placement(2, 1), placement(3, 0)]))
    const { each, cells } = cellsOf(pages, 3)
    expect(each).toBe(2)
    expect(cells.map(({ state, page }) => [state, page.number])).toEqual([
      ['signed', 1],
      ['bare', 4],
      ['bare', 5],
    ])
    expect(cells[1]?.holds({ document: 'a', page: 3 })).toBe(true)
  })
})

describe('thumbnails', () => {
  it('stand in rows of two under the heading of their part', () => {
    const view = project([])
    const { rows, height } = thumbnailRows(view.parts, pagesOf(view))
    expect(rows.map(({ kind }) => kind)).toEqual(['head', 'pages', 'pages', 'pages'])
    expect(height).toBe(31 + 3 * 123)
  })

  it('take no more height than the pages of their row', () => {
    const view = project([])
    const lying = pagesOf(view).map((page) => ({ ...page, view: { width: 297, height: 210 } }))
    const { rows } = thumbnailRows(view.parts, [...lying.slice(0, 3), ...pagesOf(view).slice(3)])
    expect(rows.map((row) => row.height)).toEqual([31, 74, 123, 123])
  })

  it('are drawn only where they can be seen', () => {
    const view = project([])
    const { rows } = thumbnailRows(view.parts, pagesOf(view))
    expect(rowsInSight(rows, 0, 31)).toEqual(rows.slice(0, 1))
    expect(rowsInSight(rows, 31, 155)).toEqual(rows.slice(1, 3))
    expect(rowsInSight(rows, 5000, 6000)).toEqual([])
  })
})
