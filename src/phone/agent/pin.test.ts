import { argon2Sync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { requirePin, stretchPin } from './pin.ts'

const isTaken = (pin: string): boolean => {
  try {
    requirePin(pin)
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'pin-weak') return false
    throw error
  }
}

describe('requirePin', () => {
  it.each([
    ['too short', '48392'],
    ['empty', ''],
    ['too long', '4'.padEnd(33, '83926')],
    ['not only digits', '48392a'],
    ['digits of another script', '٤٨٣٩٢٦'],
    ['with a space', '483 926'],
    ['one digit again and again', '000000'],
    ['one digit again and again, longer', '77777777'],
    ['upwards', '123456'],
    ['upwards past nine', '678901'],
    ['downwards', '987654'],
    ['a pair repeated', '121212'],
    ['three digits repeated', '483483'],
    ['three digits repeated and a bit', '4834834'],
    ['a column of the number pad', '147258'],
    ['a number with a meaning', '5201314'],
  ])('refuses a PIN that is %s', (_, pin) => expect(isTaken(pin)).toBe(false))

  it.each(['483926', '730518', '19840762', '0'.padEnd(32, '48392')])('takes %s', (pin) =>
    expect(isTaken(pin)).toBe(true),
  )

  it('never takes a run, whatever its start, direction and length', () => {
    const run = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom(0, 1, 9), fc.integer({ min: 6, max: 12 }))
    fc.assert(
      fc.property(run, ([start, step, length]) => {
        const pin = Array.from({ length }, (_, at) => (start + at * step) % 10).join('')
        expect(isTaken(pin)).toBe(false)
      }),
    )
  })

  it('answers every text with yes or pin-weak', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isTaken(text) && !/^\d{6,32}$/.test(text)).toBe(false)
      }),
    )
  })
})

describe('stretchPin', () => {
  it('is Argon2id of RFC 9106, as Node computes it', async () => {
    const salt = new Uint8Array(16).fill(7)
    const parameters = { message: '483926', nonce: salt, parallelism: 1, tagLength: 32, memory: 1024, passes: 2 }
    const judged = argon2Sync('argon2id', parameters)
    expect(await stretchPin('483926', salt, { memory: 1024, passes: 2 })).toEqual(new Uint8Array(judged))
  })
})
