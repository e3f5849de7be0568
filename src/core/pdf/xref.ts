/** Where every object lies: tables, streams, hybrids and their chain (ISO 32000-2 section 7.5.4 to 7.5.8). */
import { AppError } from '../errors.ts'
import { decodeStream } from './filter.ts'
import { isArray, isDict, isName, isStream, type PdfDict, type PdfObject } from './object.ts'
import { damaged, type Parser } from './parser.ts'
import type { PdfSource } from './source.ts'
import { parseAt } from './window.ts'

const MAX_OBJECTS = 8_388_607
const MAX_SECTIONS = 4096
const MAX_STREAM = 64 * 1024 * 1024
const TAIL = 2048

export type XrefKind = 'table' | 'stream'

export type XrefEntry =
  | { readonly kind: 'free' }
  | { readonly kind: 'offset'; readonly offset: number; readonly generation: number }
  /** The `index`-th object in the object stream `stream`. */
  | { readonly kind: 'packed'; readonly stream: number; readonly index: number }

export interface Xref {
  /** The newest entry of every object that has one. */
  readonly entries: ReadonlyMap<number, XrefEntry>
  readonly trailer: PdfDict
  /** The kind of the newest section. */
  readonly kind: XrefKind
  /** Where the newest section begins. */
  readonly start: number
  /** One more than the highest object number. */
  readonly size: number
}

interface Section {
  readonly kind: XrefKind
  readonly dict: PdfDict
  readonly entries: ReadonlyMap<number, XrefEntry>
}

/** The offset that the last `startxref` names. Throws `pdf-damaged` when there is none: the file is cut. */
const findStart = async (source: PdfSource): Promise<number> => {
  const from = Math.max(0, source.size - TAIL)
  const tail = String.fromCharCode(...(await source.read(from, TAIL)))
  const match = /startxref\s+(\d{1,15})\s/.exec(tail.slice(Math.max(0, tail.lastIndexOf('startxref'))) + '\n')
  if (match === null) throw damaged('startxref missing', from)
  return Number(match[1])
}

const parseTable = (parser: Parser): Section => {
  const entries = new Map<number, XrefEntry>()
  while (!parser.accept('trailer')) {
    let first = parser.integer()
    const count = parser.integer()
    for (let i = 0; i < count; i++) {
      const offset = parser.integer()
      const generation = parser.integer()
      const letter = parser.token()
      if (letter !== 'n' && letter !== 'f') throw damaged('cross-reference entry', parser.offset)
      // Some producers number the list from 1 although it begins with the head of the free list.
      if (i === 0 && first === 1 && letter === 'f' && generation === 65535 && offset === 0) first = 0
      if (first + i > MAX_OBJECTS) throw new AppError('pdf-unsupported', { reason: 'too many objects' })
      const isUsed = letter === 'n' && offset > 0
      entries.set(first + i, isUsed ? { kind: 'offset', offset, generation } : { kind: 'free' })
    }
  }
  const dict = parser.object()
  if (!isDict(dict)) throw damaged('trailer', parser.offset)
  return { kind: 'table', dict, entries }
}

const integers = (value: PdfObject | undefined): number[] | null =>
  isArray(value) && value.every((item) => typeof item === 'number' && Number.isInteger(item) && item >= 0)
    ? (value as number[])
    : null

const field = (data: Uint8Array, at: number, width: number, fallback: number): number => {
  if (width === 0) return fallback
  let value = 0
  for (let i = 0; i < width; i++) value = value * 256 + data[at + i]!
  return value
}

const entryOf = (type: number, second: number, third: number): XrefEntry | null => {
  if (type === 0) return { kind: 'free' }
  if (type === 1) return { kind: 'offset', offset: second, generation: third }
  return type === 2 ? { kind: 'packed', stream: second, index: third } : null
}

