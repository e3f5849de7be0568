import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Settings that two officers change together, designs of seals, and what the console's lists are searched by. */
export const settings: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('settingChanges')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('setting', 'text', (column) => column.notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('proposedBy', 'text', (column) => column.notNull())
      .addColumn('proposedAt', 'bigint', (column) => column.notNull())
      .addColumn('decidedBy', 'text')
      .addColumn('decidedAt', 'bigint')
      .execute()
    await schema
      .createIndex('settingChanges_proposed')
      .unique()
      .on('settingChanges')
      .column('setting')
      .where(sql.ref('state'), '=', 'proposed')
      .execute()
    await schema
      .createIndex('settingChanges_setting')
      .on('settingChanges')
      .columns(['setting', 'state', 'decidedAt'])
      .execute()
    await schema
      .createTable('sealDesigns')
      .addColumn('creditCode', 'text', (column) => column.notNull().references('companies.creditCode'))
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('design', 'text', (column) => column.notNull())
      .addColumn('savedBy', 'text', (column) => column.notNull())
      .addColumn('savedAt', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('sealDesigns_primary', ['creditCode', 'kind'])
      .execute()
    await schema
      .createIndex('accounts_search')
      .on('accounts')
      .columns(['createdAt', 'id', 'mobile', 'identifiedAt'])
      .execute()
    await schema.createIndex('seals_serial').on('seals').columns(['serial', 'id', 'kind']).execute()
    await schema.createIndex('orders_creditCode').on('orders').columns(['creditCode', 'createdAt', 'id']).execute()
    await schema.dropIndex('certificates_search').execute()
    await schema
      .createIndex('certificates_search')
      .on('certificates')
      .columns(['issuedAt desc', 'serial', 'company', 'creditCode', 'person', 'usage', 'notAfter', 'revokedAt'])
      .execute()
  },
}
