/**
 * What officers change while the authority runs: what two of them agreed on last counts, else the
 * file that names the authority, else the usual.
 */
import { z } from 'zod'
import type { Repositories } from '../store/store.ts'
import { findSettings, priceList, USUAL, type PriceList } from './order/organisation.ts'

type Changes = Pick<Repositories, 'settingChanges'>

export interface AuthoritySettings {
  prices(): Promise<PriceList>
  /** Whether this authority's officers look at every order themselves. */
  isReviewed(): Promise<boolean>
  /** How long certificates are valid; a profile may allow less. Within the transaction that issues one. */
  months(records: Changes): Promise<number>
}

const USUAL_MONTHS = 12

const agreed = async <T>({ settingChanges }: Changes, setting: string, schema: z.ZodType<T>): Promise<T | null> => {
  const value = await settingChanges.current(setting)
  return value === null ? null : schema.parse(JSON.parse(value))
}

/** @param folder with `organisation.json`, which is read again whenever it is asked for */
export const openAuthoritySettings = (store: Changes, folder: string): AuthoritySettings => {
  const named = async () => (await findSettings(folder)) ?? USUAL
  return {
    prices: async () => (await agreed(store, 'prices', priceList)) ?? (await named()).prices,
    isReviewed: async () => (await agreed(store, 'review', z.boolean())) ?? (await named()).review,
    months: async (records) => (await agreed(records, 'validity', z.int().min(1).max(USUAL_MONTHS))) ?? USUAL_MONTHS,
  }
}
