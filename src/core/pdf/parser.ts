/** Reads objects from a window of a file's bytes (ISO 32000-2 section 7.2 and 7.3). */
import type { Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { isDict, type PdfDict, type PdfObject, type PdfStream } from './object.ts'

/** The window ends before the object does: read a longer one. */
export class WindowTooShort extends Error {}

export const damaged = (reason: string, offset: number): AppError => new AppError('pdf-damaged', { reason, offset })

const MAX_DEPTH = 100
const WHITE = new Set([0, 9, 10, 12, 13, 32])
const DELIMITERS = new Set([...'()<>[]{}/%'].map((letter) => letter.charCodeAt(0)))
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 }
const NUMBER = /^[+-]*(\d+\.?\d*|\.\d+)(-\d*)?$/

const isRegular = (byte: number): boolean => !WHITE.has(byte) && !DELIMITERS.has(byte)

const hexDigit = (byte: number): number => {
  const digit = Number.parseInt(String.fromCharCode(byte), 16)
  return Number.isNaN(digit) ? -1 : digit
}

/** A cursor over `bytes`, which begin at `base` in the file. `isEnd` tells that the file ends with them. */
export class Parser {
  readonly #bytes: Uint8Array
  readonly #base: number
  readonly #isEnd: boolean
  #at: number

  constructor(bytes: Uint8Array, base: number, isEnd: boolean, at = 0) {
    this.#bytes = bytes
    this.#base = base
    this.#isEnd = isEnd
    this.#at = at
  }

  /** Where the cursor stands in the file. */
  get offset(): number {
    return this.#base + this.#at
  }

