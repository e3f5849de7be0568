/** What a person sees of a request, once the phone has looked into it. */
import { parseHeader } from '#core/bidfile/header'
import { decoded } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import type { Certificate } from '#core/certificate/certificate'
import { AppError } from '#core/errors'
import type { IdentifyBody, Intent, Request, SignBody, SignDocument, UnwrapBody } from '#core/pairing/messages'
import type { HistoryEntry, RequestView } from './views.ts'

export interface Surroundings {
  readonly intent: Intent
  /** SHA-256 of the request in hexadecimal. */
  readonly hash: string
  /** By the own clock; milliseconds since 1970. */
  readonly expiresAt: number
  /** The own encryption certificates, the one for new bid files first. */
  readonly encryption: readonly Certificate[]
  /** Origin of the server that this phone app comes from. */
  readonly origin: string
}

type BidFacts = Pick<HistoryEntry, 'tenderId' | 'lot' | 'build' | 'openingTime' | 'encryption'>
type Shown = Pick<RequestView, 'tender' | 'documents'>

const rejected = (reason: string): AppError => new AppError('message-rejected', { reason })

const isJpeg = ([a, b, c]: Bytes): boolean => a === 0xff && b === 0xd8 && c === 0xff

const documentView = ({ name, size, pages, seals, previews }: SignDocument): RequestView['documents'][number] => ({
  name,
  size,
  pages,
  seals,
  previews: previews.map(({ page, jpeg }) => {
    const picture = decoded(jpeg)
    if (!isJpeg(picture) || page > pages) throw rejected('preview')
    return { page, jpeg: picture }
  }),
})

const showIdentify = ({ origin }: IdentifyBody, own: Surroundings): Shown => {
  if (origin !== own.origin) throw rejected('origin')
  return { tender: null, documents: [] }
}

const showSign = ({ tender, profile, documents }: SignBody): Shown => {
  if (profile === 'bid' && documents.length !== 1) throw rejected('documents')
  return { tender: { name: tender.name, lot: tender.lot }, documents: documents.map(documentView) }
}

/** The header says for whom the slot is; whether the slot is bound to this header shows when it is opened. */
const showUnwrap = ({ header: bytes, slot: index }: UnwrapBody, { encryption }: Surroundings): Shown => {
  const { tender, bidder, slots } = parseHeader(decoded(bytes))
  const slot = slots[index]
  if (slot === undefined) throw rejected('slot')
  if (!encryption.some(({ fingerprint }) => fingerprint === slot.fingerprint)) {
    const scanned = encryption[0]?.serial ?? null
    throw new AppError('wrong-certificate', { needed: slot.serial, scanned, holder: slot.person })
  }
  return { tender: { name: tender.name, lot: tender.lot, bidder: bidder.name }, documents: [] }
}

const show = (request: Request, own: Surroundings): Shown => {
  if (request.kind === 'identify') return showIdentify(request.body, own)
  return request.kind === 'sign' ? showSign(request.body) : showUnwrap(request.body, own)
}

/**
 * Looks into a request before anybody is asked for a PIN. Throws `wrong-certificate` when a bid is
 * for another certificate, `bid-file-damaged` or `bid-file-unsupported` for its header, and
 * `message-rejected` for what no honest desktop asks.
 */
export const inspectRequest = (request: Request, own: Surroundings): RequestView => ({
  kind: request.kind,
  intent: own.intent,
  ...show(request, own),
  digest: `${own.hash.slice(0, 8)}…${own.hash.slice(-8)}`,
  expiresAt: own.expiresAt,
})

/** What the history keeps of a request that was looked into, beside what is shown. */
export const bidFacts = (request: Request, encryption: readonly Certificate[]): BidFacts => {
  if (request.kind === 'identify') return {}
  if (request.kind === 'sign') {
    const { id: tenderId, lot } = request.body.tender
    return { tenderId, lot, encryption: encryption[0]?.fingerprint }
  }
  const { tender, build, openingTime, slots } = parseHeader(decoded(request.body.header))
  return { tenderId: tender.id, lot: tender.lot, build, openingTime, encryption: slots[request.body.slot]?.fingerprint }
}
