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
