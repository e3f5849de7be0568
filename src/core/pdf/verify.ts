/** Checks every signature of a PDF: what it covers, whether it holds, and what came after it. */
import { equalBytes, fromHex, type Bytes } from '../bytes/bytes.ts'
import { readElement } from '../cms/der.ts'
import { verifySignedData, type VerifiedSignedData } from '../cms/signed-data.ts'
import { asAppError, AppError } from '../errors.ts'
import { isOnlySealed } from './changes.ts'
import { openPdf, type PdfDocument } from './document.ts'
import { readForm, type SignatureField } from './field.ts'
import {
  dateOf,
  isArray,
  isDict,
  isName,
  isRef,
  isStream,
  isString,
  textOf,
  type PdfDict,
  type PdfRef,
} from './object.ts'
import { readPages, type PdfPage } from './page.ts'
import { prefixSource, type PdfSource } from './source.ts'

const SUB_FILTERS = ['ETSI.CAdES.detached', 'adbe.pkcs7.detached'] as const
const MAX_GAP = 4 * 1024 * 1024
const MAX_RECORD = 8 * 1024 * 1024

/** A stretch of the file: [offset, offset + length). */
export interface Stretch {
  readonly offset: number
  readonly length: number
}

/** SHA-256 of stretches of the file, one after the other. */
export type HashStretches = (stretches: readonly Stretch[]) => Promise<Bytes>

export interface CheckedSignature {
  readonly field: string
  /** The claimed name and time (/Name, /M): not proved. */
  readonly name: string | null
  readonly claimedAt: Date | null
  /** How many bytes of the file, counted from its beginning, the signature speaks for. */
  readonly covered: number
  readonly coversWholeFile: boolean
  /** Digest and signature hold, and the byte range leaves out nothing but the signature. */
  readonly integrity: boolean
  /** Why integrity does not hold; null when it does. */
  readonly reason: AppError | null
  /** True when later revisions did more than add seals of later signatures. */
  readonly changedAfter: boolean
  /** DER; the signer's first. Empty without integrity. */
  readonly certificates: readonly Bytes[]
  /** The signature's value, which timestamps are made over, and their DER, not judged. Empty without integrity. */
  readonly signatureValue: Bytes
  readonly timestamps: readonly Bytes[]
  /** DER of the electronic seal records that travel with the signature. */
  readonly records: readonly Bytes[]
  /** Pages that carry its seals, from 1. */
  readonly pages: readonly number[]
}

const refuse = (reason: string): AppError => new AppError('signature-invalid', { reason })

interface Ranges {
  readonly gap: Stretch
  readonly end: number
}

/** Accepts only two stretches: from the first byte to the gap, and from the gap to `end`. */
const rangesOf = async (pdf: PdfDocument, signature: PdfDict): Promise<Ranges> => {
  const value = await pdf.resolve(signature.entries.get('ByteRange'))
  const numbers = isArray(value) ? value.filter((item) => typeof item === 'number' && Number.isSafeInteger(item)) : []
  const [start, before, after, rest] = numbers as number[]
  if (numbers.length !== 4 || (isArray(value) && value.length !== 4)) throw refuse('byte range')
  if (start !== 0 || before === undefined || after === undefined || rest === undefined) throw refuse('byte range')
  if (before <= 0 || after <= before || rest <= 0 || after + rest > pdf.source.size) throw refuse('byte range')
  if (after - before > MAX_GAP) throw refuse('byte range')
  return { gap: { offset: before, length: after - before }, end: after + rest }
}

/** The CMS in the gap. The gap must hold the hexadecimal string of /Contents and nothing else. */
const contentsOf = async (pdf: PdfDocument, signature: PdfDict, gap: Stretch): Promise<Bytes> => {
  const text = new TextDecoder('latin1').decode(await pdf.source.read(gap.offset, gap.length))
  const bytes = text.startsWith('<') && text.endsWith('>') ? fromHex(text.slice(1, -1)) : null
  const contents = await pdf.resolve(signature.entries.get('Contents'))
  if (bytes === null || !isString(contents) || !equalBytes(bytes, contents.bytes)) throw refuse('gap')
  try {
    const cms = readElement(bytes)
    if (bytes.subarray(cms.bytes.length).some((byte) => byte !== 0)) throw refuse('bytes after the signature')
    return new Uint8Array(cms.bytes)
  } catch (error) {
    throw error instanceof AppError ? error : refuse('empty')
  }
}

interface Checked {
  readonly ranges: Ranges
  readonly signed: VerifiedSignedData
}

