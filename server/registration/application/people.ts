/** The people behind applications. */
import type { Person } from '#core/identity/proof'
import type { Store } from '../../store/store.ts'
import type { Identity } from '../account/identity.ts'

export interface Known extends Person {
  /** Eleven digits. */
  readonly mobile: string
}

/** Null for an account whose person is not known. */
export type FindPerson = (account: string) => Promise<Known | null>

export const findPersonIn =
  (store: Pick<Store, 'accounts'>, identity: Pick<Identity, 'personOf'>): FindPerson =>
  async (account) => {
    const [row, person] = await Promise.all([store.accounts.find(account), identity.personOf(account)])
    return row === null || person === null ? null : { ...person, mobile: row.mobile }
  }
