import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { App } from './app.ts'
import type { AccountState } from '../account/flow.ts'
import type { ApplyingState } from '../applying/state.ts'
import type { CompanyState } from '../company/flow.ts'
import type { LifecycleState } from '../lifecycle/flow.ts'
import type { MessagesState } from '../messages/flow.ts'
import type { OrdersState } from '../orders/flow.ts'
import type { State } from './state.ts'

export const AppContext = createContext<App | null>(null)

/** The acts of the page. */
export const useApp = (): App => {
  const app = useContext(AppContext)
  if (app === null) throw new Error('no app around this component')
  return app
}

/** A part of the state; the component is drawn again when it changes. */
export const useAppState = <T,>(select: (state: State) => T): T => useStore(useApp().store, select)

/** The same of the account's state. */
export const useAccountState = <T,>(select: (state: AccountState) => T): T => useStore(useApp().account.store, select)

/** The same of what is known about orders and invoices. */
export const useOrdersState = <T,>(select: (state: OrdersState) => T): T => useStore(useApp().orders.store, select)

/** The same of what is filled in and known about applications. */
export const useApplyingState = <T,>(select: (state: ApplyingState) => T): T =>
  useStore(useApp().applying.store, select)

/** The same of a person's messages. */
export const useMessagesState = <T,>(select: (state: MessagesState) => T): T =>
  useStore(useApp().messages.store, select)

/** The same of what is known about companies that the person belongs to. */
export const useCompanyState = <T,>(select: (state: CompanyState) => T): T => useStore(useApp().company.store, select)

/** The same of what is known about certificates that the account holds or waits for. */
export const useLifecycleState = <T,>(select: (state: LifecycleState) => T): T =>
  useStore(useApp().lifecycle.store, select)
