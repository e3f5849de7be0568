/** A request in figures: what the confirmation says in large type. Pure. */
import type { ConfirmationView, RequestView } from '#agent/views'
import type { SealKind } from '#core/pairing/messages'

export interface Preview {
  readonly document: string
  readonly page: number
  readonly jpeg: Uint8Array
}

export interface Summary {
  readonly documents: number
  readonly pages: number
  readonly seals: number
  /** Seals of each kind, the kind with most of them first. */
  readonly kinds: readonly { readonly kind: SealKind; readonly count: number }[]
  readonly previews: readonly Preview[]
}

export const summaryOf = ({ documents }: Pick<RequestView, 'documents'>): Summary => {
  const kinds = new Map<SealKind, number>()
  for (const { kind, count } of documents.flatMap(({ seals }) => seals)) kinds.set(kind, (kinds.get(kind) ?? 0) + count)
  const counts = [...kinds].map(([kind, count]) => ({ kind, count }))
  return {
    documents: documents.length,
    pages: documents.reduce((sum, { pages }) => sum + pages, 0),
    seals: counts.reduce((sum, { count }) => sum + count, 0),
    kinds: counts.sort((one, other) => other.count - one.count),
    previews: documents.flatMap(({ name, previews }) => previews.map((preview) => ({ document: name, ...preview }))),
  }
}

/** `3f9a27c1…8e04d6b2`, however the digest was cut, as it is shown. */
export const digestEnds = (digest: string): string => {
  const digits = digest.replace(/[^0-9a-f]/gi, '')
  return digits.length >= 16 ? `${digits.slice(0, 8)} … ${digits.slice(-8)}` : digest
}

export const OUTCOMES = ['done', 'refused', 'cancelled', 'expired', 'failed'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** How it ended, or null while it has not. */
export const outcomeOf = ({ state }: ConfirmationView): Outcome | null =>
  OUTCOMES.find((outcome) => outcome === state) ?? null

/** Whether the phone is at work on the answer, and stays where it is. */
export const isAtWork = ({ state }: Pick<ConfirmationView, 'state'>): boolean =>
  state === 'working' || state === 'handing-over'

/** Whether there is a request that can still be refused. */
export const isAskedFor = ({ state }: Pick<ConfirmationView, 'state'>): boolean =>
  state === 'asked' || state === 'working'

/** Whether somebody at a desktop still waits for an answer. */
export const isOpen = (view: ConfirmationView): boolean => outcomeOf(view) === null
