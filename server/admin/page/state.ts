/** What the console shows, and what an officer can do in it. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type {
  AuditChain,
  AuditList,
  CertificateList,
  CompanyList,
  FactorSetUp,
  Overview,
  RevokeRequest,
  Session,
} from '../messages.ts'
import {
  createAdministration,
  NO_ADMINISTRATION,
  type AdministrationActs,
  type AdministrationState,
} from './administration.ts'
import { faultOf, type Api, type AuditPage, type CertificateFilter, type Fault } from './api.ts'
import { createRegister, NO_REGISTER, type RegisterActs, type RegisterState } from './registers/register.ts'
import { createLedger, NO_LEDGER, type LedgerActs, type LedgerState } from './ledger/ledger.ts'
import {
  createReviewing,
  NO_REVIEW,
  workOf,
  type ReviewActs,
  type ReviewState,
  type ReviewWork,
} from './review/flow.ts'
import { maySee, type View } from './views.ts'

/** Rows of a list of companies or certificates. */
export const PAGE_SIZE = 50
export const AUDIT_ROWS = 200

export type AuditSearch = Omit<AuditPage, 'limit'>

export interface CompanySearch {
  readonly text: string
  /** Counts from 0. */
  readonly page: number
}

export interface State extends LedgerState, RegisterState, ReviewState, AdministrationState {
  /** Undefined until it is known whether somebody is logged in. */
  readonly session: Session | null | undefined
  /** Somebody was logged in until just now, and not by choice is no more. */
  readonly isLapsed: boolean
  readonly view: View
  readonly overview: Overview | null
  readonly companies: CompanyList | null
  readonly companySearch: CompanySearch
  readonly certificates: CertificateList | null
  readonly audit: AuditList | null
  /** Whether the whole log holds; null until it was read through. */
  readonly chain: AuditChain | null
  readonly auditSearch: AuditSearch
  /** For the authenticator app of somebody who has none yet. */
  readonly factor: FactorSetUp | null
  /** Until they were read. */
  readonly recoveryCodes: readonly string[] | null
  readonly search: string
  /** Which certificates are shown. */
  readonly certificateFilter: Omit<CertificateFilter, 'text'>
  /** Counts from 0. */
  readonly page: number
  /** Certificate's serial number, officer's name, order's or invoice's id: whose details are shown. */
  readonly selected: string | null
  readonly isBusy: boolean
  readonly fault: Fault | null
}

export interface Console extends LedgerActs, RegisterActs, ReviewActs, AdministrationActs {
  readonly store: StoreApi<State>
  start(): Promise<void>
  login(name: string, password: string): Promise<void>
  /** Takes a code of the authenticator app or a recovery code. */
  enterCode(code: string): Promise<void>
  /** Asks for the secret of a new factor. */
  setUpFactor(): Promise<void>
  confirmFactor(code: string): Promise<void>
  /** The recovery codes, or a password that was given out, were read. */
  forget(): Promise<void>
  /** False when it failed; the fault is shown. */
  changePassword(current: string, password: string): Promise<boolean>
  logout(): Promise<void>
  show(view: View): Promise<void>
  /** Reads what is shown again. */
  refresh(): Promise<void>
  search(text: string): Promise<void>
  /** Shows the certificates of this use and state, from the first page on. */
  filterCertificates(filter: Omit<CertificateFilter, 'text'>): Promise<void>
  turn(page: number): Promise<void>
  /** From the first page on where none is named. */
  searchCompanies(search: { readonly text: string; readonly page?: number }): Promise<void>
  /** What is not named is shown from the newest on. */
  searchAudit(search: Partial<AuditSearch>): Promise<void>
  select(id: string | null): void
  /** Forgets what went wrong. */
  dismiss(): void
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
  ...NO_LEDGER,
  ...NO_REVIEW,
  ...NO_REGISTER,
  ...NO_ADMINISTRATION,
  overview: null,
  companies: null,
  companySearch: { text: '', page: 0 },
  certificates: null,
  audit: null,
  chain: null,
  auditSearch: { text: '', action: null, before: null },
  factor: null,
  recoveryCodes: null,
  search: '',
  certificateFilter: {},
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

  /** What an officer had written when his session ended by itself: there again for him, and for nobody else. */
  let left: { readonly officer: string; readonly review: ReviewWork } | null = null

  const lapse = (): void => {
    const { session } = get()
    if (session) left = { officer: session.officer, review: workOf(get()) }
    set({ session: null, isLapsed: Boolean(session), ...NOTHING })
  }

  /** True when it was done. A session that is over leads back to the login. */
  const attempt = async (act: () => Promise<void>): Promise<boolean> => {
    set({ isBusy: true, fault: null })
    try {
      await act()
      return true
    } catch (error) {
      const fault = faultOf(error)
      const isOver = fault.code === 'not-authorised' && fault.details['reason'] === 'login'
      if (isOver) lapse()
      else set({ fault })
      return false
    } finally {
      set({ isBusy: false })
    }
  }

