/** Keys as they are written in a list of commands: Ctrl+Shift+Z. Ctrl means Cmd on a Mac. */
export type Shortcut = string

interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** Whether a key press is exactly this shortcut, no modifier more or less. */
export const matches = (shortcut: Shortcut, event: Key): boolean => {
  const parts = shortcut.split('+')
  const key = parts.at(-1) ?? ''
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier)
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    (event.ctrlKey || event.metaKey) === wants('Ctrl') &&
    event.shiftKey === wants('Shift') &&
    event.altKey === wants('Alt')
  )
}
