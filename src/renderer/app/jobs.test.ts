import { describe, expect, it } from 'vitest'
import { certificate, job, setUp } from './fake-app.ts'
import { currentJob, startJob, takeJob } from './jobs.ts'

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

  it('say what could not be had when they are done all the same', async () => {
    const { app } = setUp({ 'jobs.seal': { job: 'job' }, 'jobs.read': job() })
    await startJob(app, 'jobs.seal', { project: 'a'.repeat(16) })
    takeJob(app, job({ state: 'done', notice: { code: 'timestamp-missing', details: {} } }))
    const { failure, toasts } = app.store.getState()
    expect(failure).toMatchObject({ error: { code: 'timestamp-missing' }, retry: null })
    expect(toasts).toHaveLength(1)
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
