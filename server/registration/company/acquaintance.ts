/** Whether somebody who wants to join a company knows its administrator: by what is masked of him. */
import type { Bytes } from '#core/bytes/bytes'
import type { AdministratorAnswer } from '#core/application/messages'
import { AppError } from '#core/errors'
import { deriveKey, indexOf } from '../../access/sealed.ts'
import { sameToken } from '../../access/token.ts'
import type { Store } from '../../store/store.ts'
import type { FindPerson, Known } from '../application/people.ts'
import { maskMobile, maskPerson } from '../account/mask.ts'

const DAY = 24 * 3600_000
/** Of one account, at one company. */
export const GUESSES = 5
/** Of all accounts, at one company. */
const GUESSES_OF_ALL = 50

export interface Acquaintance {
  /** Throws `company-unclaimed`. */
  masked(creditCode: string): Promise<AdministratorAnswer>
  /**
   * Throws `company-unclaimed`, `acquaintance-wrong` (details.triesLeft), or `rate-limited` after five wrong tries
   * in a day.
   */
  require(
    account: string,
    creditCode: string,
    claimed: { readonly name: string; readonly mobile: string },
  ): Promise<void>
}

/** @param storageKey 32 bytes */
export const createAcquaintance = (
  store: Store,
  findPerson: FindPerson,
  storageKey: Bytes,
  now: () => number,
): Acquaintance => {
  const limitKey = deriveKey(storageKey, 'bidseal acquaintance limit')

  const find = async (creditCode: string): Promise<Known> => {
    const member = await store.members.administrator(creditCode)
    const known = member === null ? null : await findPerson(member.account)
    if (known === null) throw new AppError('company-unclaimed', { creditCode })
    return known
  }

  /** Which one it is. */
  const takeTry = async (key: string, limit: number): Promise<number> => {
    const used = await store.tries.take(key, limit, DAY, now())
    if (used === null) throw new AppError('rate-limited', { reason: 'acquaintance' })
    return used
  }

  return {
    masked: async (creditCode) => {
      const { name, mobile } = await find(creditCode)
      const company = (await store.companies.find(creditCode))?.name ?? ''
      return { company, name: maskPerson(name), mobile: maskMobile(mobile) }
    },

    require: async (account, creditCode, claimed) => {
      const known = await find(creditCode)
      const own = indexOf(limitKey, account, creditCode)
      const used = await takeTry(own, GUESSES)
      await takeTry(indexOf(limitKey, creditCode), GUESSES_OF_ALL)
      const [said, is] = [claimed, known].map(({ name, mobile }) => JSON.stringify([name, mobile]))
      if (!sameToken(said ?? '', is ?? '')) throw new AppError('acquaintance-wrong', { triesLeft: GUESSES - used })
      await store.tries.forget(own)
    },
  }
}
