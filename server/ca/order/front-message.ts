/**
 * What a registration front asks of an authority, signed with the key of its link: evidence that
 * outlasts the connection, made anew for every try, and for one authority only.
 */
import { z } from 'zod'
import { fromBase64url, toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { canonicalBytes, parseCanonical, type Json } from '#core/bytes/canonical-json'
import { parseElement } from '#core/cms/der'
import type { SubtleKey } from '#core/cms/auth-enveloped'
import type { Certificate } from '#core/certificate/certificate'
import { ECDSA_SHA256, isSignedBy, signBytes } from '#core/certificate/signature'
import { AppError } from '#core/errors'

export const MESSAGE_KINDS = ['order', 'revocation'] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** How far clocks may be apart, and how old a message may be. Milliseconds. */
export const MESSAGE_AGE = 300_000

export const signedMessage = z.strictObject({
  /** Canonical JSON of the message. */
  message: z.string().max(16_384),
  signature: z.string().max(128),
})
export type SignedMessage = z.output<typeof signedMessage>

const message = z.strictObject({
  format: z.literal('bidseal-front/1'),
  kind: z.enum(MESSAGE_KINDS),
  /** SHA-256 of the issuing certificate of the authority that is asked. */
  to: z.string(),
  at: z.int(),
  body: z.json(),
})

export interface Addressed {
  readonly kind: MessageKind
  readonly to: string
}

export const signMessage = async (
  { kind, to }: Addressed,
  body: Json,
  key: SubtleKey,
  at: number,
): Promise<SignedMessage> => {
  const bytes = canonicalBytes({ format: 'bidseal-front/1', kind, to, at, body })
  return { message: toBase64url(bytes), signature: toBase64url(await signBytes(key, bytes)) }
}

const decode = (text: string): Bytes => {
  const bytes = fromBase64url(text)
  if (bytes === null) throw new AppError('invalid-input', { reason: 'base64url' })
  return bytes
}

/**
 * The body of a message. Throws `signature-invalid` when the front has not signed it, `invalid-input` when it is
 * for another authority or another purpose, and `request-expired` when it is not of these minutes.
 */
export const readMessage = async (
  signed: SignedMessage,
  { kind, to }: Addressed,
  front: Certificate,
  now: number,
): Promise<unknown> => {
  const bytes = decode(signed.message)
  if (!(await isSignedBy(front.spki, parseElement(ECDSA_SHA256), bytes, decode(signed.signature))))
    throw new AppError('signature-invalid')
  const parsed = message.safeParse(parseCanonical(bytes))
  if (!parsed.success) throw new AppError('invalid-input', { reason: 'message' })
  if (parsed.data.kind !== kind || parsed.data.to !== to) throw new AppError('invalid-input', { reason: 'addressee' })
  if (Math.abs(now - parsed.data.at) > MESSAGE_AGE) throw new AppError('request-expired')
  return parsed.data.body
}
