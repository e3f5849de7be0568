import i18next from 'i18next'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#core/errors'
import { attempt } from './app.ts'
import { NOW, opened, placement, project, seal, setUp } from './fake-app.ts'
import { addDocuments } from './parts.ts'
import { adopt, refreshProject } from './projects.ts'
import { placeInMiddle, select, turnPage } from './seals.ts'

beforeAll(() => i18next.init({ lng: 'cimode' }))
beforeEach(() => void vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('what goes wrong', () => {
  it('is shown with a way to try again', async () => {
    const { app } = setUp()
    const retry = vi.fn()
    const result = await attempt(app, () => Promise.reject(new AppError('no-space-left', { path: '/x' })), { retry })
    expect(result).toBeNull()
    const { failure } = app.store.getState()
    expect(failure).toMatchObject({ error: { code: 'no-space-left', details: { path: '/x' } }, at: NOW })
    failure?.retry?.()
    expect(retry).toHaveBeenCalledOnce()
  })

  it('names the file that was refused and adds the others', async () => {
    const refused = [{ path: '/in/b.pdf', error: { code: 'pdf-encrypted', details: {} } }]
    const { app } = await opened({ 'parts.add': { project: project({ pages: 9 }), refused } })
    await addDocuments(app, ['/in/a.pdf', '/in/b.pdf'])
    const { failure, project: current, toasts, saving } = app.store.getState()
    expect(failure).toMatchObject({ error: { code: 'pdf-encrypted' }, subject: 'b.pdf' })
    expect(current?.pages).toBe(9)
    expect(toasts).toHaveLength(1)
    expect(saving).toBe(0)
  })

  it('names every file that was refused, and why where the reasons differ', async () => {
    const encrypted = { code: 'pdf-encrypted', details: {} } as const
    const damaged = { code: 'pdf-damaged', details: {} } as const
    const toldOf = async (...errors: (typeof encrypted | typeof damaged)[]) => {
      const refused = errors.map((error, index) => ({ path: `/in/${index}.pdf`, error }))
      const { app } = await opened({ 'parts.add': { project: project(), refused } })
      await addDocuments(app, ['/in/0.pdf', '/in/1.pdf'])
      const { failure } = app.store.getState()
      return [failure?.subject, failure?.causes]
    }
    expect(await toldOf(encrypted, encrypted)).toEqual(['0.pdf\n1.pdf', ['pdf-encrypted']])
    const differing = 'failure.refused-for\nfailure.refused-for'
    expect(await toldOf(encrypted, damaged)).toEqual([differing, ['pdf-encrypted', 'pdf-damaged']])
  })
})

describe('the offer to undo', () => {
  it('ends with the next change, which it would undo instead', async () => {
    const { app } = await opened({
      'parts.add': { project: project({ pages: 9 }), refused: [] },
      'seals.place': project(),
    })
    await addDocuments(app, ['/in/a.pdf'])
    expect(app.store.getState().toasts).toHaveLength(1)
    await placeInMiddle(app, seal())
    expect(app.store.getState().toasts).toEqual([])
  })
})

describe('the open project', () => {
  it('is looked at again, and stays as it was when it cannot be', async () => {
    let now: unknown = project({ pages: 9 })
    const look = (): unknown => now
    const { app } = await opened({ 'projects.open': look })
    now = project({ pages: 8 })
    await refreshProject(app)
    expect(app.store.getState().project?.pages).toBe(8)
    now = Promise.reject(new AppError('file-unreadable'))
    await refreshProject(app)
    expect(app.store.getState()).toMatchObject({ project: { pages: 8 }, failure: null })
  })

  it('opens at the step to be done next, on its first page', async () => {
    const { app } = await opened()
    const { screen, editor } = app.store.getState()
    expect(screen).toBe('editor')
    expect(editor).toMatchObject({ step: 4, page: { document: 'letter', page: 1 }, part: 'part' })
  })

  it('keeps the pictures of its seals and lets go of what is gone', async () => {
    const { app } = await opened()
    select(app, placement)
    const before = app.store.getState().project?.bidderDetails?.seals[0]
    adopt(app, project({ placements: [], parts: [] }))
    const { project: after, editor } = app.store.getState()
    expect(after?.bidderDetails?.seals[0]).toBe(before)
    expect(editor).toMatchObject({ page: null, part: null, placement: null, origin: null })
  })

  it('ignores word of another project', async () => {
    const { app } = await opened()
    adopt(app, project({ id: 'b'.repeat(16), tenderName: 'other' }))
    expect(app.store.getState().project?.tenderName).toBe('智慧矿山')
  })

  it('turns pages and stops at the ends', async () => {
    const { app } = await opened()
    turnPage(app, 1)
    turnPage(app, 1)
    expect(app.store.getState().editor.page).toEqual({ document: 'letter', page: 2 })
    turnPage(app, -9)
    expect(app.store.getState().editor.page).toEqual({ document: 'letter', page: 1 })
  })
})
