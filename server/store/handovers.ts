import type { Db } from './schema.ts'

/** Who has signed something, when, and how. */
export interface SignedRow {
  /** SHA-256 of the signing certificate. */
  readonly certificate: string
  readonly signedAt: number
  readonly signature: Uint8Array
}

export interface HandoverRow extends SignedRow {
  readonly id: string
  readonly creditCode: string
  /** Members, by the applications that made them such. */
  readonly offeredBy: string
  readonly offeredTo: string
  readonly offeredAt: number
  readonly until: number
  readonly state: string
  readonly settledAt: number | null
}

/** Offers to hand over a company's administration. The database sees to it that no more than one stands. */
export const handovers = (db: Db) => ({
  /** False when one stands already. */
  add: async (row: Omit<HandoverRow, 'state' | 'settledAt'>): Promise<boolean> =>
    (
      await db
        .insertInto('handovers')
        .values({ ...row, state: 'offered', settledAt: null })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
    ).numInsertedOrUpdatedRows === 1n,

  /** The one that has not been settled, even if its time is over. */
  standing: async (creditCode: string): Promise<HandoverRow | null> =>
    (await db
      .selectFrom('handovers')
      .selectAll()
      .where('creditCode', '=', creditCode)
      .where('state', '=', 'offered')
      .executeTakeFirst()) ?? null,

  /** Those whose time was over before then. */
  listOver: async (before: number, limit: number): Promise<readonly HandoverRow[]> =>
    db
      .selectFrom('handovers')
      .selectAll()
      .where('state', '=', 'offered')
      .where('until', '<', before)
      .orderBy('until')
      .limit(limit)
      .execute(),

  /** The newest first. */
  ofCompany: async (creditCode: string, limit: number): Promise<readonly HandoverRow[]> =>
    db
      .selectFrom('handovers')
      .selectAll()
      .where('creditCode', '=', creditCode)
      .orderBy('offeredAt', 'desc')
      .limit(limit)
      .execute(),

  /** False when it was settled before. */
  settle: async (id: string, state: string, at: number): Promise<boolean> =>
    (
      await db
        .updateTable('handovers')
        .set({ state, settledAt: at })
        .where('id', '=', id)
        .where('state', '=', 'offered')
        .executeTakeFirst()
    ).numUpdatedRows === 1n,
})

export type Handovers = ReturnType<typeof handovers>
