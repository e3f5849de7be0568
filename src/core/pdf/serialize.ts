import { concat, toHex, utf8, type Bytes } from '../bytes/bytes.ts'
import { isArray, isDict, isName, isRef, isStream, isString, type PdfDict, type PdfObject } from './object.ts'

/** More digits than any page needs. */
const SMALLEST = 30

/** Exactly the number that was read, for what is written again must not change; PDF knows no exponents. */
const number = (value: number): string => {
  if (!Number.isFinite(value)) throw new RangeError('not a PDF number')
  const text = String(value)
  if (!text.includes('e')) return text
  if (Number.isInteger(value)) return BigInt(value).toString()
  return value
    .toFixed(SMALLEST)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0')
}

const escaped = (text: string): string =>
  text.replace(/[^!-~]|[()<>[\]{}/%#]/g, (letter) => `#${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)

const dictionary = ({ entries }: PdfDict): string =>
  `<<${[...entries].map(([key, value]) => `/${escaped(key)} ${spell(value)}`).join('')}>>`

/** How an object is written (ISO 32000-2 section 7.3): ASCII only, strings in hexadecimal. */
export const spell = (value: PdfObject): string => {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return number(value)
  if (isArray(value)) return `[${value.map(spell).join(' ')}]`
  if (isName(value)) return `/${escaped(value.name)}`
  if (isString(value)) return `<${toHex(value.bytes)}>`
  if (isRef(value)) return `${value.number} ${value.generation} R`
  if (isDict(value)) return dictionary(value)
  if (isStream(value)) throw new TypeError('a stream is written with its data')
  throw new TypeError('not a PDF object')
}

/** An indirect object. */
export const indirect = (id: { number: number; generation: number }, body: Uint8Array | string): Bytes => {
  const content = typeof body === 'string' ? utf8(body) : body
  return concat(utf8(`${id.number} ${id.generation} obj\n`), content, utf8('\nendobj\n'))
}

/** The body of a stream object; `Length` is set here. */
export const streamBody = (dict: PdfDict, data: Uint8Array): Bytes => {
  const entries = new Map(dict.entries).set('Length', data.length)
  return concat(utf8(`${dictionary({ kind: 'dict', entries })}\nstream\n`), data, utf8('\nendstream'))
}
