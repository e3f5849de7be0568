import { toHex, type Bytes } from './bytes.ts'

/** A SHA-256 value in lower-case hexadecimal. */
export type Sha256 = string & { readonly brand: 'Sha256' }

const SPELLING = /^[0-9a-f]{64}$/

/** Whether a text is a SHA-256 value in lower-case hexadecimal. */
export const isSha256 = (text: string): text is Sha256 => SPELLING.test(text)

/** SHA-256 (FIPS 180-4) of bytes at hand. Large files are hashed as streams by their owners. */
export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

/** A digest of 32 bytes as people and JSON write it. */
export const sha256Hex = (digest: Uint8Array): Sha256 => {
  if (digest.length !== 32) throw new RangeError('not a SHA-256 digest')
  return toHex(digest) as Sha256
}
