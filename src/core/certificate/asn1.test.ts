import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../bytes/bytes.ts'
import { oid, parseElement } from '../cms/der.ts'
import { bits, integer, readBits, readInteger, readOid, readUnsigned, unsigned } from './asn1.ts'
import { SEAL_MAKER_PURPOSE } from './profiles.ts'

const parsed = (hex: string) => parseElement(fromHex(hex) ?? new Uint8Array())

describe('integers', () => {
  it('come back', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(readInteger(parseElement(integer(value)))).toBe(value)
      }),
    )
  })

  it('have one spelling', () => {
    expect(toHex(integer(0))).toBe('020100')
    expect(toHex(integer(127))).toBe('02017f')
    expect(toHex(integer(128))).toBe('02020080')
    expect(toHex(unsigned(Uint8Array.of(0, 0, 1)))).toBe('020101')
  })

  it.each(['0200', '0201ff', '0202007f', '0282000101', '030101'])('are refused as %s', (hex) => {
    expect(() => readUnsigned(parsed(hex))).toThrow(RangeError)
  })

  it('have a limit', () => {
    expect(() => readInteger(parsed('02024000'), 0x3fff)).toThrow(RangeError)
    expect(() => readInteger(parsed('0209010000000000000000'))).toThrow(RangeError)
  })
})

describe('object identifiers', () => {
  it('come back', () => {
    const arcs = fc.tuple(fc.nat(2), fc.nat(39), fc.array(fc.maxSafeNat(), { maxLength: 3 }))
    fc.assert(
      fc.property(arcs, ([first, second, rest]) => {
        const dotted = [first, second, ...rest].join('.')
        expect(readOid(parseElement(oid(dotted)))).toBe(dotted)
      }),
    )
  })

  it('may be a UUID', () => {
    expect(readOid(parsed('06146982dca6d4a88ff4928eefaea39d8fecdca8c073'))).toBe(SEAL_MAKER_PURPOSE)
  })

  it.each(['0600', '06028001', '060181', '060381'])('are refused as %s', (hex) => {
    expect(() => readOid(parsed(hex))).toThrow(RangeError)
  })
})

describe('bit strings', () => {
  it('are whole bytes', () => {
    expect(readBits(parseElement(bits(Uint8Array.of(1, 2))))).toEqual(Uint8Array.of(1, 2))
    expect(() => readBits(parsed('03020780'))).toThrow(RangeError)
    expect(() => readBits(parsed('0300'))).toThrow(RangeError)
  })
})
