import type { Db } from './schema.ts'

export interface Company {
  readonly creditCode: string
  readonly name: string
}

/** Companies whose name and credit code have been verified. */
export const companies = (db: Db) => ({
  /** Adds those that are not there yet. */
  add: async (added: readonly Company[], at: number): Promise<void> => {
    if (added.length === 0) return
    const rows = added.map(({ creditCode, name }) => ({ creditCode, name, createdAt: at }))
    await db
      .insertInto('companies')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  },

  find: async (creditCode: string): Promise<Company | null> =>
    (await db
      .selectFrom('companies')
      .select(['creditCode', 'name'])
      .where('creditCode', '=', creditCode)
      .executeTakeFirst()) ?? null,

  /** In the order in which they came. */
  list: async (): Promise<readonly (Company & { readonly createdAt: number; readonly certificates: number })[]> =>
    db
      .selectFrom('companies')
      .leftJoin('certificates', (join) =>
        join.onRef('certificates.creditCode', '=', 'companies.creditCode').on('certificates.revokedAt', 'is', null),
      )
      .select(({ fn }) => [
        'companies.creditCode',
        'companies.name',
        'companies.createdAt',
        fn.count<number>('certificates.serial').as('certificates'),
      ])
      .groupBy('companies.creditCode')
      .orderBy('companies.createdAt')
      .orderBy('companies.creditCode')
      .execute(),

  count: async (): Promise<number> =>
    (
      await db
        .selectFrom('companies')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
    ).count,
})

export type Companies = ReturnType<typeof companies>
