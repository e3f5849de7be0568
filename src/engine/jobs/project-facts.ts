/** What jobs read of a project, with bytes instead of text. */
import { fromBase64url, toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { parseSealRecord } from '#core/certificate/seal-record'
import { AppError } from '#core/errors'
import type { SignBody } from '#core/pairing/messages'
import { currentVersion, documentsOf, unsignedPlacements } from '../projects/project.ts'
import type { Bidder as StoredBidder, Placement, Project } from '../projects/project.ts'
import { pageCount, unsealedPages } from '../projects/state.ts'
import type { GuardFacts } from './guards.ts'

export interface Bidder {
  readonly company: string
  readonly creditCode: string
  readonly person: string
  readonly device: string
  /** DER, the leaf first, without the root. */
  readonly signing: readonly Bytes[]
  readonly encryption: readonly Bytes[]
  /** Electronic seal records, DER. */
  readonly seals: readonly Bytes[]
}

export interface DocumentToSeal {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly pages: number
  /** Hexadecimal. */
  readonly sha256: string
  /** Not signed yet. */
  readonly placements: readonly Placement[]
}

const decoded = (texts: readonly string[]): readonly Bytes[] =>
  texts.map((text) => {
    const bytes = fromBase64url(text)
    if (bytes === null) throw new AppError('project-damaged', { reason: 'not base64url', at: 'bidder' })
    return bytes
  })

/** Null before a certificate has been read. */
export const bidderOf = ({ bidder }: Project): Bidder | null =>
  bidder && {
    ...bidder,
    signing: decoded(bidder.signing),
    encryption: decoded(bidder.encryption),
    seals: decoded(bidder.seals),
  }

/** Throws `project-no-bidder`. */
export const requireBidder = (project: Project): Bidder => {
  const bidder = bidderOf(project)
  if (bidder === null) throw new AppError('project-no-bidder')
  return bidder
}

/** As a project keeps it. */
export const storedBidder = (bidder: Bidder): StoredBidder => ({
  ...bidder,
  signing: bidder.signing.map(toBase64url),
  encryption: bidder.encryption.map(toBase64url),
  seals: bidder.seals.map(toBase64url),
})

export const tenderOf = ({ tender }: Project): SignBody['tender'] => ({
  id: tender.tenderId,
  name: tender.tenderName,
  lot: tender.lot,
})

/** Ids of the seals that documents wait for. */
export const usedSeals = (documents: readonly Pick<DocumentToSeal, 'placements'>[]): ReadonlySet<string> =>
  new Set(documents.flatMap(({ placements }) => placements.map(({ seal }) => seal)))

/** Throws `seal-expired` for the first seal that documents wait for and whose time is over. */
export const requireSealsInTime = (
  { seals }: Pick<Bidder, 'seals'>,
  documents: readonly Pick<DocumentToSeal, 'placements'>[],
  now: Date,
): void => {
  const used = usedSeals(documents)
  for (const { id, name, validEnd } of seals.map(parseSealRecord))
    if (used.has(id) && validEnd < now) throw new AppError('seal-expired', { seal: name })
}

/** Documents with seals that are placed and not signed, in the order of the bid. */
export const documentsToSeal = (project: Project): readonly DocumentToSeal[] => {
  const unsigned = unsignedPlacements(project)
  return documentsOf(project).flatMap((document) => {
    const placements = unsigned.filter((placement) => placement.document === document.id)
    const { size, sha256 } = currentVersion(document)
    const { id, name, pages } = document
    return placements.length === 0 ? [] : [{ id, name, size, sha256, pages: pages.length, placements }]
  })
}

/** Bytes of all documents. */
export const sizeOf = (project: Project): number =>
  documentsOf(project).reduce((sum, document) => sum + currentVersion(document).size, 0)

export const guardFactsOf = (project: Project): Omit<GuardFacts, 'now' | 'bidder'> => ({
  openingTime: new Date(project.tender.openingTime),
  tenderId: project.tender.tenderId,
  lot: project.tender.lot,
  parts: project.parts.map(({ documents }) => documents.length),
  pages: pageCount(project),
  unsealedPages: unsealedPages(project),
  placements: project.placements.length,
  unsignedPlacements: unsignedPlacements(project).length,
  size: sizeOf(project),
})