const readStreamSection = (dict: PdfDict, data: Uint8Array, offset: number): Section => {
  const widths = integers(dict.entries.get('W'))
  const size = dict.entries.get('Size')
  if (widths?.length !== 3 || widths.some((width) => width > 7) || typeof size !== 'number')
    throw damaged('cross-reference stream', offset)
  const [a = 0, b = 0, c = 0] = widths
  const index = integers(dict.entries.get('Index')) ?? [0, size]
  const entries = new Map<number, XrefEntry>()
  let at = 0
  for (let i = 0; i + 1 < index.length; i += 2) {
    for (let number = index[i]!; number < index[i]! + index[i + 1]!; number++, at += a + b + c) {
      if (at + a + b + c > data.length) throw damaged('cross-reference stream cut', offset)
      if (number > MAX_OBJECTS) throw new AppError('pdf-unsupported', { reason: 'too many objects' })
      const entry = entryOf(field(data, at, a, 1), field(data, at + a, b, 0), field(data, at + a + b, c, 0))
      if (entry !== null) entries.set(number, entry)
    }
  }
  return { kind: 'stream', dict, entries }
}

const readSection = async (source: PdfSource, offset: number): Promise<Section> => {
  const found = await parseAt<Section | { readonly kind: 'object'; readonly object: PdfObject }>(
    source,
    offset,
    (parser) => {
      if (parser.accept('xref')) return parseTable(parser)
      parser.integer()
      parser.integer()
      parser.expect('obj')
      return { kind: 'object', object: parser.objectOrStream() }
    },
  )
  if (found.kind !== 'object') return found
  if (!isStream(found.object)) throw damaged('cross-reference section', offset)
  const { dict, start } = found.object
  const length = dict.entries.get('Length')
  if (!isName(dict.entries.get('Type'), 'XRef') || typeof length !== 'number' || length > MAX_STREAM)
    throw damaged('cross-reference stream', offset)
  const data = await source.read(start, length)
  if (data.length !== length) throw damaged('cross-reference stream cut', offset)
  return readStreamSection(dict, decodeStream(data, dict, MAX_STREAM), offset)
}

const offsetIn = (dict: PdfDict, key: string): number | null => {
  const value = dict.entries.get(key)
  if (value === undefined) return null
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw damaged(key, 0)
  return value
}

/** A table's entries, then those it hides in its stream, then the free ones (section 7.5.8.4). */
const sectionEntries = async (source: PdfSource, section: Section): Promise<readonly [number, XrefEntry][]> => {
  const hidden = section.kind === 'table' ? offsetIn(section.dict, 'XRefStm') : null
  if (hidden === null) return [...section.entries]
  const stream = await readSection(source, hidden)
  const isUsed = ([, entry]: readonly [number, XrefEntry]): boolean => entry.kind !== 'free'
  return [...[...section.entries].filter(isUsed), ...stream.entries, ...section.entries]
}

/**
 * Follows the chain of cross-reference sections from the newest to the oldest. Throws
 * `pdf-damaged` when one is missing, malformed or part of a circle; nothing is guessed.
 */
export const readXref = async (source: PdfSource): Promise<Xref> => {
  const start = await findStart(source)
  const entries = new Map<number, XrefEntry>()
  const visited = new Set<number>()
  let newest: Section | null = null
  let size = 0
  for (let at: number | null = start; at !== null;) {
    if (visited.has(at) || visited.size >= MAX_SECTIONS) throw damaged('circle of cross-references', at)
    visited.add(at)
    const section = await readSection(source, at)
    newest ??= section
    for (const [number, entry] of await sectionEntries(source, section)) {
      if (!entries.has(number)) entries.set(number, entry)
      size = Math.max(size, number + 1)
    }
    size = Math.max(size, offsetIn(section.dict, 'Size') ?? 0)
    at = offsetIn(section.dict, 'Prev')
  }
  if (newest === null || size > MAX_OBJECTS) throw damaged('cross-reference size', start)
  return { entries, trailer: newest.dict, kind: newest.kind, start, size }
}