  const certificates = () => {
    const { search: text, page, certificateFilter } = get()
    return api.certificates({ text, ...certificateFilter, offset: page * PAGE_SIZE, limit: PAGE_SIZE })
  }

  /** Looks on where nothing was found among the rows that one search looks at. */
  const findAudit = async (search: AuditSearch): Promise<AuditList> => {
    const found = await api.audit({ limit: AUDIT_ROWS, ...search })
    return found.rows.length > 0 || found.searchedTo <= 1 ? found : findAudit({ ...search, before: found.searchedTo })
  }

  const reviewing = createReviewing({ set, get, api, attempt })
  const collect = async (read: () => Promise<Blob>): Promise<Blob | null> => {
    let table: Blob | null = null
    await attempt(async () => {
      table = await read()
    })
    return table
  }

  const shared = { ...store, api, attempt, collect, refresh: () => refresh() }
  const ledger = createLedger(shared)
  const register = createRegister(shared)
  const administration = createAdministration(shared)

  const loaders: Readonly<Record<View, () => Promise<void>>> = {
    overview: async () => set({ overview: await api.overview() }),
    companies: async () => {
      const { text, page } = get().companySearch
      set({ companies: await api.companies({ text, offset: page * PAGE_SIZE, limit: PAGE_SIZE }) })
      const { selected } = get()
      if (selected !== null) await register.loaders.company(selected)
    },
    certificates: async () => set({ certificates: await certificates() }),
    ...reviewing.loaders,
    ...ledger.loaders,
    people: register.loaders.people,
    seals: register.loaders.seals,
    audit: async () => {
      set({ audit: await findAudit(get().auditSearch) })
      set({ chain: await api.auditChain() })
    },
    ...administration.loaders,
    account: async () => undefined,
  }

  /** Shows the screen again, once the log-in is whole. One that the roles do not allow gives way to the first. */
  const refresh = async () => {
    const { session, view } = get()
    if (session && !maySee(view, session.roles)) set({ view: 'overview' })
    if (session?.stage === 'open') await attempt(() => loaders[get().view]())
    if (session?.stage === 'set-up') await attempt(async () => set({ factor: await api.setUpFactor() }))
  }

  /** The log-in has come further. */
  const goOn = async (act: () => Promise<Session>): Promise<boolean> => {
    const isDone = await attempt(async () => {
      const session = await act()
      const isSame = left?.officer === session.officer
      set({ session, isLapsed: false, ...(isSame && session.stage === 'open' ? left?.review : {}) })
      if (!isSame || session.stage === 'open') left = null
    })
    if (isDone) await refresh()
    return isDone
  }

  return {
    store,
    ...reviewing.acts,
    ...ledger.acts,
    ...register.acts,
    ...administration.acts,
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
    login: async (name, password) => void (await goOn(() => api.login(name, password))),
    enterCode: async (code) => void (await goOn(() => api.enterCode(code))),
    setUpFactor: refresh,
    confirmFactor: async (code) => {
      await attempt(async () => {
        const { session, recoveryCodes } = await api.confirmFactor(code)
        set({ session, recoveryCodes, factor: null })
      })
    },
    forget: async () => {
      set({ recoveryCodes: null, given: null })
      await refresh()
    },
    changePassword: (current, password) => goOn(() => api.changePassword(current, password)),
    logout: async () => {
      await attempt(async () => {
        await api.logout()
        set({ session: null, view: 'overview', ...NOTHING })
      })
    },
    show: async (view) => {
      set({ view, fault: null, selected: null })
      await refresh()
    },
    refresh,
    search: async (search) => {
      set({ search, page: 0, selected: null })
      await refresh()
    },
    filterCertificates: async (certificateFilter) => {
      set({ certificateFilter, page: 0, selected: null })
      await refresh()
    },
    turn: async (page) => {
      set({ page, selected: null })
      await refresh()
    },
    searchCompanies: async ({ text, page = 0 }) => {
      set({ companySearch: { text, page }, selected: null })
      await refresh()
    },
    searchAudit: async (search) => {
      set({ auditSearch: { ...get().auditSearch, before: null, ...search } })
      await refresh()
    },
    select: (selected) => set({ selected, fault: null }),
    dismiss: () => set({ fault: null }),
    showCertificatesOf: async (creditCode) => {
      set({ view: 'certificates', search: creditCode, certificateFilter: {}, page: 0, selected: null })
      await refresh()
    },
    revoke: (serial, reason) =>
      attempt(async () => {
        await api.revoke(serial, { reason })
        await loaders.certificates()
      }),
  }
}
