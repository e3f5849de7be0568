/** One bid project as a value, and what can be read off it. */
import { randomBytes } from 'node:crypto'
import type { Sha256 } from '#core/bytes/digest'
import type { PageView, PartRole } from '#ipc/views'

export interface Tender {
  readonly tenderName: string
  readonly tenderId: string
  readonly lot: string
  readonly tenderee: string
  /** ISO 8601 with offset. */
  readonly openingTime: string
}

/** The company that bids. Certificates and seal records are DER as base64url. */
export interface Bidder {
  readonly company: string
  readonly creditCode: string
  readonly person: string
  readonly device: string
  /** Leaf first, as `encryption`. */
  readonly signing: readonly string[]
  readonly encryption: readonly string[]
  readonly seals: readonly string[]
}

export interface DocumentVersion {
  readonly sha256: Sha256
  readonly size: number
}

export interface ProjectDocument {
  readonly id: string
  readonly name: string
  readonly importedAt: string
  /** Displayed sizes in millimetres. */
  readonly pages: readonly PageView[]
  /** As imported, then one more for each seal round. Each is the beginning of the next. */
  readonly versions: readonly [DocumentVersion, ...DocumentVersion[]]
}

export interface Part {
  readonly id: string
  readonly role: PartRole
  readonly title: string
  readonly documents: readonly ProjectDocument[]
}

export interface Placement {
  readonly id: string
  readonly seal: string
  readonly document: string
  /** From 1. */
  readonly page: number
  /** Millimetres from the displayed page's top left corner. */
  readonly left: number
  readonly top: number
  /** 0 until signed; then the round of its document that signed it. */
  readonly round: number
}

export interface OutputFile {
  readonly path: string
  readonly size: number
  readonly sha256: string
}

export interface Outputs {
  readonly ebid: OutputFile
  readonly nbid: OutputFile | null
  readonly buildId: string
  readonly createdAt: string
  readonly seconds: number
  readonly files: number
  /** DER of the certificate that decrypts, as base64url. */
  readonly certificate: string
  /** Digest of what went into the files (contentOf): another one now means that they are out of date. */
  readonly content: string
  readonly rehearsedAt: string | null
  readonly openedAt: string | null
}

export interface Project {
  /** The name of its folder. */
  readonly id: string
  readonly createdAt: string
  readonly changedAt: string
  readonly tender: Tender
  readonly bidder: Bidder | null
  /** Seal records that are signed with and no longer the bidder's, as the bidder's own. */
  readonly formerSeals: readonly string[]
  readonly parts: readonly Part[]
  readonly placements: readonly Placement[]
  readonly outputs: Outputs | null
  /** Bid files that are whole and about to get their names; where a process died then, they may have got them. */
  readonly coming: Outputs | null
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'

/** A random name of 16 letters and digits (80 bits), for projects and all that is in them. */
export const newId = (): string => Array.from(randomBytes(16), (byte) => LETTERS[byte & 31]).join('')

const FIRST_PARTS = [
  ['bid-letter', '投标函'],
  ['commercial', '商务标'],
  ['technical', '技术标'],
] as const

/** A project with the usual three parts, all empty. */
export const newProject = (id: string, tender: Tender, now: Date): Project => ({
  id,
  createdAt: now.toISOString(),
  changedAt: now.toISOString(),
  tender,
  bidder: null,
  formerSeals: [],
  parts: FIRST_PARTS.map(([role, title]) => ({ id: newId(), role, title, documents: [] })),
  placements: [],
  outputs: null,
  coming: null,
})

export const documentsOf = ({ parts }: Pick<Project, 'parts'>): readonly ProjectDocument[] =>
  parts.flatMap(({ documents }) => documents)

export const findDocument = (project: Pick<Project, 'parts'>, id: string): ProjectDocument | null =>
  documentsOf(project).find((document) => document.id === id) ?? null

/** The version that is the document now. */
export const currentVersion = ({ versions }: ProjectDocument): DocumentVersion => versions.at(-1) ?? versions[0]

export const roundsOf = ({ versions }: ProjectDocument): number => versions.length - 1

export const unsignedPlacements = ({ placements }: Project): readonly Placement[] =>
  placements.filter(({ round }) => round === 0)
