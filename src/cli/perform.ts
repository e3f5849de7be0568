/** Runs one command from its first to its last word: cancelling, result, failure, exit code. */
import { AppError, asAppError } from '#core/errors'
import type { Outcome } from './outcome.ts'
import type { Step, Terminal } from './terminal.ts'

export const EXIT = { done: 0, failed: 1, usage: 2, cancelled: 130 } as const

/** What a command gets. */
export interface Work {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  progress(step: Step): void
}

/** Set by the program; a command hands its work over with it. */
export type Perform = (
  options: { readonly json?: boolean },
  work: (work: Work) => Promise<Outcome | null>,
) => Promise<void>

const isAbort = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === 'AbortError'

/**
 * Does the work and says how it went. Never rejects.
 * @returns the exit code: 0 only when everything asked for was done
 */
export const performWork = async (
  terminal: Terminal,
  signal: AbortSignal,
  work: (work: Work) => Promise<Outcome | null>,
): Promise<number> => {
  try {
    const outcome = await work({ signal, progress: terminal.progress })
    if (outcome === null) return EXIT.done
    terminal.result(outcome)
    if (outcome.failure === undefined || outcome.failure === null) return EXIT.done
    terminal.failure(outcome.failure)
    return EXIT.failed
  } catch (thrown) {
    const error = isAbort(thrown) ? new AppError('cancelled', {}, thrown) : asAppError(thrown)
    terminal.failure(error)
    return signal.aborted && error.code === 'cancelled' ? EXIT.cancelled : EXIT.failed
  }
}
