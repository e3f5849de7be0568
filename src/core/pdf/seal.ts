/** Seals and one signature over all of them, as one increment (design: append only, two phases). */
import { type Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { addAppearance } from './appearance.ts'
import { openPdf, type PdfDocument } from './document.ts'
import { docMdp, readForm } from './field.ts'
import { isOnPage, pagePoint, userRectangle } from './geometry.ts'
import { beginIncrement, type Increment } from './increment.ts'
import { dict, isArray, isDict, isRef, name, textString, withEntries, type PdfObject, type PdfRef } from './object.ts'
import { readPages, type PdfPage } from './page.ts'
import { GAP_LENGTH, signatureBody, spellByteRange, type ByteRange } from './signature.ts'
import type { PdfSource } from './source.ts'

const MAX_PLACEMENTS = 10_000
/** Print, Locked (section 12.5.3). */
const WIDGET_FLAGS = 132
/** Print, ReadOnly, Locked. */
const STAMP_FLAGS = 196
/** SignaturesExist, AppendOnly (section 12.7.3). */
const SIG_FLAGS = 3

/** Where a seal's top left corner stands: page from 1, millimetres from the displayed page's top left corner. */
export interface SealPlacement {
  readonly page: number
  readonly left: number
  readonly top: number
}

export interface PlacedSeal {
  /** PNG with alpha. */
  readonly image: Uint8Array
  /** Millimetres, printed at true size. */
  readonly width: number
  readonly height: number
  /** DER of the electronic seal record (GB/T 38540). */
  readonly record: Uint8Array
  readonly placements: readonly SealPlacement[]
}

export interface SealRequest {
  readonly seals: readonly PlacedSeal[]
  /** The signer's name, for people. */
  readonly signer: string
  readonly reason?: string
  readonly time: Date
}

export interface PreparedSeal {
  /** To be appended to the original as it is. */
  readonly increment: Bytes
  readonly byteRange: ByteRange
  /** The gap for the CMS, `<` and `>` included, in the sealed file. */
  readonly contentsOffset: number
  readonly contentsLength: number
}

interface Annotation {
  readonly ref: PdfRef
  readonly page: PdfPage
  readonly entries: { readonly [key: string]: PdfObject }
}

const pageFor = (pages: readonly PdfPage[], seal: PlacedSeal, { page, left, top }: SealPlacement): PdfPage => {
  const found = pages[page - 1]
  if (found === undefined) throw new AppError('page-not-found', { page, pages: pages.length })
  if (!isOnPage(found.geometry, pagePoint(left, top), seal.width, seal.height))
    throw new AppError('seal-outside-page', { page, left, top, width: seal.width, height: seal.height })
  return found
}

/** Nobody sees less. */
const inMillionths = (value: number): number => Number(value.toFixed(6))

const annotate = (increment: Increment, pages: readonly PdfPage[], seal: PlacedSeal): Annotation[] => {
  const targets = seal.placements.map((placement) => ({ placement, page: pageFor(pages, seal, placement) }))
  const appearance = addAppearance(increment, seal.image, seal.width, seal.height)
  return targets.map(({ placement: { left, top }, page }) => ({
    ref: increment.reserve(),
    page,
    entries: {
      Type: name('Annot'),
      Rect: userRectangle(page.geometry, pagePoint(left, top), seal.width, seal.height).map(inMillionths),
      P: page.ref,
      AP: dict({ N: appearance.formFor(page.geometry) }),
    },
  }))
}

const appendToPages = async (
  pdf: PdfDocument,
  increment: Increment,
  annotations: readonly Annotation[],
): Promise<void> => {
  const shared = new Set<number>()
  for (const page of new Set(annotations.map((annotation) => annotation.page))) {
    const refs = annotations.filter((annotation) => annotation.page === page).map(({ ref }) => ref)
    const annots = page.dict.entries.get('Annots')
    const existing = await pdf.resolve(annots)
    const all = [...(isArray(existing) ? existing : []), ...refs]
    if (isRef(annots) && isArray(existing) && !shared.has(annots.number)) {
      shared.add(annots.number)
      increment.set(annots, all)
    } else increment.set(page.ref, withEntries(page.dict, { Annots: all }))
  }
}

const appendToForm = async (pdf: PdfDocument, increment: Increment, field: PdfRef): Promise<void> => {
  const entry = pdf.catalog.entries.get('AcroForm')
  const resolved = await pdf.resolve(entry)
  const form = isDict(resolved) ? resolved : dict({})
  const fields = form.entries.get('Fields')
  const existing = await pdf.resolve(fields)
  const all = [...(isArray(existing) ? existing : []), field]
  const isIndirect = isRef(fields) && isArray(existing)
  if (isIndirect) increment.set(fields, all)
  if (isIndirect && form.entries.get('SigFlags') === SIG_FLAGS) return
  const changed = withEntries(form, { Fields: isIndirect ? fields : all, SigFlags: SIG_FLAGS })
  if (isRef(entry) && isDict(resolved)) increment.set(entry, changed)
  else increment.set(pdf.catalogRef, withEntries(pdf.catalog, { AcroForm: changed }))
}

const freeName = (taken: ReadonlySet<string>): string => {
  let number = 1
  while (taken.has(`BidSeal-${number}`)) number++
  return `BidSeal-${number}`
}

const requirePlacements = ({ seals }: SealRequest): void => {
  const count = seals.reduce((sum, { placements }) => sum + placements.length, 0)
  if (count === 0 || count > MAX_PLACEMENTS || seals.some(({ placements }) => placements.length === 0))
    throw new AppError('invalid-input', { reason: 'placements', count })
  if (seals.some(({ width, height }) => !(width > 0 && height > 0)))
    throw new AppError('seal-record-invalid', { reason: 'size' })
}

/**
 * Makes the increment that places all seals of one round and one signature over them: the first
 * seal is the signature field's widget, the others are stamps that share its image. The signature
 * is left empty; `byteRange` says what to hash once the increment stands behind the original.
 *
 * Throws `page-not-found`, `seal-outside-page`, `seal-record-invalid` (picture),
 * `pdf-signing-forbidden` when an earlier signature does not allow it, and what `openPdf` and
 * `readPages` throw.
 */
export const prepareSeal = async (source: PdfSource, request: SealRequest): Promise<PreparedSeal> => {
  requirePlacements(request)
  const pdf = await openPdf(source)
  const form = await readForm(pdf)
  const permission = await docMdp(pdf, form)
  if (permission !== null && permission < 3) throw new AppError('pdf-signing-forbidden', { permission })
  const pages = await readPages(pdf)
  const increment = beginIncrement(pdf)

  const placed = request.seals.map((seal) => ({ seal, annotations: annotate(increment, pages, seal) }))
  const annotations = placed.flatMap((item) => item.annotations)
  const [widget, ...stamps] = annotations
  if (widget === undefined) throw new AppError('invalid-input', { reason: 'placements', count: 0 })
  const signature = increment.reserve()
  increment.set(
    widget.ref,
    dict({
      ...widget.entries,
      Subtype: name('Widget'),
      FT: name('Sig'),
      T: textString(freeName(form.names)),
      V: signature,
      F: WIDGET_FLAGS,
    }),
  )
  for (const { ref, entries } of stamps)
    increment.set(ref, dict({ ...entries, Subtype: name('Stamp'), F: STAMP_FLAGS }))
  const { body, rangeAt, rangeLength, gapAt } = signatureBody({
    name: request.signer,
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    time: request.time,
    seals: placed.map((item) => ({
      record: increment.addStream(dict({ Type: name('BidSealRecord') }), item.seal.record),
      annotations: item.annotations.map(({ ref }) => ref),
    })),
  })
  increment.setBody(signature, body)
  await appendToPages(pdf, increment, annotations)
  await appendToForm(pdf, increment, widget.ref)

  const { bytes, offsetOf } = increment.finish()
  const bodyAt = offsetOf(signature) + `${signature.number} ${signature.generation} obj\n`.length
  const contentsOffset = source.size + bodyAt + gapAt
  const after = contentsOffset + GAP_LENGTH
  const byteRange: ByteRange = [0, contentsOffset, after, source.size + bytes.length - after]
  bytes.set(spellByteRange(byteRange, rangeLength), bodyAt + rangeAt)
  return { increment: bytes, byteRange, contentsOffset, contentsLength: GAP_LENGTH }
}
