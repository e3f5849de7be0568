/** Orders: what a registration has verified and approved, and asks an authority to certify. */
import { z } from 'zod'
import { fromBase64url, toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { canonicalBytes, canonicalJson } from '#core/bytes/canonical-json'
import { sha256, sha256Hex, type Sha256 } from '#core/bytes/digest'
import { enrolmentAnswer } from '#core/certificate/enrolment'
import { AppError } from '#core/errors'
import type { ApprovedOrder } from './authority.ts'

/** The certificates that one order brings, by the profiles of each. */
export const ORDER_PROFILES = {
  company: { signing: 'company-signing', encryption: 'company-encryption' },
} as const
export type OrderProfile = keyof typeof ORDER_PROFILES

export interface CertificateOrder extends ApprovedOrder {
  readonly profile: OrderProfile
  /** PKCS#10 for the signing key. */
  readonly csr: Bytes
}

/** What an order brings: certificates first, then their issuers without the root. */
export type Issued = z.output<typeof enrolmentAnswer>

const name = z.string().min(1).max(64)

/** How an order is written down and sent. */
export const orderContent = z.strictObject({
  id: z.string().regex(/^[\w-]{16,64}$/),
  profile: z.enum(Object.keys(ORDER_PROFILES) as [OrderProfile]),
  company: name,
  creditCode: z.string().regex(/^[0-9A-Z]{1,32}$/),
  person: name,
  csr: z.string().min(1).max(5462),
})
export type OrderContent = z.output<typeof orderContent>

export const contentOf = ({ id, profile, company, creditCode, person, csr }: CertificateOrder): OrderContent => ({
  ...{ id, profile, company, creditCode, person },
  csr: toBase64url(csr),
})

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
