import { useEffect } from 'react'
import { useApp } from '../app/context.tsx'

/** How often the server is asked whether somebody else has answered; milliseconds. */
const EVERY = 5000

/** Looks again at a company, as long as it waits for somebody else. */
export const useWatch = (creditCode: string, isWaiting: boolean): void => {
  const app = useApp()
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => {
      if (!document.hidden) void app.company.look(creditCode)
    }, EVERY)
    return () => clearInterval(timer)
  }, [app, creditCode, isWaiting])
}
