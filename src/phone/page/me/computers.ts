import type { HistoryEntry } from '#agent/views'

export interface KnownComputer {
  readonly name: string
  /** How often something was confirmed for it. */
  readonly times: number
  readonly last: HistoryEntry
}

/** The computers that something was confirmed for, the one used last first. */
export const computersIn = (history: readonly HistoryEntry[]): readonly KnownComputer[] => {
  const known = new Map<string, KnownComputer>()
  const confirmed = history.filter(({ outcome }) => outcome === 'confirmed')
  for (const entry of confirmed.toSorted((one, other) => other.at - one.at)) {
    const before = known.get(entry.computer)
    known.set(entry.computer, {
      name: entry.computer,
      times: (before?.times ?? 0) + 1,
      last: before?.last ?? entry,
    })
  }
  return [...known.values()]
}
