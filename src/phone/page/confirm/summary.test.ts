import { describe, expect, it } from 'vitest'
import type { ConfirmationView, RequestView } from '#agent/views'
import { digestEnds, isOpen, outcomeOf, summaryOf } from './summary.ts'

const documents: RequestView['documents'] = [
  {
    name: '01 投标函.pdf',
    size: 1_200_000,
    pages: 4,
    seals: [
      { kind: 'legal-representative', count: 1 },
      { kind: 'company', count: 2 },
    ],
    previews: [{ page: 3, jpeg: new Uint8Array([1]) }],
  },
  { name: '05 技术标.pdf', size: 9, pages: 606, seals: [{ kind: 'company', count: 305 }], previews: [] },
]

const view = (state: ConfirmationView['state']) => ({ state }) as ConfirmationView

describe('the summary of a request', () => {
  it('adds up documents, pages and seals, and sorts the kinds', () => {
    expect(summaryOf({ documents })).toMatchObject({
      documents: 2,
      pages: 610,
      seals: 308,
      kinds: [
        { kind: 'company', count: 307 },
        { kind: 'legal-representative', count: 1 },
      ],
    })
  })

  it('keeps with each preview which document it shows', () => {
    expect(summaryOf({ documents }).previews).toEqual([
      { document: '01 投标函.pdf', page: 3, jpeg: new Uint8Array([1]) },
    ])
  })

  it('is empty without documents', () => {
    expect(summaryOf({ documents: [] })).toEqual({ documents: 0, pages: 0, seals: 0, kinds: [], previews: [] })
  })
})

describe('a digest', () => {
  it('is shown by its ends, however it came', () => {
    const ends = '3f9a27c1 … 8e04d6b2'
    expect(digestEnds('3f9a27c18e04d6b2')).toBe(ends)
    expect(digestEnds('3f9a27c1…8e04d6b2')).toBe(ends)
    expect(digestEnds(`3f9a27c1${'0'.repeat(48)}8e04d6b2`)).toBe(ends)
  })

  it('that is too short to be one is shown as it is', () => {
    expect(digestEnds('3f9a')).toBe('3f9a')
  })
})

describe('a confirmation', () => {
  it('is open until it has ended', () => {
    expect(
      (['connecting', 'waiting-for-request', 'asked', 'working', 'handing-over'] as const).map((state) =>
        isOpen(view(state)),
      ),
    ).toEqual([true, true, true, true, true])
    expect(
      (['done', 'refused', 'cancelled', 'expired', 'failed'] as const).map((state) => outcomeOf(view(state))),
    ).toEqual(['done', 'refused', 'cancelled', 'expired', 'failed'])
  })
})
