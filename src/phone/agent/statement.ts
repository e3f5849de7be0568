/** Statements that are signed with the signing key: ours only, each of a form that means one thing. */
import { parseCanonical } from '#core/bytes/canonical-json'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { ecdsaToDer } from '#core/cms/ecdsa'
import { signWith, type SigningKey } from '#core/cms/signing-key'
import { AppError } from '#core/errors'
import { z } from 'zod'

const FORMATS = ['bidseal-revocation/1', 'bidseal-removal/1', 'bidseal-handover/1'] as const
const LONGEST = 4096

const statement = z.looseObject({ format: z.enum(FORMATS) })

/** Throws `invalid-input` unless it is canonical JSON with a `format` of the list. */
export const requireStatement = (bytes: Uint8Array): void => {
  const isStatement = (): boolean => {
    try {
      return bytes.length <= LONGEST && statement.safeParse(parseCanonical(bytes)).success
    } catch {
      return false // Not canonical JSON.
    }
  }
  if (!isStatement()) throw new AppError('invalid-input', { reason: 'statement' })
}

/** ECDSA with SHA-256, DER. Throws as `requireStatement` does. */
export const signStatement = async (key: SigningKey, bytes: Uint8Array): Promise<Bytes> => {
  requireStatement(bytes)
  return ecdsaToDer(await signWith(key, ownBytes(bytes)))
}
