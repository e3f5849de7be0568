/** Parts of what is kept in the store, as schemas: what comes out of a store is not trusted to have its form. */
import { z } from 'zod'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import type { SubtleKey } from '#core/cms/auth-enveloped'

export const storedBytes = z.instanceof(Uint8Array).transform((bytes): Bytes => ownBytes(bytes))

export const storedKey = z.custom<SubtleKey>(
  (value) => typeof value === 'object' && value !== null && 'algorithm' in value && 'usages' in value,
)

/** AES-256-GCM ciphertext with its nonce. */
export const sealed = z.object({ nonce: storedBytes, ciphertext: storedBytes })
export type Sealed = z.infer<typeof sealed>

/** DER, the certificate first, then its issuers without the root. */
export const storedChain = z.tuple([storedBytes], storedBytes)
