/** Opaque tokens, of which the server keeps the digest only. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { toBase64url } from '#core/bytes/base64url'
import type { RandomBytes } from '#core/cms/auth-enveloped'

/** 256 bits. */
export const makeToken = (random: RandomBytes): string => toBase64url(random(32))

/** What is kept of a token. */
export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Compares without saying how much is right. */
export const sameToken = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(digestOf(a)), Buffer.from(digestOf(b)))
