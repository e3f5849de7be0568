import { describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import type { JobView } from '#ipc/views'
import type { JobContext } from './job.ts'
import { openJobs } from './registry.ts'

/** Machines that run tests may be busy. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 })

const untilAborted = ({ signal }: JobContext): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('cancelled')), { once: true })
  })

/** Until the work of jobs that were just started has begun. */
const begun = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const settled = async (read: () => JobView): Promise<JobView> => {
  await eventually(() => read().state).not.toBe('running')
  return read()
}

describe('jobs', () => {
  it('tell about phases and how long they took, and the last view is the end', async () => {
    let now = 1000
    const views: JobView[] = []
    const jobs = openJobs(
      () => now,
      (view) => views.push(view),
    )
    const id = jobs.start('seal', 'p', async (context) => {
      now += 1500
      context.phase('phone')
      context.phase('phone')
      context.progress({ done: 1, total: 2, rate: 1, left: 1 })
      now += 500
      context.target('/somewhere')
    })
    const view = await settled(() => jobs.read(id))
    expect(view).toMatchObject({ id, kind: 'seal', project: 'p', state: 'done', target: '/somewhere', progress: null })
    expect(view.phases).toEqual([
      { phase: 'preparing', at: 2500, seconds: 1.5 },
      { phase: 'phone', at: 3000, seconds: 0.5 },
    ])
    expect(views.at(-1)).toEqual(view)
  })

  it('do not flood windows with progress', async () => {
    const views: JobView[] = []
    const jobs = openJobs(
      () => 0,
      (view) => views.push(view),
    )
    const id = jobs.start('open', null, async ({ progress }) => {
      for (let done = 0; done < 10_000; done++) progress({ done, total: 10_000, rate: 0, left: null })
    })
    await settled(() => jobs.read(id))
    expect(views.length).toBeLessThan(5)
  })

  it.each([
    ['an error of ours', new AppError('pdf-damaged', { page: 3 }), { code: 'pdf-damaged', details: { page: 3 } }],
    ['a bug', new TypeError('x is not a function'), { code: 'internal', details: {} }],
  ])('fail with %s', async (_, thrown, error) => {
    const jobs = openJobs(
      () => 0,
      () => undefined,
    )
    const id = jobs.start('open', null, () => Promise.reject(thrown))
    expect(await settled(() => jobs.read(id))).toMatchObject({ state: 'failed', error })
  })

  it('are over once cancelling them has resolved', async () => {
    const jobs = openJobs(
      () => 0,
      () => undefined,
    )
    let cleaned = false
    const id = jobs.start('open', null, async (context) => {
      try {
        await untilAborted(context)
      } finally {
        await new Promise((resolve) => setImmediate(resolve))
        cleaned = true
      }
    })
    await begun()
    await jobs.cancel(id)
    expect(cleaned).toBe(true)
    expect(jobs.read(id)).toMatchObject({ state: 'cancelled', error: null })
  })

  it('take turns in a project: a new one ends the old one first', async () => {
    const jobs = openJobs(
      () => 0,
      () => undefined,
    )
    const order: string[] = []
    const first = jobs.start('seal', 'p', async (context) => {
      await untilAborted(context).finally(() => order.push('first is over'))
    })
    const other = jobs.start('seal', 'q', untilAborted)
    await begun()
    const second = jobs.start('generate', 'p', async () => void order.push('second begins'))
    await settled(() => jobs.read(second))
    expect(jobs.read(first).state).toBe('cancelled')
    expect(jobs.read(other).state).toBe('running')
    expect(order).toEqual(['first is over', 'second begins'])
    await jobs.close()
    expect(jobs.read(other).state).toBe('cancelled')
  })

  it('cancelled before their turn do nothing', async () => {
    const jobs = openJobs(
      () => 0,
      () => undefined,
    )
    let began = false
    jobs.start('seal', 'p', untilAborted)
    const second = jobs.start('seal', 'p', async () => void (began = true))
    await jobs.cancel(second)
    expect(began).toBe(false)
    expect(jobs.read(second).state).toBe('cancelled')
  })

  it('that are unknown are refused, and after the end there are no new ones', async () => {
    const jobs = openJobs(
      () => 0,
      () => undefined,
    )
    expect(() => jobs.read('x')).toThrow(expect.objectContaining({ code: 'job-not-found' }) as Error)
    await jobs.close()
    expect(() => jobs.start('open', null, untilAborted)).toThrow(
      expect.objectContaining({ code: 'engine-stopped' }) as Error,
    )
  })
})
