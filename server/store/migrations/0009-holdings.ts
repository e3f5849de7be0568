import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The certificates that applications have brought, and text messages about what people have to do. */
export const holdings: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('holdings')
      .addColumn('application', 'text', (column) => column.primaryKey().references('applications.id'))
      .addColumn('account', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('creditCode', 'text', (column) => column.notNull())
      .addColumn('organisation', 'text', (column) => column.notNull())
      .addColumn('signing', 'text', (column) => column.notNull())
      .addColumn('encryption', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('notBefore', 'bigint', (column) => column.notNull())
      .addColumn('notAfter', 'bigint', (column) => column.notNull())
      .addColumn('issuedAt', 'bigint', (column) => column.notNull())
      .addColumn('seals', 'text', (column) => column.notNull())
      .addColumn('tags', 'text', (column) => column.notNull())
      .addColumn('previous', 'text', (column) => column.references('applications.id'))
      .addColumn('next', 'text', (column) => column.references('applications.id'))
      .addColumn('revokedAt', 'bigint')
      .addColumn('revocationReason', 'text')
      .addColumn('revokedBy', 'text')
      .addColumn('publishedAt', 'bigint')
      .addColumn('remindedAt', 'bigint')
      .execute()
    await schema.createIndex('holdings_account').on('holdings').columns(['account', 'issuedAt']).execute()
    await schema.createIndex('holdings_creditCode').on('holdings').columns(['creditCode', 'issuedAt']).execute()
    await schema.createIndex('holdings_signing').on('holdings').column('signing').execute()
    await schema.createIndex('holdings_encryption').on('holdings').column('encryption').execute()
    await schema.createIndex('holdings_next').on('holdings').column('next').execute()
    await schema
      .createIndex('holdings_unpublished')
      .on('holdings')
      .column('revokedAt')
      .where(sql.ref('revokedAt'), 'is not', null)
      .where(sql.ref('publishedAt'), 'is', null)
      .execute()
    await schema
      .createIndex('holdings_unreminded')
      .on('holdings')
      .column('notAfter')
      .where(sql.ref('remindedAt'), 'is', null)
      .where(sql.ref('revokedAt'), 'is', null)
      .where(sql.ref('next'), 'is', null)
      .execute()
    await schema
      .createTable('notices')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('account', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('application', 'text', (column) => column.notNull().references('applications.id'))
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('attempt', 'integer', (column) => column.notNull())
      .addColumn('triedAt', 'bigint')
      .addColumn('dueAt', 'bigint')
      .execute()
    await schema
      .createIndex('notices_dueAt')
      .on('notices')
      .column('dueAt')
      .where(sql.ref('dueAt'), 'is not', null)
      .execute()
  },
}
