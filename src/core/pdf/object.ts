/** The objects of PDF (ISO 32000-2 section 7.3) as plain values. */
import { equalBytes, type Bytes } from '../bytes/bytes.ts'

export interface PdfName {
  readonly kind: 'name'
  readonly name: string
}

export interface PdfString {
  readonly kind: 'string'
  readonly bytes: Bytes
}

export interface PdfRef {
  readonly kind: 'ref'
  readonly number: number
  readonly generation: number
}

export interface PdfDict {
  readonly kind: 'dict'
  readonly entries: ReadonlyMap<string, PdfObject>
}

/** A stream as it lies in the file: its data begins at `start` and is not read yet. */
export interface PdfStream {
  readonly kind: 'stream'
  readonly dict: PdfDict
  readonly start: number
}

export type PdfObject =
  null | boolean | number | PdfName | PdfString | PdfRef | PdfDict | PdfStream | readonly PdfObject[]

export const name = (text: string): PdfName => ({ kind: 'name', name: text })
export const string = (bytes: Bytes): PdfString => ({ kind: 'string', bytes })
export const reference = (number: number, generation = 0): PdfRef => ({ kind: 'ref', number, generation })
export const dict = (entries: { readonly [key: string]: PdfObject }): PdfDict => ({
  kind: 'dict',
  entries: new Map(Object.entries(entries)),
})

/** A dictionary with some entries replaced or added. */
export const withEntries = (base: PdfDict, entries: { readonly [key: string]: PdfObject }): PdfDict => ({
  kind: 'dict',
  entries: new Map([...base.entries, ...Object.entries(entries)]),
})

const isKind = (value: PdfObject | undefined, kind: string): boolean =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind

export const isName = (value: PdfObject | undefined, text?: string): value is PdfName =>
  isKind(value, 'name') && (text === undefined || (value as PdfName).name === text)
export const isString = (value: PdfObject | undefined): value is PdfString => isKind(value, 'string')
export const isRef = (value: PdfObject | undefined): value is PdfRef => isKind(value, 'ref')
export const isDict = (value: PdfObject | undefined): value is PdfDict => isKind(value, 'dict')
export const isStream = (value: PdfObject | undefined): value is PdfStream => isKind(value, 'stream')
export const isArray = (value: PdfObject | undefined): value is readonly PdfObject[] => Array.isArray(value)

export const sameRef = (a: PdfRef, b: PdfRef): boolean => a.number === b.number && a.generation === b.generation

const equalDicts = (a: PdfDict, b: PdfDict): boolean =>
  a.entries.size === b.entries.size &&
  [...a.entries].every(([key, value]) => b.entries.has(key) && equalObjects(value, b.entries.get(key) ?? null))

/** Whether two objects say the same. Streams are the same when they lie at the same place. */
export const equalObjects = (a: PdfObject, b: PdfObject): boolean => {
  if (isArray(a)) return isArray(b) && a.length === b.length && a.every((item, i) => equalObjects(item, b[i] ?? null))
  if (isDict(a)) return isDict(b) && equalDicts(a, b)
  if (isStream(a)) return isStream(b) && a.start === b.start && equalDicts(a.dict, b.dict)
  if (isName(a)) return isName(b, a.name)
  if (isString(a)) return isString(b) && equalBytes(a.bytes, b.bytes)
  if (isRef(a)) return isRef(b) && sameRef(a, b)
  return a === b
}

/** A text string (section 7.9.2.2): ASCII as it is, anything else as UTF-16BE with its mark. */
export const textString = (text: string): PdfString => {
  if (/^[\x20-\x7e]*$/.test(text)) return string(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))
  const bytes = new Uint8Array(2 + text.length * 2)
  bytes.set([0xfe, 0xff])
  for (let i = 0; i < text.length; i++) {
    bytes[2 + 2 * i] = text.charCodeAt(i) >> 8
    bytes[3 + 2 * i] = text.charCodeAt(i) & 0xff
  }
  return string(bytes)
}

/** The text of a text string. Bytes above ASCII in PDFDocEncoding are read as Latin-1. */
export const textOf = (value: PdfObject | undefined): string | null => {
  if (!isString(value)) return null
  const { bytes } = value
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes)
  return String.fromCharCode(...bytes.subarray(0, 4096))
}

/** A date string (section 7.9.4) in UTC. */
export const dateString = (time: Date): PdfString =>
  textString(`D:${time.toISOString().replace(/\..*$/, '').replace(/[-T:]/g, '')}Z`)

const DATE = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?'?)?/

/** The time of a date string, or null when it is not one. */
export const dateOf = (value: PdfObject | undefined): Date | null => {
  const match = DATE.exec(textOf(value) ?? '')
  if (match === null) return null
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', sign, hours, minutes] = match
  const zone = sign === undefined ? 'Z' : `${sign}${hours ?? '00'}:${minutes ?? '00'}`
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(time.getTime()) ? null : time
}
