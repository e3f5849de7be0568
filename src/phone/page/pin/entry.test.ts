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
  const isWeak = (pin: string) => pin === '123456'
  const take = (...entries: string[]) =>
    entries.reduce((chosen, entered) => choose(chosen.choice, entered, isWeak), {
      choice: NEW_CHOICE,
      pin: null as string | null,
    })

  it('wants it twice alike', () => {
    expect(take('246810').pin).toBeNull()
    expect(take('246810', '246810')).toEqual({ choice: NEW_CHOICE, pin: '246810' })
  })

  it('begins anew when the second differs', () => {
    expect(take('246810', '246811').choice).toEqual({ first: null, problem: 'differed' })
    expect(take('246810', '246811', '135790').choice).toEqual({ first: '135790', problem: null })
  })

  it('takes none that is easy to guess', () => {
    expect(take('123456').choice).toEqual({ first: null, problem: 'weak' })
    expect(take('246810', '123456').choice.problem).toBe('differed')
  })
})
