/**
 * A slot holds file key ‖ SHA-256(header without slots) for one encryption certificate. The bound
 * hash ties it to one bid: moved into another file it is refused, whoever made that file.
 */
import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import { concat, equalBytes, type Bytes } from '../bytes/bytes.ts'
import { sha256, sha256Hex } from '../bytes/digest.ts'
import { envelop, openEnvelope, type RandomBytes, type RecipientKey } from '../cms/auth-enveloped.ts'
import { AppError } from '../errors.ts'
import { boundHash, type BidHeader, type HeaderFacts, type Slot } from './header.ts'

export const FILE_KEY_LENGTH = 32

/** What is readable about a recipient: the fields of an encryption certificate. */
export interface Recipient {
  /** DER of the encryption certificate. */
  readonly certificate: Bytes
  readonly company: string
  readonly creditCode: string
  readonly person: string
  /** Lower-case hexadecimal. */
  readonly serial: string
  readonly notBefore: Date
  readonly notAfter: Date
}

const isoSeconds = (time: Date): string => time.toISOString().replace(/\.\d{3}Z$/, 'Z')

/** Makes the slot of one recipient. Throws what `envelop` throws. */
export const sealSlot = async (
  fileKey: Bytes,
  facts: HeaderFacts,
  recipient: Recipient,
  random: RandomBytes,
): Promise<Slot> => ({
  company: recipient.company,
  creditCode: recipient.creditCode,
  person: recipient.person,
  serial: recipient.serial.toLowerCase().replace(/^0+(?=.)/, ''),
  fingerprint: sha256Hex(await sha256(recipient.certificate)),
  notBefore: isoSeconds(recipient.notBefore),
  notAfter: isoSeconds(recipient.notAfter),
  envelope: toBase64url(await envelop(concat(fileKey, await boundHash(facts)), recipient.certificate, random)),
})

/**
 * Opens one slot of a header and returns the 32-byte file key, or null when the slot is for
 * another certificate. Throws `bid-file-damaged` when it is malformed, `unwrap-failed` when the key
 * does not open it and `slot-not-bound` when it was made for another header.
 */
export const openSlot = async (header: BidHeader, index: number, recipient: RecipientKey): Promise<Bytes | null> => {
  const slot = header.slots[index]
  if (slot === undefined) throw new AppError('bid-file-damaged', { part: 'slot', reason: 'no such slot', slot: index })
  const envelope = fromBase64url(slot.envelope)
  if (envelope === null) throw new AppError('bid-file-damaged', { part: 'slot', reason: 'not base64url' })
  const secret = await openEnvelope(envelope, recipient)
  if (secret === null) return null
  if (secret.length !== FILE_KEY_LENGTH + 32) throw new AppError('bid-file-damaged', { part: 'slot', reason: 'length' })
  if (!equalBytes(secret.subarray(FILE_KEY_LENGTH), await boundHash(header)))
    throw new AppError('slot-not-bound', { slot: index })
  return secret.slice(0, FILE_KEY_LENGTH)
}

/** Index of the slot made for this certificate, or -1. */
export const findSlot = (header: BidHeader, fingerprint: string): number =>
  header.slots.findIndex((slot) => slot.fingerprint === fingerprint)

/** The file key from whichever slot this certificate opens, or null when none is for it. */
export const openHeader = async (header: BidHeader, recipient: RecipientKey): Promise<Bytes | null> => {
  for (const index of header.slots.keys()) {
    const fileKey = await openSlot(header, index, recipient)
    if (fileKey !== null) return fileKey
  }
  return null
}
