import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, fromUtf8, ownBytes, toHex, utf8 } from '../bytes/bytes.ts'
import { canonicalBytes, type Json } from '../bytes/canonical-json.ts'
import { sha256Hex } from '../bytes/digest.ts'
import { uint } from '../bytes/frames.ts'
import { AppError } from '../errors.ts'
import {
  boundHash,
  filePrefix,
  headerBytes,
  MAGIC,
  MAX_HEADER,
  parseHeader,
  parsePrefix,
  PREFIX_LENGTH,
  type BidHeader,
} from './header.ts'

const header: BidHeader = {
  suite: 1,
  build: '00112233445566778899aabbccddeeff',
  tender: { id: 'ZB-1', name: '示范大道改造工程', lot: '' },
  bidder: { name: '河南示范建设有限公司', creditCode: '91410100MA9ABCD16M' },
  openingTime: '2026-12-01T09:30:00+08:00',
  created: '2026-11-24T10:00:00+08:00',
  crit: [],
  slots: [
    {
      company: '河南示范建设有限公司',
      creditCode: '91410100MA9ABCD16M',
      person: '王敏',
      serial: '0a',
      fingerprint: sha256Hex(new Uint8Array(32)),
      notBefore: '2026-01-01T00:00:00Z',
      notAfter: '2028-01-01T00:00:00Z',
      envelope: 'MAA',
    },
  ],
}

const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'nothing thrown'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

const edited = (change: { [name: string]: Json }): Uint8Array => canonicalBytes({ ...header, ...change })

describe('a header', () => {
  it('comes back from its bytes', () => expect(parseHeader(headerBytes(header))).toEqual(header))

  it('has one bound hash whatever its slots', async () => {
    const hash = await boundHash(header)
    const withoutSlots: BidHeader = { ...header, slots: [] }
    expect(await boundHash(withoutSlots)).toEqual(hash)
    expect(await boundHash({ ...header, created: '2026-11-24T10:00:01+08:00' })).not.toEqual(hash)
    expect(toHex(hash)).toBe('b14f6dfd2824be4294db622a70f07d07d80bec849ebb5a3d35376f8a321fc11f')
  })

  it.each([
    ['another suite', { suite: 2 }, 'bid-file-unsupported'],
    ['an unknown critical extension', { crit: ['delay'] }, 'bid-file-unsupported'],
    ['an unknown member', { more: 1 }, 'bid-file-damaged'],
    ['a missing slot list', { slots: null }, 'bid-file-damaged'],
    ['a time without offset', { created: '2026-11-24T10:00:00' }, 'bid-file-damaged'],
    ['an envelope that is not base64url', { slots: [{ ...header.slots[0], envelope: '+' }] }, 'bid-file-damaged'],
    ['too many slots', { slots: Array.from({ length: 17 }, () => header.slots[0] ?? null) }, 'bid-file-damaged'],
    [
      'a fingerprint that is none',
      { slots: [{ ...header.slots[0], fingerprint: 'f'.repeat(63) }] },
      'bid-file-damaged',
    ],
    ['no tender name', { tender: { id: '', name: '', lot: '' } }, 'bid-file-damaged'],
  ])('with %s is refused', (_, change, code) => {
    expect(codeOf(() => parseHeader(edited(change as { [name: string]: Json })))).toBe(code)
  })

  it.each([
    ['white space', (text: string) => ` ${text}`],
    ['another order', (text: string) => text.replace(/^\{("bidder":\{.*?\}),(.*)\}$/, '{$2,$1}')],
    ['an escaped letter', (text: string) => text.replace('王', '\\u738b')],
    ['a member twice', (text: string) => text.replace('"crit":[]', '"crit":[],"crit":[]')],
    ['a cut end', (text: string) => text.slice(0, -1)],
  ])('spelled with %s is refused', (_, spell) => {
    const text = fromUtf8(headerBytes(header))
    expect(spell(text)).not.toBe(text)
    expect(codeOf(() => parseHeader(utf8(spell(text))))).toBe('bid-file-damaged')
  })

  it('over 256 KiB is refused before it is read', () => {
    expect(() => parseHeader(new Uint8Array(MAX_HEADER + 1))).toThrow(
      expect.objectContaining({ details: { part: 'header', reason: 'too large' } }),
    )
  })

  it('is either refused or spelled the same again, whatever bytes are read', () => {
    const text = headerBytes(header)
    const change = fc.record({ at: fc.nat(text.length - 1), byte: fc.nat(255) })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = ownBytes(text)
        for (const { at, byte } of changes) bytes[at] = byte
        let parsed: BidHeader
        try {
          parsed = parseHeader(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
          return
        }
        expect(headerBytes(parsed)).toEqual(bytes)
      }),
      { numRuns: 500 },
    )
  })

  it('is not written with a field out of range', () => {
    expect(codeOf(() => headerBytes({ ...header, build: 'x' }))).toBe('invalid-input')
  })
})

describe('the beginning of a file', () => {
  it('says what kind of file it is and how long the header', () => {
    const prefix = filePrefix('ebid', header)
    expect(parsePrefix(prefix)).toEqual({ kind: 'ebid', headerLength: prefix.length - PREFIX_LENGTH })
    expect(parsePrefix(filePrefix('nbid', header)).kind).toBe('nbid')
    expect(toHex(prefix.subarray(0, 8))).toBe('454249441a0a0100')
  })

  const begin = (major: number, minor: number, length: number): Uint8Array =>
    concat(MAGIC.ebid, uint(major, 1), uint(minor, 1), uint(length, 4))

  it.each([
    ['nothing', new Uint8Array(), 'not-a-bid-file'],
    ['a PDF', utf8('%PDF-1.7\n%äüö'), 'not-a-bid-file'],
    [
      'a magic changed by a text transfer',
      concat(utf8('EBID'), utf8('\r\n'), begin(1, 0, 10).subarray(6)),
      'not-a-bid-file',
    ],
    ['a cut beginning', begin(1, 0, 10).subarray(0, 9), 'bid-file-damaged'],
    ['another major version', begin(2, 0, 10), 'bid-file-unsupported'],
    ['a later minor version', begin(1, 1, 10), 'bid-file-unsupported'],
    ['no header', begin(1, 0, 0), 'bid-file-damaged'],
    ['a header too large', begin(1, 0, MAX_HEADER + 1), 'bid-file-damaged'],
  ])('is refused: %s', (_, bytes, code) => expect(codeOf(() => parsePrefix(bytes))).toBe(code))
})
