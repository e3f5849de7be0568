import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProjectState, ProjectSummary } from '#ipc/views'
import { chosen, grouped, tabCounts, tabOf } from './groups.ts'

// A Tuesday, 14:25 local time.
const now = new Date(2026, 10, 24, 14, 25).getTime()

const project = (tenderName: string, opening: Date, state: ProjectState = 'draft'): ProjectSummary => ({
  id: tenderName,
  tenderName,
  tenderId: `ID-${tenderName}`,
  lot: '01',
  tenderee: '示例矿业集团有限公司',
  openingTime: opening.toISOString(),
  state,
  step: 1,
  bidder: null,
  pages: 0,
  unsealedPages: 0,
  changedAt: new Date(now).toISOString(),
  folder: '/p',
})

const friday = project('friday', new Date(2026, 10, 27, 9, 0))
const sunday = project('sunday', new Date(2026, 10, 29, 23, 59), 'generated')
const monday = project('monday', new Date(2026, 10, 30, 10, 0), 'sealed')
const later = project('later', new Date(2026, 11, 16, 9, 0))
const last = project('last', new Date(2026, 10, 20, 9, 0), 'opened')
const before = project('before', new Date(2026, 10, 12, 14, 30))
const all = [later, before, monday, last, sunday, friday]

describe('home groups', () => {
  it('order by the opening, what is over latest first', () => {
    const names = grouped(all, now).map(({ name, projects }) => [name, projects.map(({ id }) => id)])
    expect(names).toEqual([
      ['this-week', ['friday', 'sunday']],
      ['two-weeks', ['monday']],
      ['later', ['later']],
      ['over', ['last', 'before']],
    ])
  })

  it('hold every project exactly once', () => {
    const some = fc.array(
      fc
        .date({ min: new Date(2020, 0), max: new Date(2035, 0), noInvalidDate: true })
        .map((date) => project(String(date.getTime()), date)),
    )
    fc.assert(
      fc.property(
        some,
        (projects) => grouped(projects, now).flatMap((group) => group.projects).length === projects.length,
      ),
    )
  })

  it('sort into tabs', () => {
    expect(all.map((one) => tabOf(one, now))).toEqual([
      'preparing',
      'over',
      'preparing',
      'over',
      'waiting',
      'preparing',
    ])
    expect(tabCounts(all, now)).toEqual({ all: 6, preparing: 3, waiting: 1, over: 2 })
  })

  it('find by every word', () => {
    expect(chosen(all, 'all', 'id-mon 矿业', now)).toEqual([monday])
    expect(chosen(all, 'over', '', now)).toEqual([before, last])
    expect(chosen(all, 'over', 'monday', now)).toEqual([])
  })
})
