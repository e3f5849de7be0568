import { concat, utf8, type Bytes } from '../bytes/bytes.ts'
import { uint } from '../bytes/frames.ts'
import { AppError } from '../errors.ts'
import type { PdfDocument } from './document.ts'
import { dict, name, reference, type PdfDict, type PdfObject, type PdfRef } from './object.ts'
import { indirect, spell, streamBody } from './serialize.ts'

const MAX_TABLE_OFFSET = 9_999_999_999

interface Change {
  readonly ref: PdfRef
  readonly body: Uint8Array | string
}

export interface FinishedIncrement {
  /** To be appended to the file as it is. */
  readonly bytes: Bytes
  /** Where an object begins, from the beginning of `bytes`. */
  offsetOf(ref: PdfRef): number
}

/** Collects new and changed objects of a document. Nothing is written twice; nothing old is touched. */
export interface Increment {
  /** A number for an object that is set later. */
  reserve(): PdfRef
  add(value: PdfObject): PdfRef
  addStream(entries: PdfDict, data: Uint8Array): PdfRef
  /** Sets a reserved or an existing object. */
  set(ref: PdfRef, value: PdfObject): void
  /** Sets a reserved object to a body already spelled. */
  setBody(ref: PdfRef, body: Uint8Array | string): void
  finish(): FinishedIncrement
}

/** Runs of consecutive numbers. */
const subsections = <T extends { readonly ref: PdfRef }>(sorted: readonly T[]): T[][] => {
  const runs: T[][] = []
  for (const item of sorted) {
    const run = runs.at(-1)
    if (run?.at(-1)?.ref.number === item.ref.number - 1) run.push(item)
    else runs.push([item])
  }
  return runs
}

type Placed = Change & { readonly offset: number }

const trailerEntries = (pdf: PdfDocument, size: number): { [key: string]: PdfObject } => {
  const entries: { [key: string]: PdfObject } = { Size: size, Prev: pdf.xref.start, Root: pdf.catalogRef }
  for (const key of ['Info', 'ID']) {
    const value = pdf.xref.trailer.entries.get(key)
    if (value !== undefined) entries[key] = value
  }
  return entries
}

const table = (placed: readonly Placed[], trailer: PdfDict): Bytes => {
  const line = ({ offset, ref }: Placed): string => {
    if (offset > MAX_TABLE_OFFSET) throw new AppError('pdf-unsupported', { reason: 'file too large for a table' })
    return `${String(offset).padStart(10, '0')} ${String(ref.generation).padStart(5, '0')} n\r\n`
  }
  const sections = subsections(placed).map((run) => `${run[0]!.ref.number} ${run.length}\n${run.map(line).join('')}`)
  return utf8(`xref\n${sections.join('')}trailer\n${spell(trailer)}\n`)
}

const stream = (placed: readonly Placed[], self: Placed, trailer: { [key: string]: PdfObject }): Bytes => {
  const all = [...placed, self].sort((a, b) => a.ref.number - b.ref.number)
  const rows = all.map(({ offset, ref }) => concat(Uint8Array.of(1), uint(offset, 5), uint(ref.generation, 2)))
  const index = subsections(all).flatMap((run) => [run[0]!.ref.number, run.length])
  const entries = dict({ Type: name('XRef'), W: [1, 5, 2], Index: index, ...trailer })
  return indirect(self.ref, streamBody(entries, concat(...rows)))
}

/** An empty increment over a document, with a cross-reference section of the kind its last one has. */
export const beginIncrement = (pdf: PdfDocument): Increment => {
  const changes = new Map<number, Change>()
  let next = pdf.xref.size

  const reserve = (): PdfRef => reference(next++)
  const setBody = (ref: PdfRef, body: Uint8Array | string): void => {
    changes.set(ref.number, { ref, body })
  }

  const finish = (): FinishedIncrement => {
    const isStream = pdf.xref.kind === 'stream'
    const self = isStream ? reserve() : null
    const parts: Bytes[] = [utf8('\n')]
    let at = pdf.source.size + 1
    const placed: Placed[] = []
    for (const change of [...changes.values()].sort((a, b) => a.ref.number - b.ref.number)) {
      const bytes = indirect(change.ref, change.body)
      placed.push({ ...change, offset: at })
      parts.push(bytes)
      at += bytes.length
    }
    const trailer = trailerEntries(pdf, next)
    const section =
      self === null ? table(placed, dict(trailer)) : stream(placed, { ref: self, body: '', offset: at }, trailer)
    parts.push(section, utf8(`startxref\n${at}\n%%EOF\n`))
    const offsets = new Map(placed.map(({ ref, offset }) => [ref.number, offset - pdf.source.size]))
    return {
      bytes: concat(...parts),
      offsetOf: (ref) => {
        const offset = offsets.get(ref.number)
        if (offset === undefined) throw new RangeError('object not in the increment')
        return offset
      },
    }
  }

  return {
    reserve,
    setBody,
    finish,
    set: (ref, value) => setBody(ref, spell(value)),
    add: (value) => {
      const ref = reserve()
      setBody(ref, spell(value))
      return ref
    },
    addStream: (entries, data) => {
      const ref = reserve()
      setBody(ref, streamBody(entries, data))
      return ref
    },
  }
}
