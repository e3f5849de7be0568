import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When certificates were handed out first; of those that were there before, nobody knows better than when they came. */
export const fetchedHoldings: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('holdings').addColumn('fetchedAt', 'bigint').execute()
    await sql`update ${sql.table('holdings')} set ${sql.ref('fetchedAt')} = ${sql.ref('issuedAt')}`.execute(db)
  },
}
