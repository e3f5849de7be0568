import type { AppError } from '#core/errors'
import type { Texts } from './language.ts'
import type { Word, Words } from './words.ts'

/** A value as it is, or the key of its text. */
export type LineValue = string | number | { readonly text: string }

/** What a command has to say at its end. */
export interface Outcome {
  /** One object of plain values, for `--json`. */
  readonly json: { readonly [name: string]: unknown }
  /** The same for people: a word and what it is. Empty values are left out. */
  readonly lines: readonly (readonly [Word, LineValue])[]
  /** Why the command has failed although it has something to say: a signature that does not hold. */
  readonly failure?: AppError | null
}

/** Columns of a terminal; Chinese characters take two. */
const widthOf = (text: string): number => [...text].reduce((sum, char) => sum + (char > '\u2e7f' ? 2 : 1), 0)

/** One line each, the values under each other. */
export const spellLines = (lines: Outcome['lines'], words: Words, text: Texts): string => {
  const shown = lines.filter(([, value]) => value !== '')
  const width = Math.max(0, ...shown.map(([word]) => widthOf(words[word])))
  return shown
    .map(([word, value]) => {
      const spelt = typeof value === 'object' ? text(value.text) : value
      return `${words[word]}${' '.repeat(width - widthOf(words[word]) + 2)}${spelt}\n`
    })
    .join('')
}
