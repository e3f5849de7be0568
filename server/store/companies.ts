import { holds } from './pattern.ts'
import type { Db } from './schema.ts'

export interface Company {
  readonly creditCode: string
  readonly name: string
}

export interface ListedCompany extends Company {
  readonly createdAt: number
  /** Not revoked. */
  readonly certificates: number
}

/** A page of a list. */
export interface ListQuery {
  /** Empty for all. */
  readonly text: string
  readonly offset: number
  readonly limit: number
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
  list: async (): Promise<readonly ListedCompany[]> =>
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

  /** In the order in which they came; `text` is looked for in names and credit codes. */
  search: async ({
    text,
    offset,
    limit,
  }: ListQuery): Promise<{ readonly rows: readonly ListedCompany[]; readonly total: number }> => {
    const found = db
      .selectFrom('companies')
      .$if(text !== '', (all) => all.where(holds(db, ['name', 'creditCode'], text)))
    const rows = await found
      .select(({ selectFrom }) => [
        'creditCode',
        'name',
        'createdAt',
        selectFrom('certificates')
          .whereRef('certificates.creditCode', '=', 'companies.creditCode')
          .where('revokedAt', 'is', null)
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .$asScalar()
          .$notNull()
          .as('certificates'),
      ])
      .orderBy('createdAt')
      .orderBy('creditCode')
      .offset(offset)
      .limit(limit)
      .execute()
    if (rows.length < limit && (rows.length > 0 || offset === 0)) return { rows, total: offset + rows.length }
    const { total } = await found.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    return { rows, total }
  },

  count: async (): Promise<number> =>
    (
      await db
        .selectFrom('companies')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
    ).count,
})

export type Companies = ReturnType<typeof companies>
