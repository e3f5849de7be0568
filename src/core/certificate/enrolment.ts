/**
 * What a phone and the certificate authority say to each other over HTTP, as JSON. Bytes are
 * base64url. Both sides parse what they get with these schemas.
 */
import { z } from 'zod'
import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import type { Bytes } from '../bytes/bytes.ts'

/** At most so many bytes, base64url on the way. */
export const bytes = (limit: number) =>
  z.codec(
    z.string().max(Math.ceil((limit * 4) / 3)),
    z.custom<Bytes>((value) => value instanceof Uint8Array),
    {
      decode: (text, context) => {
        const read = fromBase64url(text)
        if (read !== null) return read
        context.issues.push({ code: 'custom', message: 'not base64url', input: text })
        return z.NEVER
      },
      encode: toBase64url,
    },
  )

const exactly = (length: number) => bytes(length).refine((read) => read.length === length, `not ${length} bytes`)
const name = z.string().trim().min(1).max(64)
/** DER. */
export const certificate = bytes(8192)
/** The certificate first, then its issuers. */
export const chain = z.array(certificate).min(1).max(4)

export const enrolmentRequest = z.strictObject({
  person: name,
  creditCode: z.string().trim().min(1).max(32),
  /** What the phone calls itself. */
  device: name,
  /** PKCS#10 for the signing certificate, DER. */
  csr: bytes(4096),
  /** The CA organisation; the server's own unless given. */
  organisation: z.string().max(32).optional(),
})
export type EnrolmentRequest = z.input<typeof enrolmentRequest>

export const enrolmentAnswer = z.strictObject({
  company: z.string().min(1).max(255),
  /** Signing certificate first, then its issuers without the root. */
  signing: chain,
  encryption: chain,
  /** PKCS#8 of the encryption key in CMS AuthEnvelopedData for the signing certificate's key. */
  encryptionKey: bytes(8192),
  /** Electronic seal records (GB/T 38540-2020, DER). */
  seals: z.array(bytes(160 * 1024)).max(8),
})
export type EnrolmentAnswer = z.output<typeof enrolmentAnswer>

/** Encryption keys of earlier certificates, for the signing certificate of a new phone. */
export const releasedKeys = z.strictObject({
  /** Whether there are no more to come. */
  isComplete: z.boolean(),
  keys: z.array(
    z.strictObject({
      /** The older encryption certificate first, then its issuers without the root. */
      encryption: chain,
      /** PKCS#8 in CMS AuthEnvelopedData for the new signing certificate's key. */
      encryptionKey: bytes(8192),
    }),
  ),
})

/** A new key share: released only to whoever proves the PIN. */
export const shareRequest = z.strictObject({
  /** Random; known to the phone and the server only. */
  id: exactly(16),
  /** 32 random bytes: the server's part of the wrapping key. */
  share: exactly(32),
  /** SHA-256 of the PIN proof. */
  verifier: exactly(32),
})

export const shareRelease = z.strictObject({ id: exactly(16), proof: exactly(32) })
export const shareAnswer = z.strictObject({ share: exactly(32) })

/** A changed PIN: the old proof, and what the new one is checked against. */
export const shareChange = z.strictObject({ id: exactly(16), proof: exactly(32), verifier: exactly(32) })
