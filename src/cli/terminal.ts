/** The two streams of a terminal: results go to stdout, everything else to stderr. */
import { errorShape, type AppError } from '#core/errors'
import { spellError, type Texts } from './language.ts'
import { spellLines, type Outcome } from './outcome.ts'
import type { Words } from './words.ts'

/** How far a piece of work is. */
export interface Step {
  /** A phase of the locales: `phase.<name>`. */
  readonly phase: string
  readonly done: number
  readonly total: number
}

export interface Terminal {
  result(outcome: Outcome): void
  /** Shown on a TTY only, a few times a second, on one line. */
  progress(step: Step): void
  failure(error: AppError): void
}

export interface Streams {
  readonly out: { write(text: string): unknown }
  readonly err: { write(text: string): unknown; readonly isTTY?: boolean }
  /** Milliseconds, of any origin. */
  readonly now: () => number
}

const CLEAR = '\r\u001b[K'
const PAUSE = 100

export interface Speech {
  readonly text: Texts
  readonly words: Words
  /** One object a line instead of words. */
  readonly isJson: boolean
}

export const openTerminal = ({ out, err, now }: Streams, { text, words, isJson }: Speech): Terminal => {
  let shownAt = -Infinity
  let isShown = false
  const clear = (): void => {
    if (isShown) err.write(CLEAR)
    isShown = false
  }
  return {
    result: ({ json, lines }) => {
      clear()
      out.write(isJson ? `${JSON.stringify(json)}\n` : spellLines(lines, words, text))
    },
    progress: ({ phase, done, total }) => {
      if (isJson || err.isTTY !== true || now() - shownAt < PAUSE) return
      shownAt = now()
      isShown = true
      const percent = total > 0 ? Math.min(100, Math.floor((100 * done) / total)) : 0
      err.write(`${CLEAR}${text(`phase.${phase}`)} ${percent} %`)
    },
    failure: (error) => {
      clear()
      err.write(isJson ? `${JSON.stringify({ error: errorShape(error) })}\n` : `${spellError(error, text)}\n`)
    },
  }
}