const check = async (pdf: PdfDocument, signature: PdfDict, hash: HashStretches): Promise<Checked> => {
  const ranges = await rangesOf(pdf, signature)
  const subFilter = signature.entries.get('SubFilter')
  if (!SUB_FILTERS.some((known) => isName(subFilter, known))) throw refuse('unsupported: signature format')
  const { gap, end } = ranges
  const cms = await contentsOf(pdf, signature, gap)
  const after = gap.offset + gap.length
  const digest = await hash([
    { offset: 0, length: gap.offset },
    { offset: after, length: end - after },
  ])
  return { ranges, signed: await verifySignedData(cms, digest) }
}

interface SealsOfSignature {
  readonly records: readonly Bytes[]
  readonly annotations: readonly PdfRef[]
}

const sealsOf = async (pdf: PdfDocument, { ref, signature }: SignatureField): Promise<SealsOfSignature> => {
  const ours = await pdf.resolve(signature?.entries.get('BidSeal'))
  const list = isDict(ours) ? await pdf.resolve(ours.entries.get('Seals')) : null
  const records: Bytes[] = []
  const annotations: PdfRef[] = [ref]
  for (const item of isArray(list) ? list : []) {
    const seal = await pdf.resolve(item)
    if (!isDict(seal)) continue
    const record = await pdf.resolve(seal.entries.get('Record'))
    const annots = await pdf.resolve(seal.entries.get('Annots'))
    if (isStream(record)) records.push(await pdf.data(record, MAX_RECORD))
    if (isArray(annots)) annotations.push(...annots.filter(isRef))
  }
  return { records, annotations }
}

const pagesWith = async (
  pdf: PdfDocument,
  pages: readonly PdfPage[],
  annotations: readonly PdfRef[],
): Promise<number[]> => {
  const wanted = new Set(annotations.map(({ number }) => number))
  const found: number[] = []
  for (const [index, { dict }] of pages.entries()) {
    const annots = await pdf.resolve(dict.entries.get('Annots'))
    if (isArray(annots) && annots.some((item) => isRef(item) && wanted.has(item.number))) found.push(index + 1)
  }
  return found
}

const wasChanged = async (after: PdfDocument, covered: number, allowed: readonly PdfRef[]): Promise<boolean> => {
  try {
    const before = await openPdf(prefixSource(after.source, covered))
    return !(await isOnlySealed({ before, after, allowed }, await readPages(before)))
  } catch {
    return true
  }
}

/**
 * Checks all signatures, the oldest first. Whether their certificates are to be trusted is the
 * caller's question. Throws only what `openPdf` and `readPages` throw: a signature that does not
 * hold is a result, not an error.
 */
export const checkSignatures = async (source: PdfSource, hash: HashStretches): Promise<readonly CheckedSignature[]> => {
  const pdf = await openPdf(source)
  const pages = await readPages(pdf)
  const fields = (await readForm(pdf)).signatures.filter(({ signature }) => signature !== null)
  const checked = []
  for (const field of fields) {
    const signature: PdfDict = field.signature ?? { kind: 'dict', entries: new Map() }
    const seals = await sealsOf(pdf, field)
    const outcome = await check(pdf, signature, hash).catch((error: unknown) => asAppError(error))
    checked.push({ field, signature, seals, outcome, end: outcome instanceof AppError ? 0 : outcome.ranges.end })
  }
  checked.sort((a, b) => a.end - b.end)
  const spokenFor = Math.max(0, ...checked.map(({ end }) => end))
  const results: CheckedSignature[] = []
  for (const { field, signature, seals, outcome, end } of checked) {
    const isIntact = !(outcome instanceof AppError)
    const later = checked.filter((other) => other.end > end).flatMap((other) => other.seals.annotations)
    const isWhole = end === source.size
    const changedAfter = isIntact && !isWhole && (spokenFor !== source.size || (await wasChanged(pdf, end, later)))
    results.push({
      field: field.name,
      name: textOf(await pdf.resolve(signature.entries.get('Name'))),
      claimedAt: dateOf(await pdf.resolve(signature.entries.get('M'))),
      covered: end,
      coversWholeFile: isIntact && isWhole,
      integrity: isIntact,
      reason: isIntact ? null : outcome,
      changedAfter,
      certificates: isIntact ? outcome.signed.certificates : [],
      signatureValue: isIntact ? outcome.signed.signature : new Uint8Array(),
      timestamps: isIntact ? outcome.signed.timestamps : [],
      records: seals.records,
      pages: await pagesWith(pdf, pages, seals.annotations),
    })
  }
  return results
}
