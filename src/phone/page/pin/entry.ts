/** Digits of a PIN as they are tapped, and choosing a new one by entering it twice. Pure. */

export const PIN_LENGTH = 6

export type PinKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | 'erase'

export const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const satisfies readonly PinKey[]

/** The key of the pad that a key of a keyboard stands for. */
export const pinKeyOf = (key: string): PinKey | null =>
  key === 'Backspace' ? 'erase' : (DIGITS.find((digit) => digit === key) ?? null)

/** What is entered after one more key. A full entry takes no more digits. */
export const press = (entered: string, key: PinKey): string =>
  key === 'erase' ? entered.slice(0, -1) : entered.length < PIN_LENGTH ? entered + key : entered

/** A new PIN, entered once and then once more. */
export interface Choice {
  readonly first: string | null
  /** Why choosing began anew: the PIN is too easy to guess, or the second entry was another. */
  readonly problem: 'weak' | 'differed' | null
}

export const NEW_CHOICE: Choice = { first: null, problem: null }

interface Chosen {
  readonly choice: Choice
  /** The PIN, when it was entered twice alike. */
  readonly pin: string | null
}

/** Takes a full entry. */
export const choose = ({ first }: Choice, entered: string, isWeak: (pin: string) => boolean): Chosen => {
  if (first === null) {
    return { choice: isWeak(entered) ? { first: null, problem: 'weak' } : { first: entered, problem: null }, pin: null }
  }
  if (first === entered) return { choice: NEW_CHOICE, pin: entered }
  return { choice: { first: null, problem: 'differed' }, pin: null }
}
