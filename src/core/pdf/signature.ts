/** The signature dictionary of a PAdES signature (ETSI EN 319 142-1, ISO 32000-2 section 12.8.1). */
import { toHex, utf8, type Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { dateString, textString, type PdfObject, type PdfRef } from './object.ts'
import { spell } from './serialize.ts'

/** Reserved for the CMS; twice as many hexadecimal digits. */
const CONTENTS_BYTES = 24 * 1024
const OFFSET_DIGITS = 15

/** [0, before, after, rest]: everything except the gap [before, after). */
export type ByteRange = readonly [0, number, number, number]

export interface SignatureFacts {
  /** Of the signer, for people. */
  readonly name: string
  readonly reason?: string
  readonly time: Date
  /** Of every seal under this signature: its record and its annotations. */
  readonly seals: readonly { readonly record: PdfRef; readonly annotations: readonly PdfRef[] }[]
}

export interface SignatureBody {
  /** With an empty gap and a byte range of blanks. */
  readonly body: Bytes
  /** Where the blanks of the byte range begin in `body`, and how many they are. */
  readonly rangeAt: number
  readonly rangeLength: number
  /** Where the gap, `<` and `>` included, begins in `body`. */
  readonly gapAt: number
}

export const GAP_LENGTH = 2 * CONTENTS_BYTES + 2

/** Spells a signature dictionary and remembers where its two holes are. */
export const signatureBody = ({ name, reason, time, seals }: SignatureFacts): SignatureBody => {
  const entry = (key: string, value: PdfObject): string => `/${key} ${spell(value)}`
  const records = seals.map(({ record, annotations }) => `<</Record ${spell(record)}/Annots ${spell(annotations)}>>`)
  const head =
    '<</Type /Sig/Filter /Adobe.PPKLite/SubFilter /ETSI.CAdES.detached' +
    entry('Name', textString(name)) +
    (reason === undefined ? '' : entry('Reason', textString(reason))) +
    entry('M', dateString(time)) +
    `/BidSeal <</Version 1/Seals [${records.join('')}]>>/ByteRange `
  const rangeLength = 4 * (OFFSET_DIGITS + 1) + 2
  const middle = '/Contents '
  const text = `${head}${' '.repeat(rangeLength)}${middle}<${'0'.repeat(2 * CONTENTS_BYTES)}>>>`
  const gapAt = head.length + rangeLength + middle.length
  return { body: utf8(text), rangeAt: head.length, rangeLength, gapAt }
}

/** The byte range as it fills its blanks. */
export const spellByteRange = (range: ByteRange, length: number): Bytes => utf8(`[${range.join(' ')}]`.padEnd(length))

/** What goes into the gap. Throws `internal` when the CMS does not fit the 24 KB reserved for it. */
export const spellContents = (cms: Uint8Array): Bytes => {
  if (cms.length > CONTENTS_BYTES) throw new AppError('internal', { reason: 'signature too large', size: cms.length })
  return utf8(`<${toHex(cms).padEnd(2 * CONTENTS_BYTES, '0')}>`)
}
