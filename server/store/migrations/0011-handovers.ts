import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Offers to hand over a company's administration, and how members have left; with what was signed. */
export const handovers: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('handovers')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('creditCode', 'text', (column) => column.notNull().references('companies.creditCode'))
      .addColumn('offeredBy', 'text', (column) => column.notNull().references('members.application'))
      .addColumn('offeredTo', 'text', (column) => column.notNull().references('members.application'))
      .addColumn('offeredAt', 'bigint', (column) => column.notNull())
      .addColumn('until', 'bigint', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('settledAt', 'bigint')
      .addColumn('certificate', 'text', (column) => column.notNull())
      .addColumn('signedAt', 'bigint', (column) => column.notNull())
      .addColumn('signature', 'blob', (column) => column.notNull())
      .execute()
    await schema.createIndex('handovers_creditCode').on('handovers').columns(['creditCode', 'offeredAt']).execute()
    await schema
      .createIndex('handovers_standing')
      .unique()
      .on('handovers')
      .column('creditCode')
      .where(sql.ref('state'), '=', 'offered')
      .execute()
    await schema
      .createTable('departures')
      .addColumn('application', 'text', (column) => column.primaryKey().references('members.application'))
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('certificate', 'text', (column) => column.notNull())
      .addColumn('signedAt', 'bigint', (column) => column.notNull())
      .addColumn('signature', 'blob', (column) => column.notNull())
      .execute()
    await schema.createIndex('members_creditCode').on('members').columns(['creditCode', 'since']).execute()
  },
}
