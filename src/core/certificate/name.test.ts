import { describe, expect, it } from 'vitest'
import { concat } from '../bytes/bytes.ts'
import { element, oid, parseElement, setOf } from '../cms/der.ts'
import { sequence, utf8String } from './asn1.ts'
import { attributeOf, creditCodeOf, nameText, readName } from './name.ts'
import { OID } from './oids.ts'

const one = (type: string, value: Uint8Array) => parseElement(sequence(setOf(sequence(oid(type), value))))

describe('names', () => {
  it('are read from the string types of other authorities', () => {
    const text = (tag: number, ...bytes: number[]) =>
      attributeOf(readName(one(OID.organization, element(tag, Uint8Array.from(bytes)))), OID.organization)
    expect(text(0x1e, 0x51, 0x6c, 0x53, 0xf8)).toBe('公司')
    expect(text(0x1c, 0, 2, 0x0b, 0xb7)).toBe('𠮷')
    expect(text(0x14, 0x41, 0xe9)).toBe('Aé')
    expect(() => text(0x13, 0x80)).toThrow(RangeError)
    expect(() => text(0x1e, 0x51)).toThrow(RangeError)
    expect(() => text(0x1c, 0, 0x11, 0, 0)).toThrow(RangeError)
    expect(() => text(0x0c, 0xff)).toThrow()
    expect(() => text(0x04, 0x41)).toThrow(RangeError)
  })

  it('know a credit code by its scheme only', () => {
    const code = (value: string) => creditCodeOf(readName(one(OID.organizationIdentifier, utf8String(value))))
    expect(code('NTRCN-91410100MA9ABCD16M')).toBe('91410100MA9ABCD16M')
    expect(code('VATDE-123456789')).toBe('')
  })

  it('read well, whatever their attributes', () => {
    const name = concat(
      setOf(sequence(oid('1.2.3.4'), utf8String('a,b+c'))),
      setOf(sequence(oid('2.5.4.7'), utf8String('郑州'))),
    )
    expect(nameText(readName(parseElement(sequence(name))))).toBe('1.2.3.4=a\\,b\\+c, L=郑州')
  })
})
