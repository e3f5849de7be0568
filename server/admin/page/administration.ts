/** Officers, settings and statistics: what is known of them, and what can be done. */
import type { OfficerList } from '../messages.ts'
import type { Role } from '../roles.ts'
import type { SettingsAnswer, SettingValue } from '../setting-messages.ts'
import type { ChangeEvent } from '../setting-rules.ts'
import type { StatisticsAnswer } from '../statistics-messages.ts'
import type { Months, OfficerAct } from './api.ts'
import type { PartOptions } from './part.ts'

export interface AdministrationState {
  readonly officers: OfficerList['officers'] | null
  /** A password that was made for an officer, until it was read. */
  readonly given: { readonly officer: string; readonly password: string } | null
  readonly settings: SettingsAnswer | null
  readonly statistics: StatisticsAnswer | null
  /** Which are shown. */
  readonly months: Months
}

/** All that is asked for by a promise of a boolean is false when it failed; the fault is shown. */
export interface AdministrationActs {
  showMonths(months: Months): Promise<void>
  /** Null when it failed: the fault is shown. */
  exportStatistics(): Promise<Blob | null>
  /** Settings are changed by two officers. */
  proposeSetting(change: SettingValue): Promise<boolean>
  decideSetting(change: string, event: ChangeEvent): Promise<boolean>
  addOfficer(name: string, roles: readonly Role[]): Promise<boolean>
  setRoles(name: string, roles: readonly Role[]): Promise<boolean>
  /** The number by which he applies himself; null for none. */
  setMobile(name: string, mobile: string | null): Promise<boolean>
  changeOfficer(name: string, act: OfficerAct | 'reset-password'): Promise<boolean>
}

export const NO_ADMINISTRATION: AdministrationState = {
  ...{ officers: null, given: null, settings: null, statistics: null, months: {} },
}

export const createAdministration = (options: PartOptions) => {
  const { setState: set, getState: get, api, attempt, refresh, collect } = options

  const loaders = {
    officers: async () => set({ officers: (await api.officers()).officers }),
    settings: async () => set({ settings: await api.settings() }),
    statistics: async () => set({ statistics: await api.statistics(get().months) }),
  }

  /** Does something about what a loader reads, and reads it again. */
  const attemptOn = (view: 'officers' | 'settings', act: () => Promise<unknown>): Promise<boolean> =>
    attempt(async () => {
      await act()
      await loaders[view]()
    })

  const acts: AdministrationActs = {
    showMonths: async (months) => {
      set({ months })
      await refresh()
    },
    exportStatistics: () => collect(() => api.exportStatistics(get().months)),
    proposeSetting: (change) => attemptOn('settings', () => api.proposeSetting(change)),
    decideSetting: (change, event) => attemptOn('settings', () => api.decideSetting(change, event)),
    addOfficer: (name, roles) =>
      attemptOn('officers', async () => {
        const { password } = await api.addOfficer(name, roles)
        set({ given: { officer: name, password }, selected: name })
      }),
    setRoles: (name, roles) => attemptOn('officers', () => api.setRoles(name, roles)),
    setMobile: (name, mobile) => attemptOn('officers', () => api.setMobile(name, mobile)),
    changeOfficer: (name, act) =>
      attemptOn('officers', async () => {
        if (act === 'reset-password') set({ given: { officer: name, ...(await api.resetPassword(name)) } })
        else await api.change(name, act)
      }),
  }

  return { loaders, acts }
}
