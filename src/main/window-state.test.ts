import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fitState, loadState, saveState, usualSize } from './window-state.ts'

const folder = mkdtempSync(join(tmpdir(), 'bidseal-window-'))
afterAll(() => rmSync(folder, { recursive: true }))

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const fit = (bounds: Parameters<typeof fitState>[0]['bounds']) =>
  fitState({ bounds, isMaximised: false }, [screen]).bounds

describe('the state of the window', () => {
  it('is kept', () => {
    const path = join(folder, 'kept.json')
    const state = { bounds: { x: 10, y: 20, width: 1400, height: 800 }, isMaximised: true }
    saveState(path, state)
    expect(loadState(path)).toEqual(state)
  })

  it.each(['', '{}', '{"bounds":{"x":1.5,"y":0,"width":1,"height":1},"isMaximised":false}', '[1]'])(
    'is a first one where the file says %j',
    (text) => {
      const path = join(folder, 'odd.json')
      writeFileSync(path, text)
      expect(loadState(path)).toEqual({ bounds: null, isMaximised: false })
    },
  )

  it('is a first one where there is no file, and saving to nowhere is silent', () => {
    saveState(join(folder, 'none', 'a.json'), { bounds: null, isMaximised: false })
    expect(loadState(join(folder, 'none', 'a.json'))).toEqual({ bounds: null, isMaximised: false })
  })

  it('stays on a screen', () => {
    expect(fit({ x: 100, y: 100, width: 1400, height: 800 })).toEqual({ x: 100, y: 100, width: 1400, height: 800 })
    expect(fit({ x: 1900, y: 100, width: 1400, height: 800 })).toBeNull()
    expect(fit({ x: 100, y: -50, width: 1400, height: 800 })).toBeNull()
    expect(fit({ x: 100, y: 1060, width: 1400, height: 800 })).toBeNull()
  })

  it('begins no larger than the screen', () => {
    expect(usualSize(screen)).toEqual({ width: 1366, height: 768 })
    expect(usualSize({ x: 0, y: 0, width: 1093, height: 574 })).toEqual({ width: 1093, height: 574 })
    expect(usualSize({ x: 0, y: 0, width: 800, height: 600 })).toEqual({ width: 1024, height: 600 })
  })

  it('is never smaller than the least size', () => {
    expect(fit({ x: 0, y: 0, width: 300, height: 200 })).toEqual({ x: 0, y: 0, width: 1024, height: 560 })
  })
})
