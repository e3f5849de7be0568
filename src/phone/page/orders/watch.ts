import { useEffect } from 'react'
import { useApp } from '../app/context.tsx'
import type { OrdersScreen } from '../app/screen.ts'

/** How often the server is asked whether something has happened that is waited for. */
const EVERY = 3000

/** Looks again at what is shown, as long as it waits for something elsewhere. */
export const useWatch = (screen: OrdersScreen, isWaiting: boolean): void => {
  const app = useApp()
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => {
      if (!document.hidden) void app.orders.look(screen)
    }, EVERY)
    return () => clearInterval(timer)
  }, [app, screen, isWaiting])
}
