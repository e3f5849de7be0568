/** People, seals and one company in detail: what is looked for, what was found, and what can be done. */
import type { CompanyDetails } from '../../company-messages.ts'
import type { PersonDetails, PersonList } from '../../people-messages.ts'
import type { SealChoice, SealDesigns, SealDetails, SealDraft, SealList } from '../../seal-messages.ts'
import { faultOf, type DesignedKind, type EndReason, type Fault, type PersonState, type SealKind } from '../api.ts'
import { ALL, type LedgerSearch } from '../ledger/ledger.ts'
import type { PartOptions } from '../part.ts'

export interface RegisterState {
  readonly people: PersonList | null
  readonly personSearch: LedgerSearch<PersonState>
  readonly person: PersonDetails | null
  readonly company: CompanyDetails | null
  /** How the seals of the company whose designer is open look. */
  readonly designs: SealDesigns | null
  readonly seals: SealList | null
  readonly sealSearch: LedgerSearch<SealKind>
  readonly seal: SealDetails | null
}

/** A seal as it would be, or why it cannot be drawn. */
export type Drawn = { readonly picture: string } | { readonly fault: Fault }

export interface RegisterActs {
  /** From the first page on where no other is named. */
  searchPeople(search: Partial<LedgerSearch<PersonState>>): Promise<void>
  searchSeals(search: Partial<LedgerSearch<SealKind>>): Promise<void>
  /** Shows details. */
  openPerson(account: string): Promise<void>
  openCompany(code: string): Promise<void>
  openSeal(id: string): Promise<void>
  /** Shows it in the list of its kind. */
  showPerson(account: string): Promise<void>
  showCompany(code: string): Promise<void>
  /** Logs somebody out everywhere. False when it failed; the fault is shown. */
  endSessions(account: string, reason: EndReason): Promise<boolean>
  loadDesigns(code: string): Promise<void>
  drawSeal(draft: SealDraft): Promise<Drawn>
  /** False when it failed; the fault is shown. */
  saveDesign(code: string, kind: DesignedKind, choice: SealChoice): Promise<boolean>
  /** Everything that the search finds, as a table; null when it failed: the fault is shown. */
  exportPeople(): Promise<Blob | null>
  exportCompanies(): Promise<Blob | null>
  exportCertificates(): Promise<Blob | null>
  exportSeals(): Promise<Blob | null>
  exportAudit(): Promise<Blob | null>
}

export const NO_REGISTER: RegisterState = {
  ...{ people: null, personSearch: ALL, person: null, company: null, designs: null },
  ...{ seals: null, sealSearch: ALL, seal: null },
}

export const createRegister = ({ setState: set, getState: get, api, attempt, refresh, collect }: PartOptions) => {
  const person = async (account: string): Promise<void> => {
    const found = await api.person(account)
    if (get().selected === account) set({ person: found })
  }
  const company = async (code: string): Promise<void> => {
    const found = await api.company(code)
    if (get().selected === code) set({ company: found })
  }
  const seal = async (id: string): Promise<void> => {
    const found = await api.seal(id)
    if (get().selected === id) set({ seal: found })
  }

  const loaders = {
    people: async (): Promise<void> => {
      const { personSearch, selected } = get()
      set({ people: await api.people(personSearch) })
      if (selected !== null) await person(selected)
    },
    seals: async (): Promise<void> => {
      const { sealSearch, selected } = get()
      set({ seals: await api.seals(sealSearch) })
      if (selected !== null) await seal(selected)
    },
  }

  const open = (load: (id: string) => Promise<void>) => async (id: string) => {
    set({ selected: id, fault: null })
    await attempt(() => load(id))
  }

  const acts: RegisterActs = {
    searchPeople: async (search) => {
      set({ personSearch: { ...get().personSearch, trail: [], ...search }, selected: null })
      await refresh()
    },
    searchSeals: async (search) => {
      set({ sealSearch: { ...get().sealSearch, trail: [], ...search }, selected: null })
      await refresh()
    },
    openPerson: open(person),
    openCompany: open(company),
    openSeal: open(seal),
    showPerson: async (account) => {
      set({ view: 'people', personSearch: ALL, selected: account, person: null })
      await refresh()
    },
    showCompany: async (code) => {
      set({ view: 'companies', companySearch: { text: code, page: 0 }, selected: code, company: null })
      await refresh()
    },
    endSessions: (account, reason) =>
      attempt(async () => {
        await api.logOutPerson(account, reason)
        await loaders.people()
      }),
    loadDesigns: async (code) => {
      set({ designs: null })
      await attempt(async () => set({ designs: await api.designs(code) }))
    },
    drawSeal: async (draft) => {
      try {
        return { picture: await api.drawSeal(draft) }
      } catch (error) {
        return { fault: faultOf(error) }
      }
    },
    saveDesign: (code, kind, choice) =>
      attempt(async () => {
        await api.saveDesign(code, kind, choice)
        set({ designs: await api.designs(code) })
      }),
    exportPeople: () => collect(() => api.exportPeople(get().personSearch)),
    exportCompanies: () => collect(() => api.exportCompanies(get().companySearch.text)),
    exportCertificates: () => collect(() => api.exportCertificates({ text: get().search, ...get().certificateFilter })),
    exportSeals: () => collect(() => api.exportSeals(get().sealSearch)),
    exportAudit: () => collect(() => api.exportAudit(get().auditSearch)),
  }

  return { loaders: { ...loaders, company }, acts }
}
