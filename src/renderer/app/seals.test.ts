import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#core/errors'
import { pagePoint } from '../editor/seal/geometry.ts'
import { opened, placement, project, seal } from './fake-app.ts'
import { hover, nudgeSelected, placeInMiddle, putBack, select, turnPage } from './seals.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('moving a seal', () => {
  const moves = (input: unknown) => {
    const { position } = input as { position: { left: number; top: number } }
    return project({ placements: [{ ...placement, left: position.left, top: position.top }] })
  }

  it('makes one step of the history out of many arrow keys', async () => {
    const { app, calls } = await opened({ 'seals.move': moves })
    select(app, placement)
    nudgeSelected(app, 1, 0)
    nudgeSelected(app, 10, 0)
    nudgeSelected(app, 0, -1)
    expect(app.store.getState().editor.draft?.point).toEqual(pagePoint(111, 49))
    expect(calls).toEqual([])
    await vi.advanceTimersByTimeAsync(400)
    expect(calls).toEqual([
      {
        method: 'seals.move',
        input: {
          project: 'a'.repeat(16),
          placement: 'one',
          position: { document: 'letter', page: 1, left: 111, top: 49 },
        },
      },
    ])
    expect(app.store.getState().editor.draft).toBeNull()
  })

  it('is put back where it was selected, also after the engine has heard of it', async () => {
    const { app, calls } = await opened({ 'seals.move': moves })
    select(app, placement)
    nudgeSelected(app, 1, 0)
    await vi.advanceTimersByTimeAsync(400)
    await putBack(app)
    expect(calls.at(-1)?.input).toMatchObject({ position: { left: 100, top: 50 } })
    await putBack(app)
    expect(app.store.getState().editor.placement).toBeNull()
  })

  it('stands again where it was when the engine refuses', async () => {
    const { app } = await opened({ 'seals.move': new AppError('seal-outside-page') })
    select(app, placement)
    nudgeSelected(app, 1, 0)
    await vi.advanceTimersByTimeAsync(400)
    const { project: current, failure } = app.store.getState()
    expect(current?.placements[0]).toMatchObject({ left: 100, top: 50 })
    expect(failure?.error.code).toBe('seal-outside-page')
  })

  it('leaves alone whoever has turned the page or taken up another seal before the engine answers', async () => {
    const placed = { ...placement, id: 'two', left: 84, top: 127.5 }
    const { app } = await opened({ 'seals.place': project({ placements: [placement, placed] }) })
    const placing = placeInMiddle(app, seal())
    turnPage(app, 1)
    await placing
    expect(app.store.getState().editor).toMatchObject({ page: { document: 'letter', page: 2 }, placement: null })

    turnPage(app, -1)
    const again = placeInMiddle(app, seal())
    hover(app, placement, pagePoint(5, 6))
    await again
    expect(app.store.getState().editor.draft?.point).toEqual(pagePoint(5, 6))
  })

  it('begins in the middle of the page without a mouse', async () => {
    const placed = { ...placement, id: 'two', left: 84, top: 127.5 }
    const { app, calls } = await opened({ 'seals.place': project({ placements: [placement, placed] }) })
    await placeInMiddle(app, seal())
    expect(calls[0]?.input).toMatchObject({ seal: 'company', position: { left: 84, top: 127.5 } })
    expect(app.store.getState().editor.placement).toBe('two')
  })
})
