/** What the holder of a phone says when refusing. */
import { ERROR_CODES, type AppError } from '#core/errors'
import { REFUSALS } from '#core/pairing/messages'

/** Characters that are shown. */
export const LONGEST_REASON = 80

/** A phone that gives no words says which of these it was. */
const CODES: ReadonlySet<string> = new Set([...REFUSALS, ...ERROR_CODES])

/** Controls, marks that turn text around, halves of characters: nothing that a person types. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu

/**
 * The words of a refusal on one line, cut where they are too long. Null where a failure is no
 * refusal, or has no words. The phone may send anything: what comes out is still to be shown as
 * text and nothing else.
 */
export const reasonOf = (failure: Pick<AppError, 'code' | 'details'> | null): string | null => {
  const said = failure?.code === 'request-refused' ? failure.details['reason'] : null
  if (typeof said !== 'string') return null
  const words = said.replace(UNSEEN, ' ').trim()
  if (words === '' || CODES.has(words)) return null
  const letters = Array.from(words)
  return letters.length <= LONGEST_REASON ? words : `${letters.slice(0, LONGEST_REASON - 1).join('')}…`
}
