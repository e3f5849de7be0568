import { describe, expect, it } from 'vitest'
import { keyAct, type Pressed } from './keys.ts'

const FREE = { isTyping: false, isInDialog: false }
const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  ...{ key, code: /^\d$/.test(key) ? `Digit${key}` : '', repeat: false },
  ...{ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...more,
})

describe('keys of the review screen', () => {
  it('move, tick and decide', () => {
    expect(keyAct(press('j'), FREE)).toEqual({ act: 'step', by: 1 })
    expect(keyAct(press('ArrowUp'), FREE)).toEqual({ act: 'step', by: -1 })
    expect(keyAct(press('A'), FREE)).toEqual({ act: 'approve' })
    expect(keyAct(press('3'), FREE)).toEqual({ act: 'yes', at: 2 })
    expect(keyAct(press('0'), FREE)).toEqual({ act: 'fit' })
    expect(keyAct(press('x'), FREE)).toBeNull()
  })

  it('go by the place on the keyboard where the layout writes something else', () => {
    expect(keyAct(press('#', { code: 'Digit3', shiftKey: true }), FREE)).toEqual({ act: 'no', at: 2 })
    expect(keyAct(press('é', { code: 'Digit2' }), FREE)).toEqual({ act: 'yes', at: 1 })
    expect(keyAct(press('？', { code: 'Slash', shiftKey: true }), FREE)).toEqual({ act: 'help' })
  })

  it('do nothing while somebody types, in a dialog, or with keys of the browser', () => {
    for (const key of ['a', 'r', 'j', '1', '?', '+', 'ArrowDown']) {
      expect([key, keyAct(press(key), { ...FREE, isTyping: true })]).toEqual([key, null])
      expect([key, keyAct(press(key), { ...FREE, isInDialog: true })]).toEqual([key, null])
      for (const held of ['ctrlKey', 'metaKey', 'altKey'] as const)
        expect([key, keyAct(press(key, { [held]: true }), FREE)]).toEqual([key, null])
    }
  })

  it('send back with Ctrl Enter from the field as well, and from no dialog', () => {
    const keys = press('Enter', { ctrlKey: true })
    expect(keyAct(keys, { ...FREE, isTyping: true })).toEqual({ act: 'send-back' })
    expect(keyAct(keys, { isTyping: true, isInDialog: true })).toBeNull()
  })

  it('decide once however long they are held', () => {
    const repeat = true
    expect(keyAct(press('j', { repeat }), FREE)).toEqual({ act: 'step', by: 1 })
    for (const key of ['a', '1', '?']) expect([key, keyAct(press(key, { repeat }), FREE)]).toEqual([key, null])
    expect(keyAct(press('Enter', { ctrlKey: true, repeat }), FREE)).toBeNull()
  })
})
