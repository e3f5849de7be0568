import { useEffect } from 'react'
import { useApp } from '../app/context.tsx'
import type { LifecycleScreen } from '../app/screen.ts'

/** How often the server is asked whether something has happened that is waited for. */
const EVERY = 5000

/** Looks again at what is shown, as long as it waits for something elsewhere. */
export const useWatch = (screen: LifecycleScreen, isWaiting: boolean): void => {
  const app = useApp()
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => {
      if (!document.hidden) void app.lifecycle.watch(screen)
    }, EVERY)
    return () => clearInterval(timer)
  }, [app, screen, isWaiting])
}
