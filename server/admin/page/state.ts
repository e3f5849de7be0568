/** What the console shows, and what an officer can do in it. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AuditList, CertificateList, CompanyList, Overview, RevokeRequest, Session } from '../messages.ts'
import { faultOf, type Api, type Fault } from './api.ts'

export const VIEWS = ['overview', 'companies', 'certificates', 'audit'] as const
export type View = (typeof VIEWS)[number]

/** Rows of a list of certificates. */
export const PAGE_SIZE = 50
const AUDIT_ROWS = 200

export interface State {
  /** Undefined until it is known whether somebody is logged in. */
  readonly session: Session | null | undefined
  /** Somebody was logged in until just now, and not by choice is no more. */
  readonly isLapsed: boolean
  readonly view: View
  readonly overview: Overview | null
  readonly companies: CompanyList['companies'] | null
  readonly certificates: CertificateList | null
  readonly audit: AuditList | null
  readonly search: string
  /** Counts from 0. */
  readonly page: number
  /** Serial number of the certificate whose details are shown. */
  readonly selected: string | null
  readonly isBusy: boolean
  readonly fault: Fault | null
}

export interface Console {
  readonly store: StoreApi<State>
  start(): Promise<void>
  login(password: string): Promise<void>
  logout(): Promise<void>
  show(view: View): Promise<void>
  /** Reads what is shown again. */
  refresh(): Promise<void>
  search(text: string): Promise<void>
  turn(page: number): Promise<void>
  select(serial: string | null): void
  /** Certificates of a company, in the list of certificates. */
  showCertificatesOf(creditCode: string): Promise<void>
  /** Revokes a certificate. False when it failed; the fault is shown. */
  revoke(serial: string, reason: RevokeRequest['reason']): Promise<boolean>
}

/** First and last row of a page, counted from 1, and how many pages there are. */
export const pageOf = (page: number, total: number) => ({
  first: total === 0 ? 0 : page * PAGE_SIZE + 1,
  last: Math.min(total, (page + 1) * PAGE_SIZE),
  pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
})

const NOTHING: Omit<State, 'session' | 'isLapsed' | 'view'> = {
  overview: null,
  companies: null,
  certificates: null,
  audit: null,
  search: '',
  page: 0,
  selected: null,
  isBusy: false,
  fault: null,
}

export const createConsole = (makeApi: (csrf: () => string | null) => Api, first: View = 'overview'): Console => {
  const store = createStore<State>(() => ({ session: undefined, isLapsed: false, view: first, ...NOTHING }))
  const set = store.setState
  const get = store.getState
  const api = makeApi(() => get().session?.csrf ?? null)

  /** True when it was done. A session that is over leads back to the login. */
  const attempt = async (act: () => Promise<void>): Promise<boolean> => {
    set({ isBusy: true, fault: null })
    try {
      await act()
      return true
    } catch (error) {
      const fault = faultOf(error)
      const isOver = fault.code === 'not-authorised' && fault.details['reason'] === 'login'
      set(isOver ? { session: null, isLapsed: Boolean(get().session), ...NOTHING } : { fault })
      return false
    } finally {
      set({ isBusy: false })
    }
  }

  const certificates = () => api.certificates({ text: get().search, offset: get().page * PAGE_SIZE, limit: PAGE_SIZE })

  const loaders: Readonly<Record<View, () => Promise<void>>> = {
    overview: async () => set({ overview: await api.overview() }),
    companies: async () => set({ companies: (await api.companies()).companies }),
    certificates: async () => set({ certificates: await certificates() }),
    audit: async () => set({ audit: await api.audit(AUDIT_ROWS) }),
  }

  const refresh = async () => void (await attempt(() => loaders[get().view]()))

  return {
    store,
    start: async () => {
      await attempt(async () => {
        try {
          set({ session: await api.session() })
        } catch (error) {
          set({ session: null })
          throw error
        }
      })
      if (get().session) await refresh()
    },
    login: async (password) => {
      if (await attempt(async () => set({ session: await api.login(password), isLapsed: false }))) await refresh()
    },
    logout: async () => {
      await attempt(async () => {
        await api.logout()
        set({ session: null, view: 'overview', ...NOTHING })
      })
    },
    show: async (view) => {
      set({ view, fault: null })
      await refresh()
    },
    refresh,
    search: async (search) => {
      set({ search, page: 0, selected: null })
      await refresh()
    },
    turn: async (page) => {
      set({ page, selected: null })
      await refresh()
    },
    select: (selected) => set({ selected }),
    showCertificatesOf: async (creditCode) => {
      set({ view: 'certificates', search: creditCode, page: 0, selected: null })
      await refresh()
    },
    revoke: (serial, reason) =>
      attempt(async () => {
        await api.revoke(serial, { reason })
        await loaders.certificates()
      }),
  }
}
