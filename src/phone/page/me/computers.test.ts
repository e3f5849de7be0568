import { describe, expect, it } from 'vitest'
import type { HistoryEntry } from '#agent/views'
import { computersIn } from './computers.ts'

const entry = (at: number, computer: string, outcome: HistoryEntry['outcome'] = 'confirmed'): HistoryEntry => ({
  at,
  computer,
  outcome,
  kind: 'sign',
  intent: 'sign',
  tender: '',
  documents: 1,
  seals: 1,
})

describe('known computers', () => {
  it('are those that something was confirmed for, the last used first', () => {
    const history = [entry(3, '前台'), entry(5, '台式机'), entry(1, '台式机'), entry(9, '陌生电脑', 'refused')]
    expect(computersIn(history).map(({ name, times, last }) => [name, times, last.at])).toEqual([
      ['台式机', 2, 5],
      ['前台', 1, 3],
    ])
  })
})
