import { describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { askWhile } from './ask-while.ts'
import type { JobContext } from './job.ts'

const contextOf = (signal: AbortSignal): JobContext => ({
  signal,
  phase: () => undefined,
  progress: () => undefined,
  pairing: () => undefined,
  offersCode: () => undefined,
  mismatch: () => undefined,
  target: () => undefined,
  notice: () => undefined,
})

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void => reject(new AppError('cancelled'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })

describe('askWhile', () => {
  const discarded: string[] = []
  const discard = async (made: string): Promise<void> => void discarded.push(made)

  it('gives what was made and what was answered', async () => {
    const both = askWhile(contextOf(new AbortController().signal), {
      make: async () => 'made',
      discard,
      ask: async (_, made) => `${await made} and asked`,
    })
    expect(await both).toEqual({ made: 'made', answer: 'made and asked' })
    expect(discarded).toEqual([])
  })

  it('takes the question back when making fails, and throws that failure', async () => {
    const failing = askWhile(contextOf(new AbortController().signal), {
      make: () => Promise.reject(new AppError('no-space-left')),
      discard,
      ask: ({ signal }) => untilAborted(signal),
    })
    await expect(failing).rejects.toMatchObject({ code: 'no-space-left' })
  })

  it('stops making when the phone says no, and throws that', async () => {
    const refused = askWhile(contextOf(new AbortController().signal), {
      make: untilAborted,
      discard,
      ask: () => Promise.reject(new AppError('wrong-company')),
    })
    await expect(refused).rejects.toMatchObject({ code: 'wrong-company' })
  })

  it('discards what was made already when there is no answer', async () => {
    const refused = askWhile(contextOf(new AbortController().signal), {
      make: async () => 'made',
      discard,
      ask: () => Promise.reject(new AppError('wrong-company')),
    })
    await expect(refused).rejects.toMatchObject({ code: 'wrong-company' })
    expect(discarded.splice(0)).toEqual(['made'])
  })

  it('stops both when the job is cancelled, before or while it runs', async () => {
    for (const isEarly of [true, false]) {
      const stop = new AbortController()
      if (isEarly) stop.abort()
      const cancelled = askWhile(contextOf(stop.signal), {
        make: untilAborted,
        discard,
        ask: ({ signal }) => untilAborted(signal),
      })
      stop.abort()
      await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    }
  })
})
