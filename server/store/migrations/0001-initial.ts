import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { appendOnly } from '../dialect.ts'

/** The tables of the first version. */
export const initial: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('companies')
      .addColumn('creditCode', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .execute()
    await schema
      .createTable('certificates')
      .addColumn('serial', 'text', (column) => column.primaryKey())
      .addColumn('fingerprint', 'text', (column) => column.notNull().unique())
      .addColumn('keyId', 'text', (column) => column.notNull().unique())
      .addColumn('usage', 'text', (column) => column.notNull())
      .addColumn('orderId', 'text', (column) => column.notNull())
      .addColumn('creditCode', 'text', (column) => column.notNull().references('companies.creditCode'))
      .addColumn('company', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('notBefore', 'bigint', (column) => column.notNull())
      .addColumn('notAfter', 'bigint', (column) => column.notNull())
      .addColumn('issuedAt', 'bigint', (column) => column.notNull())
      .addColumn('der', 'blob', (column) => column.notNull())
      .addColumn('revokedAt', 'bigint')
      .addColumn('revocationReason', 'integer')
      .execute()
    await schema.createIndex('certificates_issuedAt').on('certificates').column('issuedAt').execute()
    await schema.createIndex('certificates_creditCode').on('certificates').column('creditCode').execute()
    await schema
      .createTable('escrow')
      .addColumn('serial', 'text', (column) => column.primaryKey().references('certificates.serial'))
      .addColumn('entry', 'blob', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .execute()
    await schema
      .createTable('shares')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('sealed', 'blob', (column) => column.notNull())
      .addColumn('verifier', 'blob', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .addColumn('changedAt', 'bigint', (column) => column.notNull())
      .execute()
    await schema
      .createTable('seals')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('serial', 'text', (column) => column.notNull().references('certificates.serial'))
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('record', 'blob', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .execute()
    await schema
      .createTable('crls')
      .addColumn('authority', 'text', (column) => column.primaryKey())
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('der', 'blob', (column) => column.notNull())
      .addColumn('thisUpdate', 'bigint', (column) => column.notNull())
      .addColumn('nextUpdate', 'bigint', (column) => column.notNull())
      .execute()
    await schema
      .createTable('audit')
      .addColumn('n', 'integer', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('facts', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute()
    await appendOnly(db, 'audit', sql.raw('audit'))
    await schema
      .createTable('officers')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('password', 'text', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .execute()
    await schema
      .createTable('sessions')
      .addColumn('token', 'text', (column) => column.primaryKey())
      .addColumn('officer', 'text', (column) => column.notNull().references('officers.name'))
      .addColumn('csrf', 'text', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .addColumn('seenAt', 'bigint', (column) => column.notNull())
      .execute()
  },
}
