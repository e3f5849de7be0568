/** A question to a phone and the work that can go on meanwhile. */
import { AppError } from '#core/errors'
import type { JobContext } from './job.ts'

export interface Meanwhile<Made, Answer> {
  /** Starts at once; stops with `cancelled` when the signal says so. */
  readonly make: (signal: AbortSignal) => Promise<Made>
  /** Takes away what was made when there is no answer. */
  readonly discard: (made: Made) => Promise<void>
  readonly ask: (context: JobContext, made: Promise<Made>) => Promise<Answer>
}

const isCancelled = (error: unknown): boolean => error instanceof AppError && error.code === 'cancelled'

/**
 * Makes something while a phone is asked, and gives both. When one of them fails the other one is
 * stopped, nothing that was made is left, and the failure that came first is thrown.
 */
export const askWhile = async <Made, Answer>(
  context: JobContext,
  { make, discard, ask }: Meanwhile<Made, Answer>,
): Promise<{ readonly made: Made; readonly answer: Answer }> => {
  const stop = new AbortController()
  const end = (): void => stop.abort(new AppError('cancelled'))
  context.signal.addEventListener('abort', end, { once: true })
  if (context.signal.aborted) end()
  const making = make(stop.signal)
  making.catch(end)
  try {
    const answer = await ask({ ...context, signal: stop.signal }, making)
    return { made: await making, answer }
  } catch (error) {
    end()
    const failure = await making.then(
      async (made) => {
        await discard(made)
        return error
      },
      (cause: unknown) => cause,
    )
    throw isCancelled(error) ? failure : error
  } finally {
    context.signal.removeEventListener('abort', end)
  }
}
