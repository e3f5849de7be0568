import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choose, DIGITS, NEW_CHOICE, PIN_LENGTH, pinKeyOf, press } from './entry.ts'

describe('entering a PIN', () => {
  it('takes digits until it is full', () => {
    const entered = (['1', '2', 'erase', '3'] as const).reduce(press, '')
    expect(entered).toBe('13')
    expect(press('246810', '1')).toBe('246810')
    expect(press('', 'erase')).toBe('')
  })

  it('holds at most the length of a PIN, and digits only', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...DIGITS, 'erase' as const)),
        (keys) => /^\d*$/.test(keys.reduce(press, '')) && keys.reduce(press, '').length <= PIN_LENGTH,
      ),
    )
  })

  it('knows the keys of a keyboard', () => {
    expect(['7', 'Backspace', 'a', 'Enter', '12', ''].map(pinKeyOf)).toEqual(['7', 'erase', null, null, null, null])
  })
})

describe('choosing a PIN', () => {
  it('wants it twice alike', () => {
    const { choice, pin } = choose(NEW_CHOICE, '246810')
    expect(pin).toBeNull()
    expect(choose(choice, '246810')).toEqual({ choice: NEW_CHOICE, pin: '246810' })
  })

  it('begins anew when the second differs', () => {
    const { choice } = choose(choose(NEW_CHOICE, '246810').choice, '246811')
    expect(choice).toEqual({ first: null, differed: true })
    expect(choose(choice, '135790').choice).toEqual({ first: '135790', differed: false })
  })
})
