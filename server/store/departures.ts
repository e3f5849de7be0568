import type { SignedRow } from './handovers.ts'
import type { Db } from './schema.ts'

export interface DepartureRow extends SignedRow {
  /** By which the account had become a member. */
  readonly application: string
  readonly kind: string
  readonly at: number
  /** The account that has said so. */
  readonly by: string
}

/** How members have left their companies. */
export const departures = (db: Db) => ({
  add: async (row: DepartureRow): Promise<void> => {
    await db.insertInto('departures').values(row).execute()
  },

  /** The newest first. */
  ofCompany: async (creditCode: string, limit: number): Promise<readonly DepartureRow[]> =>
    db
      .selectFrom('departures')
      .innerJoin('members', 'members.application', 'departures.application')
      .selectAll('departures')
      .where('members.creditCode', '=', creditCode)
      .orderBy('departures.at', 'desc')
      .limit(limit)
      .execute(),
})

export type Departures = ReturnType<typeof departures>
