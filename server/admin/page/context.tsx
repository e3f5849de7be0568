import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Console, State } from './state.ts'

export const ConsoleContext = createContext<Console | null>(null)

/** What an officer can do. */
export const useConsole = (): Console => {
  const found = useContext(ConsoleContext)
  if (found === null) throw new Error('no console around this component')
  return found
}

/** A part of the state; the component is drawn again when it changes. */
export const useConsoleState = <T,>(select: (state: State) => T): T => useStore(useConsole().store, select)
