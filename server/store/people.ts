import type { AccountRow } from './accounts.ts'
import { holds } from './pattern.ts'
import { older, type Position } from './position.ts'
import type { Db } from './schema.ts'

export interface PeopleSearch {
  /** Part of a mobile number, a whole credit code, or a name as certificates have it; empty for all. */
  readonly text: string
  /** Whether they have shown who they are; null for all. */
  readonly isIdentified: boolean | null
  readonly after: Position | null
  readonly limit: number
}

/** Somebody who belongs to a company, or did. */
export interface Membership {
  readonly account: string
  readonly creditCode: string
  readonly company: string
  readonly role: string
  readonly since: number
  readonly endedAt: number | null
}

const MOBILE = /^\d{1,11}$/
const WHOLE_MOBILE = /^\d{11}$/
const CREDIT_CODE = /^[0-9a-z]{18}$/i

/** Accounts as officers look for them. */
export const people = (db: Db) => {
  const memberships = () =>
    db
      .selectFrom('members')
      .innerJoin('companies', 'companies.creditCode', 'members.creditCode')
      .select(['members.account', 'members.creditCode', 'companies.name as company'])
      .select(['members.role', 'members.since', 'members.endedAt'])

  return {
    /** Newest first. */
    search: async ({ text, isIdentified, after, limit }: PeopleSearch): Promise<readonly AccountRow[]> => {
      const isMobile = MOBILE.test(text)
      const isCode = CREDIT_CODE.test(text)
      const isWhole = WHOLE_MOBILE.test(text)
      return db
        .selectFrom('accounts')
        .selectAll()
        .$if(isWhole, (all) => all.where('mobile', '=', text))
        .$if(isMobile && !isWhole, (all) => all.where(holds(db, ['mobile'], text)))
        .$if(isCode, (all) =>
          all.where((row) =>
            row(
              'id',
              'in',
              row
                .selectFrom('members')
                .select('account')
                .where('creditCode', '=', text.toUpperCase())
                .where('endedAt', 'is', null),
            ),
          ),
        )
        .$if(text !== '' && !isMobile && !isCode, (all) =>
          all.where((row) =>
            row(
              'id',
              'in',
              row
                .selectFrom('certificates')
                .innerJoin('applications', 'applications.id', 'certificates.orderId')
                .select('applications.account')
                // Names are in an index, what they belong to is not: rows are read for those that fit.
                .where(
                  'certificates.serial',
                  'in',
                  row.selectFrom('certificates').select('serial').where('person', '=', text),
                ),
            ),
          ),
        )
        .$if(isIdentified !== null, (all) => all.where('identifiedAt', isIdentified ? 'is not' : 'is', null))
        .$if(after !== null, (all) => all.where(older(after!)))
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
    },

    /** Accounts by their ids, in no order. */
    list: async (ids: readonly string[]): Promise<readonly AccountRow[]> =>
      ids.length === 0 ? [] : db.selectFrom('accounts').selectAll().where('id', 'in', ids).execute(),

    /** Where people belong now, in the order in which they came. */
    membershipsOf: async (accounts: readonly string[]): Promise<readonly Membership[]> =>
      accounts.length === 0
        ? []
        : memberships()
            .where('members.account', 'in', accounts)
            .where('members.endedAt', 'is', null)
            .orderBy('members.since')
            .execute(),

    /** Where somebody belongs and belonged, the newest first. */
    historyOf: async (account: string): Promise<readonly Membership[]> =>
      memberships().where('members.account', '=', account).orderBy('members.since', 'desc').execute(),
  }
}

export type People = ReturnType<typeof people>
