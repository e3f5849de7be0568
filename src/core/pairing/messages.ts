/**
 * What desktop and phone say to each other inside the secure channel (design: requests), as
 * canonical JSON. Bytes are base64url. Every message is parsed here, at the door, with limits.
 */
import { z } from 'zod'
import { fromBase64url } from '../bytes/base64url.ts'

const base64url = (limit: number) =>
  z
    .string()
    .max(Math.ceil((limit * 4) / 3))
    .refine((text) => fromBase64url(text) !== null, 'not base64url')

const digest = base64url(32).refine((text) => fromBase64url(text)?.length === 32, 'not 32 bytes')
const name = z.string().min(1).max(255)
const certificate = base64url(8192)
const time = z.int().nonnegative()
const id = z.string().regex(/^[A-Za-z0-9_-]{16,43}$/)

/** What the desktop asks a phone for; it is part of the QR code, so that the phone knows it before it answers. */
export const INTENTS = ['identify', 'sign', 'generate', 'open', 'rehearse'] as const
export type Intent = (typeof INTENTS)[number]

export const SEAL_KINDS = ['company', 'contract', 'finance', 'legal-representative', 'personal', 'handwritten'] as const
export type SealKind = (typeof SEAL_KINDS)[number]

const tender = z.strictObject({ id: z.string().max(64), name, lot: z.string().max(64) })

export const identifyBody = z.strictObject({ origin: z.string().max(255), nonce: digest, purpose: z.string().max(255) })

export const signDocument = z.strictObject({
  name,
  /** Bytes of the file as it was opened. */
  size: z.int().nonnegative(),
  pages: z.int().nonnegative(),
  /** SHA-256 of the file as it was opened. */
  sha256: digest,
  seals: z.array(z.strictObject({ kind: z.enum(SEAL_KINDS), count: z.int().positive() })).max(8),
  /** JPEG pictures of sealed pages, at most six a document. Page numbers start at 1. */
  previews: z.array(z.strictObject({ page: z.int().positive(), jpeg: base64url(48 * 1024) })).max(6),
  /** SHA-256 that the messageDigest attribute must hold. */
  digest,
})

export const signBody = z.strictObject({
  tender,
  /** pades: a PDF signature. bid: the seal of an encrypted bid file. */
  profile: z.enum(['pades', 'bid']),
  documents: z.array(signDocument).min(1).max(64),
})

export const unwrapBody = z.strictObject({
  purpose: z.enum(['open', 'rehearse']),
  /** The bid file's header, as it stands in the file. */
  header: base64url(256 * 1024),
  /** Which of the header's slots the phone is asked to open. */
  slot: z.int().nonnegative().max(15),
})

const asked = {
  identify: { kind: z.literal('identify'), body: identifyBody },
  sign: { kind: z.literal('sign'), body: signBody },
  unwrap: { kind: z.literal('unwrap'), body: unwrapBody },
} as const

export const requestBody = z.discriminatedUnion('kind', [
  z.strictObject(asked.identify),
  z.strictObject(asked.sign),
  z.strictObject(asked.unwrap),
])
export type RequestBody = z.infer<typeof requestBody>
export type RequestKind = RequestBody['kind']
export type SignBody = z.infer<typeof signBody>
export type SignDocument = z.infer<typeof signDocument>
export type IdentifyBody = z.infer<typeof identifyBody>
export type UnwrapBody = z.infer<typeof unwrapBody>

export const identifyAnswer = z.strictObject({
  /** Signing certificate first, then its issuers without the root. */
  signing: z.array(certificate).min(1).max(4),
  /** Encryption certificate that new bid files are made for, then its issuers without the root. */
  encryption: z.array(certificate).min(1).max(4),
  /** Electronic seal records (GB/T 38540-2020, DER) this user may use. */
  seals: z.array(base64url(160 * 1024)).max(8),
})

