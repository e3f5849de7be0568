import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Orders between registration and authorities: what a registration front has placed, what an
 * authority has received, and which fronts the authority knows.
 */
export const organisations: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('placedOrders')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('organisation', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('answer', 'text')
      .addColumn('error', 'text')
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('dueAt', 'bigint', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .execute()
    await schema.createIndex('placedOrders_due').on('placedOrders').columns(['state', 'dueAt']).execute()
    await schema
      .createTable('receivedOrders')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('front', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('answer', 'text')
      .addColumn('receivedAt', 'bigint', (column) => column.notNull())
      .addColumn('decidedAt', 'bigint')
      .execute()
    await schema.createIndex('receivedOrders_state').on('receivedOrders').columns(['state', 'receivedAt']).execute()
    await schema
      .createTable('fronts')
      .addColumn('fingerprint', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('certificate', 'text', (column) => column.notNull())
      .addColumn('addedAt', 'bigint', (column) => column.notNull())
      .execute()
  },
}
