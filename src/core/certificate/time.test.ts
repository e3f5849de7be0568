import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../bytes/bytes.ts'
import { element, parseElement } from '../cms/der.ts'
import { generalizedTime, readTime, x509Time } from './time.ts'

const spelled = (tag: number, text: string) => parseElement(element(tag, utf8(text)))

describe('times', () => {
  it('come back in whole seconds', () => {
    const days = fc.date({ min: new Date('1950-01-01'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
    fc.assert(
      fc.property(days, (date) => {
        const whole = new Date(Math.floor(date.getTime() / 1000) * 1000)
        expect(readTime(parseElement(x509Time(date)))).toEqual(whole)
        expect(readTime(parseElement(generalizedTime(date)))).toEqual(whole)
      }),
    )
  })

  it('change their form in 2050', () => {
    expect(x509Time(new Date('2049-12-31T23:59:59Z'))[0]).toBe(0x17)
    expect(x509Time(new Date('2050-01-01T00:00:00Z'))[0]).toBe(0x18)
    expect(readTime(spelled(0x17, '491231235959Z'))).toEqual(new Date('2049-12-31T23:59:59Z'))
    expect(readTime(spelled(0x17, '500101000000Z'))).toEqual(new Date('1950-01-01T00:00:00Z'))
  })

  it.each([
    [0x17, '2601010000Z'],
    [0x17, '260101000000+0800'],
    [0x18, '20260101000000.5Z'],
    [0x18, '20260230000000Z'],
    [0x18, '20260101240000Z'],
    [0x18, '20260101000000ZZZZ'],
    [0x0c, '20260101000000Z'],
  ])('refuse %i %s', (tag, text) => {
    expect(() => readTime(spelled(tag, text))).toThrow(RangeError)
  })
})
