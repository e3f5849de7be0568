import i18next from 'i18next'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#core/errors'
import type { MethodName } from '#ipc/contract'
import type { DocumentView, JobView, PlacementView, ProjectView, SealView } from '#ipc/views'
import type { Client } from '../client.ts'
import { pagePoint } from '../editor/seal/geometry.ts'
import { attempt, createApp, type App } from './app.ts'
import { addDocuments } from './parts.ts'
import { currentJob, startJob, takeJob } from './jobs.ts'
import { adopt, openProject, refreshProject } from './projects.ts'
import { hover, nudgeSelected, placeInMiddle, putBack, select, turnPage } from './seals.ts'

const NOW = Date.parse('2026-11-24T14:25:08+08:00')

const certificate = {
  company: '河南示范建设有限公司',
  creditCode: '91410100MA9ABCD16M',
  person: '王敏',
  serial: '5E2A 07D4 91C4',
  notBefore: '2025-03-18T00:00:00Z',
  notAfter: '2027-03-18T00:00:00Z',
  fingerprint: 'ab'.repeat(32),
}

const seal = (): SealView => ({
  id: 'company',
  kind: 'company',
  name: '公章',
  width: 42,
  height: 42,
  image: new Uint8Array([1]),
  validTo: certificate.notAfter,
})

const document: DocumentView = {
  id: 'letter',
  name: '01 投标函.pdf',
  size: 1000,
  sha256: 'cd'.repeat(32),
  pages: [
    { width: 210, height: 297 },
    { width: 210, height: 297 },
  ],
  rounds: 0,
  importedAt: '2026-11-24T08:00:00Z',
}

const placement: PlacementView = {
  id: 'one',
  seal: 'company',
  document: 'letter',
  page: 1,
  left: 100,
  top: 50,
  round: 0,
}

const project = (change: Partial<ProjectView> = {}): ProjectView => ({
  id: 'a'.repeat(16),
  tenderName: '智慧矿山',
  tenderId: '',
  lot: '01',
  tenderee: '',
  openingTime: '2026-11-27T09:00:00+08:00',
  state: 'draft',
  step: 4,
  bidder: certificate.company,
  pages: 2,
  unsealedPages: 1,
  changedAt: '2026-11-24T08:00:00Z',
  folder: '/p',
  parts: [{ id: 'part', role: 'bid-letter', title: '投标函', documents: [document] }],
  placements: [placement],
  bidderDetails: {
    company: certificate.company,
    creditCode: certificate.creditCode,
    person: '王敏',
    device: '王敏的手机',
    signing: { ...certificate, usage: 'sign' },
    encryption: { ...certificate, usage: 'encrypt' },
    seals: [seal()],
  },
  outputs: null,
  canUndo: false,
  canRedo: false,
  writable: true,
  ...change,
})

const job = (change: Partial<JobView> = {}): JobView => ({
  id: 'job',
  kind: 'seal',
  project: 'a'.repeat(16),
  state: 'running',
  phase: 'phone',
  phases: [],
  progress: null,
  pairing: null,
  error: null,
  mismatch: null,
  target: null,
  ...change,
})

interface Call {
  readonly method: MethodName
  readonly input: unknown
}

/** An app whose engine answers from a table and remembers what it was asked. */
const setUp = (answers: Partial<Record<MethodName, unknown>> = {}): { app: App; calls: Call[] } => {
  const calls: Call[] = []
  const call = (async (method: MethodName, input: unknown) => {
    calls.push({ method, input })
    const answer = answers[method]
    if (answer instanceof Error) throw answer
    return typeof answer === 'function' ? (answer as (input: unknown) => unknown)(input) : (answer ?? null)
  }) as Client['call']
  const app = createApp(
    {
      client: { call, on: () => () => undefined },
      shell: {
        kind: 'browser',
        pickFiles: async () => [],
        pickFolder: async () => null,
        pathsOf: async () => [],
        reveal: async () => undefined,
        window: () => undefined,
      },
    },
    () => NOW,
  )
  return { app, calls }
}

const opened = async (answers: Partial<Record<MethodName, unknown>> = {}) => {
  const made = setUp({ 'projects.open': project(), ...answers })
  await openProject(made.app, 'a'.repeat(16))
  made.calls.length = 0
  return made
}

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
    const subjectOf = async (...errors: (typeof encrypted | typeof damaged)[]) => {
      const refused = errors.map((error, index) => ({ path: `/in/${index}.pdf`, error }))
      const { app } = await opened({ 'parts.add': { project: project(), refused } })
      await addDocuments(app, ['/in/0.pdf', '/in/1.pdf'])
      return app.store.getState().failure?.subject
    }
    expect(await subjectOf(encrypted, encrypted)).toBe('0.pdf\n1.pdf')
    expect(await subjectOf(encrypted, damaged)).toBe('failure.refused-for\nfailure.refused-for')
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

describe('jobs', () => {
  it('are followed until they are done', async () => {
    const { app } = setUp({ 'jobs.seal': { job: 'job' }, 'jobs.read': job() })
    await startJob(app, 'jobs.seal', { project: 'a'.repeat(16) })
    expect(currentJob(app.store.getState())?.state).toBe('running')
    takeJob(app, job({ state: 'done' }))
    const { job: current, failure, toasts } = app.store.getState()
    expect([current, failure, toasts.length]).toEqual([null, null, 1])
  })

  it('settle even when they end before their number is known', async () => {
    const { app } = setUp({
      'jobs.seal': () => {
        takeJob(app, job({ state: 'failed', error: { code: 'request-refused', details: {} } }))
        return { job: 'job' }
      },
    })
    await startJob(app, 'jobs.seal', { project: 'a'.repeat(16) })
    const { job: current, failure } = app.store.getState()
    expect(current).toBeNull()
    expect(failure?.error.code).toBe('request-refused')
    expect(failure?.retry).not.toBeNull()
  })

  it('show what was needed and what was scanned', async () => {
    const { app } = setUp({ 'jobs.open': { job: 'job' }, 'jobs.read': job({ kind: 'open' }) })
    await startJob(app, 'jobs.open', { path: '/a.ebid', folder: '/out' })
    const needed = { ...certificate, usage: 'encrypt' } as const
    const mismatch = { needed, scanned: { ...needed, person: '刘测', serial: '8C19 F3A6 20BE' } }
    takeJob(app, job({ kind: 'open', state: 'failed', error: { code: 'wrong-certificate', details: {} }, mismatch }))
    expect(app.store.getState().failure?.mismatch).toEqual(mismatch)
  })

  it('of other windows change nothing here', () => {
    const { app } = setUp()
    takeJob(app, job({ id: 'theirs', state: 'failed' }))
    expect(app.store.getState().failure).toBeNull()
  })
})
