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
  /** The second entry differed, and choosing began anew. */
  readonly differed: boolean
}

export const NEW_CHOICE: Choice = { first: null, differed: false }

/** Takes a full entry: the PIN when it was entered twice alike, else the choice so far. */
export const choose = (choice: Choice, pin: string): { readonly choice: Choice; readonly pin: string | null } => {
  if (choice.first === null) return { choice: { first: pin, differed: false }, pin: null }
  if (choice.first === pin) return { choice: NEW_CHOICE, pin }
  return { choice: { first: null, differed: true }, pin: null }
}