  #fail(reason: string): AppError {
    return damaged(reason, this.offset)
  }

  /** The byte `ahead` of the cursor; -1 at the end of the file. */
  #peek(ahead = 0): number {
    const byte = this.#bytes[this.#at + ahead]
    if (byte !== undefined) return byte
    if (!this.#isEnd) throw new WindowTooShort()
    return -1
  }

  skipWhite(): void {
    for (;;) {
      const byte = this.#peek()
      if (byte === 0x25) {
        while (![10, 13, -1].includes(this.#peek())) this.#at++
      } else if (WHITE.has(byte)) this.#at++
      else return
    }
  }

  /** The run of regular characters at the cursor after white space; empty at a delimiter. */
  token(): string {
    this.skipWhite()
    let text = ''
    for (let byte = this.#peek(); byte !== -1 && isRegular(byte); byte = this.#peek()) {
      text += String.fromCharCode(byte)
      this.#at++
      if (text.length > 256) throw this.#fail('token too long')
    }
    return text
  }

  /** Consumes a keyword when it is the next token. */
  accept(keyword: string): boolean {
    this.skipWhite()
    const before = this.#at
    if (this.token() === keyword) return true
    this.#at = before
    return false
  }

  expect(keyword: string): void {
    if (!this.accept(keyword)) throw this.#fail(`${keyword} expected`)
  }

  /** A non-negative integer. */
  integer(): number {
    const text = this.token()
    if (!/^\d{1,15}$/.test(text)) throw this.#fail('integer expected')
    return Number(text)
  }

  object(depth = 0): PdfObject {
    if (depth > MAX_DEPTH) throw this.#fail('nested too deeply')
    this.skipWhite()
    const byte = this.#peek()
    if (byte === 0x2f) return { kind: 'name', name: this.#name() }
    if (byte === 0x28) return { kind: 'string', bytes: this.#literal() }
    if (byte === 0x5b) return this.#array(depth)
    if (byte === 0x3c)
      return this.#peek(1) === 0x3c ? this.#dict(depth) : { kind: 'string', bytes: this.#hexadecimal() }
    return this.#word()
  }

  /** An object and, when it is a dictionary before the word `stream`, where the stream's data begins. */
  objectOrStream(): PdfObject {
    const value = this.object()
    if (!isDict(value) || !this.accept('stream')) return value
    if (this.#peek() === 13 && this.#peek(1) === 10) this.#at += 2
    else if (this.#peek() === 10 || this.#peek() === 13) this.#at++
    return { kind: 'stream', dict: value, start: this.offset } satisfies PdfStream
  }

  #word(): PdfObject {
    const text = this.token()
    if (text === 'true' || text === 'false') return text === 'true'
    if (text === 'null') return null
    if (!NUMBER.test(text)) throw this.#fail('object expected')
    if (/^\d{1,10}$/.test(text)) {
      const generation = this.#restOfReference()
      if (generation !== null) return { kind: 'ref', number: Number(text), generation }
    }
    const value = Number.parseFloat(text.replace(/^[+-]*(?=[+-])/, ''))
    if (Number.isNaN(value)) throw this.#fail('number expected')
    return value
  }

  #restOfReference(): number | null {
    const before = this.#at
    const generation = this.token()
    if (/^\d{1,5}$/.test(generation) && this.token() === 'R') return Number(generation)
    this.#at = before
    return null
  }

  #name(): string {
    this.#at++
    let text = ''
    for (let byte = this.#peek(); byte !== -1 && isRegular(byte); byte = this.#peek()) {
      const isEscape = byte === 0x23 && hexDigit(this.#peek(1)) >= 0 && hexDigit(this.#peek(2)) >= 0
      text += String.fromCharCode(isEscape ? hexDigit(this.#peek(1)) * 16 + hexDigit(this.#peek(2)) : byte)
      this.#at += isEscape ? 3 : 1
      if (text.length > 1024) throw this.#fail('name too long')
    }
    return text
  }

  #literal(): Bytes {
    this.#at++
    const out: number[] = []
    for (let depth = 1; depth > 0; this.#at++) {
      const byte = this.#peek()
      if (byte === -1) throw this.#fail('string without an end')
      if (byte === 0x5c) this.#escape(out)
      else {
        depth += byte === 0x28 ? 1 : byte === 0x29 ? -1 : 0
        if (depth > 0) out.push(byte)
      }
    }
    return Uint8Array.from(out)
  }

  /** At a backslash; leaves the cursor on the last byte of the escape. */
  #escape(out: number[]): void {
    const byte = this.#peek(1)
    this.#at++
    if (byte >= 0x30 && byte <= 0x37) {
      let value = byte - 0x30
      for (let i = 0; i < 2 && this.#peek(1) >= 0x30 && this.#peek(1) <= 0x37; i++, this.#at++)
        value = value * 8 + this.#peek(1) - 0x30
      out.push(value & 0xff)
    } else if (byte === 13 && this.#peek(1) === 10) this.#at++
    else if (byte !== 10 && byte !== 13 && byte !== -1) out.push(ESCAPES[String.fromCharCode(byte)] ?? byte)
  }

  #hexadecimal(): Bytes {
    this.#at++
    const digits: number[] = []
    for (let byte = this.#peek(); byte !== 0x3e; byte = this.#peek()) {
      const digit = hexDigit(byte)
      if (digit >= 0) digits.push(digit)
      else if (!WHITE.has(byte)) throw this.#fail('hexadecimal digit expected')
      this.#at++
    }
    this.#at++
    if (digits.length % 2 === 1) digits.push(0)
    return Uint8Array.from({ length: digits.length / 2 }, (_, i) => digits[2 * i]! * 16 + digits[2 * i + 1]!)
  }

  #array(depth: number): PdfObject[] {
    this.#at++
    const items: PdfObject[] = []
    for (;;) {
      this.skipWhite()
      if (this.#peek() === 0x5d) break
      items.push(this.object(depth + 1))
    }
    this.#at++
    return items
  }

  #dict(depth: number): PdfDict {
    this.#at += 2
    const entries = new Map<string, PdfObject>()
    for (;;) {
      this.skipWhite()
      if (this.#peek() === 0x3e && this.#peek(1) === 0x3e) break
      if (this.#peek() !== 0x2f) throw this.#fail('name expected')
      const key = this.#name()
      const value = this.object(depth + 1)
      if (value !== null) entries.set(key, value)
    }
    this.#at += 2
    return { kind: 'dict', entries }
  }
}
