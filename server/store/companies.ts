import { sql, type SqlBool } from 'kysely'
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

/** With how many certificates each has. */
const counted = (db: Db, text: string) =>
  db
    .selectFrom('companies')
    .$if(text !== '', (all) => all.where(holds(db, ['name', 'creditCode'], text)))
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
    const rows = await counted(db, text).offset(offset).limit(limit).execute()
    if (rows.length < limit && (rows.length > 0 || offset === 0)) return { rows, total: offset + rows.length }
    const { total } = await db
      .selectFrom('companies')
      .$if(text !== '', (all) => all.where(holds(db, ['name', 'creditCode'], text)))
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    return { rows, total }
  },

  /** In the order in which they came, from after one on. */
  page: async (
    text: string,
    after: Pick<ListedCompany, 'creditCode' | 'createdAt'> | null,
    limit: number,
  ): Promise<readonly ListedCompany[]> =>
    counted(db, text)
      .$if(after !== null, (all) => {
        const [at, code] = [sql.ref('createdAt'), sql.ref('creditCode')]
        const { createdAt, creditCode } = after!
        return all.where(sql<SqlBool>`(${at} > ${createdAt} or (${at} = ${createdAt} and ${code} > ${creditCode}))`)
      })
      .limit(limit)
      .execute(),

  /** One of the list. */
  findListed: async (creditCode: string): Promise<ListedCompany | null> =>
    (await counted(db, '').where('creditCode', '=', creditCode).executeTakeFirst()) ?? null,

  count: async (): Promise<number> =>
    (
      await db
        .selectFrom('companies')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
    ).count,
})

export type Companies = ReturnType<typeof companies>
