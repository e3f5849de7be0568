/** Bid files that still need a credential, as far as the phone's own history tells. */
import { encryptionCertificates, type Credential } from './credential.ts'
import type { HistoryEntry, UnopenedBid } from './views.ts'

type Subject = Pick<HistoryEntry, 'tender' | 'tenderId' | 'lot'>

/** Files of one tender and lot replace each other: the last one counts. */
const subject = ({ tender, tenderId, lot }: Subject): string => JSON.stringify([tenderId ?? tender, lot ?? ''])

/**
 * A bid counts as opened when a file for its tender was opened after it was made. Entries that do not
 * say for which certificate they are belong to every credential: rather one bid too many than one
 * too few.
 * @param history the newest first
 */
export const unopenedBids = (own: Credential, history: readonly HistoryEntry[]): readonly UnopenedBid[] => {
  const certificates = new Set<string>(encryptionCertificates(own).map(({ fingerprint }) => fingerprint))
  const ofOwn = history.filter(
    ({ outcome, encryption }) => outcome === 'confirmed' && (encryption === undefined || certificates.has(encryption)),
  )
  const bids = new Map<string, UnopenedBid>()
  // as it happened, whatever the clock said
  for (const entry of [...ofOwn].reverse()) {
    const key = subject(entry)
    const { at, intent, tender, lot = '', openingTime = null } = entry
    const bid = bids.get(key)
    if (intent === 'generate') bids.set(key, { tender, lot, madeAt: at, openingTime: bid?.openingTime ?? null })
    if (intent === 'rehearse' && bid !== undefined) bids.set(key, { ...bid, openingTime })
    // entries of before name nothing but the tender
    if (intent === 'open') for (const opened of [key, subject({ tender })]) bids.delete(opened)
  }
  return [...bids.values()].reverse().sort((one, other) => other.madeAt - one.madeAt)
}
