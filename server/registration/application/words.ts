/** Words as the store keeps them. */
import { KINDS, STATES, type ApplicationKind, type ApplicationState } from '#core/application/state'

/** A word of a list. Throws when it is none of them, which nobody has written. */
export const wordOf = <T extends string>(all: readonly T[], text: string): T => {
  const word = all.find((each) => each === text)
  if (word === undefined) throw new TypeError(`not a word of the list: ${text}`)
  return word
}

export const kindOf = ({ kind }: { readonly kind: string }): ApplicationKind => wordOf(KINDS, kind)
export const stateOf = ({ state }: { readonly state: string }): ApplicationState => wordOf(STATES, state)
