/** What each part of the console has to work with. */
import type { StoreApi } from 'zustand/vanilla'
import type { Api } from './api.ts'
import type { State } from './state.ts'

export interface PartOptions extends Pick<StoreApi<State>, 'setState' | 'getState'> {
  readonly api: Api
  /** True when it was done; the fault is shown otherwise. */
  readonly attempt: (act: () => Promise<void>) => Promise<boolean>
  /** Reads what is shown again. */
  readonly refresh: () => Promise<void>
  /** Null when it failed: the fault is shown. */
  readonly collect: (read: () => Promise<Blob>) => Promise<Blob | null>
}
