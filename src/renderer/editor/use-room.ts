import { useLayoutEffect, useState, type RefObject } from 'react'

/** The inner size of an element in CSS pixels, kept up to date. */
export const useRoom = (
  element: RefObject<HTMLElement | null>,
): { readonly width: number; readonly height: number } => {
  const [room, setRoom] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const target = element.current
    if (!target) return
    const measure = () => setRoom({ width: target.clientWidth, height: target.clientHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return room
}
