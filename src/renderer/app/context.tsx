import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { App } from './app.ts'
import type { AppState } from './state.ts'

export const AppContext = createContext<App | null>(null)

export const useApp = (): App => {
  const app = useContext(AppContext)
  if (!app) throw new Error('no app around this component')
  return app
}

export const useAppState = <Part,>(select: (state: AppState) => Part): Part => useStore(useApp().store, select)
