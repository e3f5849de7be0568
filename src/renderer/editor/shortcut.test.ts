import { describe, expect, it } from 'vitest'
import { initialState } from '../app/state.ts'
import { commands } from './commands.ts'
import { matches } from './shortcut.ts'

const press = (
  key: string,
  modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
})

describe('shortcuts', () => {
  it('match exactly', () => {
    expect(matches('Ctrl+Z', press('z', { ctrlKey: true }))).toBe(true)
    expect(matches('Ctrl+Z', press('z', { metaKey: true }))).toBe(true)
    expect(matches('Ctrl+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(false)
    expect(matches('Ctrl+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(true)
    expect(matches('ArrowLeft', press('ArrowLeft', { shiftKey: true }))).toBe(false)
    expect(matches('Delete', press('Delete'))).toBe(true)
  })

  it('stand for one command each, except Escape, whose commands exclude each other', () => {
    const keys = commands.map(({ shortcut }) => shortcut).filter((shortcut) => shortcut !== 'Escape')
    expect(new Set(keys).size).toBe(keys.length)
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
  })

  it('do nothing while no project is open', () => {
    expect(commands.filter(({ possible }) => possible(initialState))).toEqual([])
  })
})
