/** Following a pointer until it lets go. */
export interface Follow {
  readonly move: (event: PointerEvent) => void
  /** The pointer let go. */
  readonly drop: (event: PointerEvent) => void
  /** Esc, or the system took the pointer away. */
  readonly cancel: () => void
}

/** Follows the pointer over the whole window. Returns the function that stops, calling nothing. */
export const followPointer = ({ move, drop, cancel }: Follow): (() => void) => {
  const gone = new AbortController()
  const { signal } = gone
  const end = (act: () => void) => {
    gone.abort()
    act()
  }
  addEventListener('pointermove', move, { signal })
  addEventListener('pointerup', (event) => end(() => drop(event)), { signal })
  addEventListener('pointercancel', () => end(cancel), { signal })
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      end(cancel)
    },
    { signal, capture: true },
  )
  return () => gone.abort()
}
