import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** People: their accounts, sessions, SMS codes and proofs of who they are. */
export const accounts: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('accounts')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('mobile', 'text', (column) => column.notNull().unique())
      .addColumn('password', 'text')
      .addColumn('wechat', 'text', (column) => column.unique())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .addColumn('person', 'blob')
      .addColumn('personIndex', 'text')
      .addColumn('identifiedAt', 'bigint')
      .execute()
    await schema.createIndex('accounts_personIndex').on('accounts').column('personIndex').execute()
    await schema
      .createTable('accountSessions')
      .addColumn('token', 'text', (column) => column.primaryKey())
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('account', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('csrf', 'text', (column) => column.notNull())
      .addColumn('device', 'text', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .addColumn('seenAt', 'bigint', (column) => column.notNull())
      .execute()
    await schema.createIndex('accountSessions_account').on('accountSessions').column('account').execute()
    await schema
      .createTable('smsCodes')
      .addColumn('ticket', 'text', (column) => column.primaryKey())
      .addColumn('mobile', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('expiresAt', 'bigint', (column) => column.notNull())
      .execute()
    await schema
      .createTable('tries')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('used', 'integer', (column) => column.notNull())
      .addColumn('until', 'bigint', (column) => column.notNull())
      .execute()
    await schema
      .createTable('identityChecks')
      .addColumn('certifyId', 'text', (column) => column.primaryKey())
      .addColumn('account', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('person', 'blob', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .execute()
    await schema
      .createTable('identityProofs')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('account', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('method', 'text', (column) => column.notNull())
      .addColumn('provenAt', 'bigint', (column) => column.notNull())
      .execute()
    await schema.createIndex('identityProofs_account').on('identityProofs').column('account').execute()
  },
}
