import { useEffect, useState } from 'react'

/** The time in milliseconds, renewed at every full second (or at another step that divides a minute). */
export const useNow = (step = 1000): number => {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      setNow(Date.now())
      timer = setTimeout(tick, step - (Date.now() % step))
    }
    timer = setTimeout(tick, step - (Date.now() % step))
    return () => clearTimeout(timer)
  }, [step])
  return now
}

/** Milliseconds until a moment, renewed whenever a full second of them has gone. Never more than there are; a component for another moment needs another key. */
export const useTimeLeft = (moment: number): number => {
  const [left, setLeft] = useState(() => moment - Date.now())
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      const remaining = moment - Date.now()
      setLeft(remaining)
      if (remaining > 0) timer = setTimeout(tick, remaining % 1000 || 1000)
    }
    tick()
    return () => clearTimeout(timer)
  }, [moment])
  return left
}