export const signAnswer = z.strictObject({
  signing: z.array(certificate).min(1).max(4),
  /** One for each document, in order: DER of the signed attributes (SET OF) and the DER ECDSA signature over them. */
  signatures: z
    .array(z.strictObject({ attributes: base64url(4096), signature: base64url(512) }))
    .min(1)
    .max(64),
})

export const unwrapAnswer = z.strictObject({ fileKey: digest })

export const answers = { identify: identifyAnswer, sign: signAnswer, unwrap: unwrapAnswer } as const
export type IdentifyAnswer = z.infer<typeof identifyAnswer>
export type SignAnswer = z.infer<typeof signAnswer>
export type UnwrapAnswer = z.infer<typeof unwrapAnswer>
export interface Answers {
  readonly identify: IdentifyAnswer
  readonly sign: SignAnswer
  readonly unwrap: UnwrapAnswer
}

/** How many older encryption certificates an introduction names at most: the newest of them. */
export const MAX_OLDER = 15

/**
 * First message after the handshake, phone to desktop, before any PIN: proves possession of the
 * device key that the signing key vouched for at enrolment, so that the desktop knows whose phone
 * it is before it shows it a document (docs/adr/0006).
 */
export const introduction = z.strictObject({
  type: z.literal('introduction'),
  signing: z.array(certificate).min(1).max(4),
  encryption: z.array(certificate).min(1).max(4),
  /** Encryption certificates that were renewed since, the newest first: their keys still open old bid files. Absent where there are none. */
  older: z.array(certificate).min(1).max(MAX_OLDER).optional(),
  person: name,
  device: name,
  /** SPKI of the device key, ECDSA P-256. */
  deviceKey: base64url(128),
  /** By the signing key, over "BidSeal v1 device" and the device key. */
  endorsement: base64url(512),
  /** By the device key, over "BidSeal v1 introduction", transcript, origin and intent. */
  proof: base64url(512),
})
export type Introduction = z.infer<typeof introduction>

const requestHead = { type: z.literal('request'), id, issuedAt: time, expiresAt: time } as const

export const request = z.discriminatedUnion('kind', [
  z.strictObject({ ...requestHead, ...asked.identify }),
  z.strictObject({ ...requestHead, ...asked.sign }),
  z.strictObject({ ...requestHead, ...asked.unwrap }),
])

/** Why a phone does not do what it was asked. */
export const REFUSALS = ['refused', 'wrong-certificate', 'unwrap-failed', 'malformed', 'expired', 'locked'] as const
export type RefusalCode = (typeof REFUSALS)[number]

export const response = z.strictObject({
  type: z.literal('response'),
  id,
  /** SHA-256 of the request's canonical bytes. */
  requestHash: digest,
  /** CONFIRM: by the signing key, over "BidSeal v1 auth", transcript, origin, intent and requestHash. Absent in a refusal. */
  confirm: base64url(512).optional(),
  ok: z.boolean(),
  body: z.unknown().optional(),
  error: z.strictObject({ code: z.enum(REFUSALS), reason: z.string().max(255).optional() }).optional(),
})
export const seen = z.strictObject({ type: z.literal('seen'), id })
export const cancel = z.strictObject({ type: z.literal('cancel'), id })
export const end = z.strictObject({ type: z.literal('end'), reason: z.string().max(255) })

/** What may be asked under an intent: a phone shows the intent first and answers nothing else. */
export const fitsIntent = (intent: Intent, asked: RequestBody): boolean => {
  if (asked.kind === 'identify') return intent === 'identify'
  if (asked.kind === 'unwrap') return intent === asked.body.purpose
  return intent === (asked.body.profile === 'bid' ? 'generate' : 'sign')
}

/** Any message inside the channel. */
export const message = z.union([introduction, request, response, seen, cancel, end])
export type Message = z.infer<typeof message>
export type Request = z.infer<typeof request>
export type Response = z.infer<typeof response>
