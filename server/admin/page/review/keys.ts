/** Keys of the review screen. */

/** What a key press asks for. `yes` and `no` count the checklist from 0. */
export type KeyAct =
  | { readonly act: 'step'; readonly by: 1 | -1 }
  | { readonly act: 'yes' | 'no'; readonly at: number }
  | { readonly act: 'approve' | 'return' | 'send-back' | 'help' | 'turn' | 'larger' | 'smaller' | 'fit' }
  | { readonly act: 'picture'; readonly by: 1 | -1 }

export interface Pressed {
  readonly key: string
  /** The place on the keyboard, whatever the layout writes there. */
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  /** Held down. */
  readonly repeat: boolean
}

const PLAIN: Readonly<Record<string, KeyAct>> = {
  j: { act: 'step', by: 1 },
  arrowdown: { act: 'step', by: 1 },
  k: { act: 'step', by: -1 },
  arrowup: { act: 'step', by: -1 },
  a: { act: 'approve' },
  r: { act: 'return' },
  t: { act: 'turn' },
  '+': { act: 'larger' },
  '=': { act: 'larger' },
  '-': { act: 'smaller' },
  '0': { act: 'fit' },
  '[': { act: 'picture', by: -1 },
  ']': { act: 'picture', by: 1 },
  '?': { act: 'help' },
  '？': { act: 'help' },
}

const DIGIT = /^(?:Digit|Numpad)([1-9])$/

/**
 * What a key press asks for; null where it is none of the screen's business: while somebody types, in a
 * dialog, and together with keys that the browser has words for. A held key only moves on.
 */
export const keyAct = (pressed: Pressed, where: { isTyping: boolean; isInDialog: boolean }): KeyAct | null => {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey, repeat } = pressed
  if (where.isInDialog || altKey) return null
  if (ctrlKey || metaKey) return key === 'Enter' && !repeat ? { act: 'send-back' } : null
  if (where.isTyping) return null
  const digit = DIGIT.exec(code)?.[1]
  if (digit !== undefined) return repeat ? null : { act: shiftKey ? 'no' : 'yes', at: Number(digit) - 1 }
  const found = PLAIN[key.toLowerCase()] ?? null
  return repeat && found?.act !== 'step' ? null : found
}

/** Whether what has the focus takes letters. */
export const isTypedInto = (element: Element | null): boolean =>
  element !== null && element.matches('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')
