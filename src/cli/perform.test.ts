import { describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { performWork } from './perform.ts'
import type { Outcome } from './outcome.ts'

const outcome: Outcome = { json: { a: 1 }, lines: [] }

const run = async (work: () => Promise<Outcome | null>, signal = new AbortController().signal) => {
  const said: unknown[] = []
  const terminal = {
    result: ({ json }: Outcome) => void said.push(json),
    progress: () => undefined,
    failure: ({ code }: AppError) => void said.push(code),
  }
  return { code: await performWork(terminal, signal, work), said }
}

describe('performWork', () => {
  it('is 0 when everything was done', async () => {
    expect(await run(async () => outcome)).toEqual({ code: 0, said: [{ a: 1 }] })
    expect(await run(async () => null)).toEqual({ code: 0, said: [] })
    expect(await run(async () => ({ ...outcome, failure: null }))).toEqual({ code: 0, said: [{ a: 1 }] })
  })

  it('is 1 for a failure, with or without something to say', async () => {
    const failure = new AppError('signature-invalid')
    expect(await run(async () => ({ ...outcome, failure }))).toEqual({ code: 1, said: [{ a: 1 }, 'signature-invalid'] })
    expect(await run(() => Promise.reject(failure))).toEqual({ code: 1, said: ['signature-invalid'] })
    expect(await run(() => Promise.reject(new TypeError('a bug')))).toEqual({ code: 1, said: ['internal'] })
  })

  it('is 130 for what was cancelled by the user, and only then', async () => {
    const cancelled = (): Promise<null> => Promise.reject(new AppError('cancelled'))
    expect(await run(cancelled, AbortSignal.abort())).toEqual({ code: 130, said: ['cancelled'] })
    expect(await run(cancelled)).toEqual({ code: 1, said: ['cancelled'] })
    expect(await run(async () => outcome, AbortSignal.abort())).toEqual({ code: 0, said: [{ a: 1 }] })
  })
})
