import { AppError } from '../errors.ts'
import { decodeStream } from './filter.ts'
import {
  isArray,
  isDict,
  isName,
  isRef,
  isStream,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  type PdfStream,
} from './object.ts'
import { damaged, Parser } from './parser.ts'
import { cachedSource, type PdfSource } from './source.ts'
import { parseAt } from './window.ts'
import { readXref, type Xref } from './xref.ts'
import type { Bytes } from '../bytes/bytes.ts'

const MAX_CACHED = 4096
const MAX_CACHED_STREAMS = 16
const MAX_STREAM = 32 * 1024 * 1024
const MAX_HOPS = 32
const HEADER_SEARCH = 1024

/** An open PDF. Objects are read when they are asked for; the last ones are kept. */
export interface PdfDocument {
  readonly source: PdfSource
  readonly xref: Xref
  readonly catalogRef: PdfRef
  readonly catalog: PdfDict
  /** What a reference points to; null where nothing is there (ISO 32000-2 section 7.3.10). */
  get(ref: PdfRef): Promise<PdfObject>
  /** The value itself, or what it refers to. */
  resolve(value: PdfObject | undefined): Promise<PdfObject>
  /** The decoded data of a stream, at most `limit` bytes. */
  data(stream: PdfStream, limit?: number): Promise<Bytes>
}

interface Packed {
  readonly numbers: readonly number[]
  object(index: number): PdfObject
}

const remember = <K, V>(cache: Map<K, V>, key: K, value: V, limit: number): V => {
  cache.delete(key)
  cache.set(key, value)
  if (cache.size > limit) cache.delete(cache.keys().next().value ?? key)
  return value
}

const requireHeader = async (source: PdfSource): Promise<void> => {
  const head = String.fromCharCode(...(await source.read(0, HEADER_SEARCH)))
  if (!head.includes('%PDF-')) throw new AppError('not-a-pdf')
}

const unpack = (dict: PdfDict, data: Bytes, offset: number): Packed => {
  const count = dict.entries.get('N')
  const first = dict.entries.get('First')
  if (typeof count !== 'number' || typeof first !== 'number' || count > data.length)
    throw damaged('object stream', offset)
  const parser = new Parser(data, 0, true)
  const heads = Array.from({ length: count }, () => ({ number: parser.integer(), at: parser.integer() }))
  return {
    numbers: heads.map(({ number }) => number),
    object: (index) => {
      const head = heads[index]
      if (head === undefined) throw damaged('object stream', offset)
      return new Parser(data, 0, true, first + head.at).object()
    },
  }
}

/**
 * Opens a PDF for reading. Throws `not-a-pdf`, `pdf-encrypted` (remove the password first),
 * `pdf-damaged` when the cross-references or the catalog cannot be followed, and `pdf-unsupported`
 * for constructions beyond the limits of this reader.
 */
export const openPdf = async (file: PdfSource): Promise<PdfDocument> => {
  const source = cachedSource(file)
  await requireHeader(source)
  const xref = await readXref(source)
  if (xref.trailer.entries.has('Encrypt')) throw new AppError('pdf-encrypted')
  const objects = new Map<number, Promise<PdfObject>>()
  const streams = new Map<number, Promise<Packed>>()

  const readAtOffset = (number: number, offset: number): Promise<PdfObject> =>
    parseAt(source, offset, (parser) => {
      const found = parser.integer()
      parser.integer()
      parser.expect('obj')
      if (found !== number) throw damaged('another object found', offset)
      return parser.objectOrStream()
    })

  const readPacked = async (number: number): Promise<Packed> => {
    const entry = xref.entries.get(number)
    if (entry?.kind !== 'offset') throw damaged('object stream missing', 0)
    const stream = await readAtOffset(number, entry.offset)
    if (!isStream(stream) || !isName(stream.dict.entries.get('Type'), 'ObjStm'))
      throw damaged('object stream', entry.offset)
    return unpack(stream.dict, await data(stream), entry.offset)
  }

  const packed = (number: number): Promise<Packed> =>
    remember(streams, number, streams.get(number) ?? readPacked(number), MAX_CACHED_STREAMS)

  const read = async (number: number): Promise<PdfObject> => {
    const entry = xref.entries.get(number)
    if (entry === undefined || entry.kind === 'free') return null
    if (entry.kind === 'offset') return readAtOffset(number, entry.offset)
    const stream = await packed(entry.stream)
    const index = stream.numbers[entry.index] === number ? entry.index : stream.numbers.indexOf(number)
    if (index < 0) throw damaged('object missing in its stream', 0)
    return stream.object(index)
  }

  const get = async (ref: PdfRef): Promise<PdfObject> => {
    const entry = xref.entries.get(ref.number)
    if (entry?.kind === 'offset' && entry.generation !== ref.generation) return null
    return remember(objects, ref.number, objects.get(ref.number) ?? read(ref.number), MAX_CACHED)
  }

  const resolve = async (value: PdfObject | undefined): Promise<PdfObject> => {
    let found = value ?? null
    for (let hops = 0; isRef(found); hops++) {
      if (hops > MAX_HOPS) throw damaged('circle of references', 0)
      found = await get(found)
    }
    return found
  }

  const data = async (stream: PdfStream, limit = MAX_STREAM): Promise<Bytes> => {
    const length = await resolve(stream.dict.entries.get('Length'))
    if (typeof length !== 'number' || length < 0) throw damaged('stream length', stream.start)
    if (length > limit) throw new AppError('pdf-unsupported', { reason: 'stream too large' })
    const raw = await source.read(stream.start, length)
    if (raw.length !== length) throw damaged('stream cut', stream.start)
    const filter = await resolve(stream.dict.entries.get('Filter'))
    const parms = await resolve(stream.dict.entries.get('DecodeParms'))
    const entries = new Map(stream.dict.entries)
    if (filter !== null) entries.set('Filter', isArray(filter) && filter.length === 1 ? filter[0]! : filter)
    if (parms !== null) entries.set('DecodeParms', parms)
    return decodeStream(raw, { kind: 'dict', entries }, limit)
  }

  const catalogRef = xref.trailer.entries.get('Root')
  if (!isRef(catalogRef)) throw damaged('catalog missing', xref.start)
  const catalog = await get(catalogRef)
  if (!isDict(catalog) || !catalog.entries.has('Pages')) throw damaged('catalog', xref.start)
  return { source, xref, catalogRef, catalog, get, resolve, data }
}
