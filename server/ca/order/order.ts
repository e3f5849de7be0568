/** Orders: what a registration has verified and approved, and asks an authority to certify. */
import { z } from 'zod'
import { fromBase64url, toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { canonicalBytes, canonicalJson } from '#core/bytes/canonical-json'
import { sha256, sha256Hex, type Sha256 } from '#core/bytes/digest'
import { enrolmentAnswer, releasedKeys } from '#core/certificate/enrolment'
import { SEAL_KINDS } from '#core/certificate/seal-kinds'
import { AppError } from '#core/errors'
import type { ApprovedOrder } from '../authority.ts'

/** The certificates that one order brings, by the profiles of each. */
export const ORDER_PROFILES = {
  company: { signing: 'company-signing', encryption: 'company-encryption' },
} as const
export type OrderProfile = keyof typeof ORDER_PROFILES

const name = z.string().min(1).max(64)
export const orderId = z.string().regex(/^[\w-]{16,64}$/)
/** When a seal's time ends, ms; null where it may be used as long as the certificate. */
const until = z.int().positive().nullable()
const companySealKinds = SEAL_KINDS.filter((kind) => kind !== 'legal-person')

export const orderedSeal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(companySealKinds), until }),
  /** With whose name it bears. */
  z.strictObject({ kind: z.literal('legal-person'), until, name }),
])
export type OrderedSeal = z.output<typeof orderedSeal>

/** What an order brings that says nothing about seals. */
const USUAL_SEALS: readonly OrderedSeal[] = [{ kind: 'company', until: null }]

export interface CertificateOrder extends ApprovedOrder {
  readonly profile: OrderProfile
  /** PKCS#10 for the signing key. */
  readonly csr: Bytes
  /** At most one of each kind. */
  readonly seals: readonly OrderedSeal[]
  /**
   * Earlier orders of the same front, company and person, whose encryption keys are to be released to the new
   * signing certificate.
   */
  readonly recovers: readonly string[]
}

/** What an order brings: certificates first, then their issuers without the root. */
export type Issued = z.output<typeof enrolmentAnswer>

/** How an order is written down and sent. */
export const orderContent = z.strictObject({
  id: orderId,
  profile: z.enum(Object.keys(ORDER_PROFILES) as [OrderProfile]),
  company: name,
  creditCode: z.string().regex(/^[0-9A-Z]{1,32}$/),
  person: name,
  csr: z.string().min(1).max(5462),
  seals: z
    .array(orderedSeal)
    .max(SEAL_KINDS.length)
    .refine((seals) => new Set(seals.map(({ kind }) => kind)).size === seals.length)
    .default([...USUAL_SEALS]),
  recovers: z
    .array(orderId)
    .max(16)
    .refine((ids) => new Set(ids).size === ids.length)
    .default([]),
})
export type OrderContent = z.input<typeof orderContent>

const isUsual = ([first, ...more]: readonly OrderedSeal[]): boolean =>
  first?.kind === 'company' && first.until === null && more.length === 0

/** What is usual is left out: orders of earlier versions keep their digests. */
export const contentOf = (order: CertificateOrder): OrderContent => {
  const { id, profile, company, creditCode, person, csr, seals, recovers } = order
  return {
    ...{ id, profile, company, creditCode, person },
    csr: toBase64url(csr),
    ...(isUsual(seals) ? {} : { seals: [...seals] }),
    ...(recovers.length === 0 ? {} : { recovers: [...recovers] }),
  }
}

/** Throws `invalid-input`. */
export const readOrder = (content: unknown): CertificateOrder => {
  const parsed = orderContent.safeParse(content)
  const csr = parsed.success ? fromBase64url(parsed.data.csr) : null
  if (!parsed.success || csr === null) throw new AppError('invalid-input', { reason: 'order' })
  return { ...parsed.data, csr }
}

/** Two orders of one digest are the same order. */
export const digestOf = async (content: OrderContent): Promise<Sha256> =>
  sha256Hex(await sha256(canonicalBytes(content)))

export const writeContent = (content: OrderContent): string => canonicalJson(content)

export const writeIssued = (issued: Issued): z.input<typeof enrolmentAnswer> => ({
  company: issued.company,
  signing: issued.signing.map(toBase64url),
  encryption: issued.encryption.map(toBase64url),
  encryptionKey: toBase64url(issued.encryptionKey),
  seals: issued.seals.map(toBase64url),
})

/** Throws `message-rejected` for anything but an answer. */
export const readIssued = (answer: unknown): Issued => {
  const parsed = enrolmentAnswer.safeParse(answer)
  if (!parsed.success) throw new AppError('message-rejected', { reason: 'answer to an order' })
  return parsed.data
}

/** Encryption keys of earlier orders, released to the signing certificate of a later one. */
export interface ReleasedKeys {
  /** Whether there are no more to come. */
  readonly isComplete: boolean
  readonly keys: readonly ReleasedKey[]
}

export interface ReleasedKey {
  /** The older encryption certificate first, then its issuers without the root. */
  readonly encryption: readonly Bytes[]
  /** PKCS#8 in CMS AuthEnvelopedData for the new signing certificate's key. */
  readonly encryptionKey: Bytes
}

export const writeReleased = ({ isComplete, keys }: ReleasedKeys): z.input<typeof releasedKeys> => ({
  isComplete,
  keys: keys.map(({ encryption, encryptionKey }) => ({
    encryption: encryption.map(toBase64url),
    encryptionKey: toBase64url(encryptionKey),
  })),
})

/** Throws `message-rejected` for anything but an answer. */
export const readReleased = (answer: unknown): ReleasedKeys => {
  const parsed = releasedKeys.safeParse(answer)
  if (!parsed.success) throw new AppError('message-rejected', { reason: 'released keys' })
  return parsed.data
}
