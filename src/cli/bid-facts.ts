import type { BidFileKind, BidHeader } from '#core/bidfile/header'
import { holder } from './certificate-facts.ts'
import type { Outcome } from './outcome.ts'

/** What `--json` says about a bid file's header. */
export const bidFacts = (header: BidHeader, kind: BidFileKind) => ({
  kind,
  suite: header.suite,
  build: header.build,
  tender: header.tender,
  bidder: header.bidder,
  openingTime: header.openingTime,
  created: header.created,
  recipients: header.slots.map(({ envelope: _, ...slot }) => slot),
})

/** The same for people. */
export const bidLines = (header: BidHeader, kind: BidFileKind): Outcome['lines'] => [
  ['kind', kind],
  ['tender', [header.tender.name, header.tender.id].filter(Boolean).join(', ')],
  ['lot', header.tender.lot],
  ['bidder', holder({ company: header.bidder.name, creditCode: header.bidder.creditCode })],
  ['opening', header.openingTime],
  ['created', header.created],
  ...header.slots.flatMap(
    (slot) =>
      [
        ['recipient', `${holder(slot)} ${slot.serial}`],
        ['until', slot.notAfter],
      ] as const,
  ),
]
