import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Indexes that hold all that a list is searched and sorted by, so that rows are read for one page only. */
export const lists: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema.createIndex('companies_search').on('companies').columns(['createdAt', 'creditCode', 'name']).execute()
    await schema.dropIndex('certificates_issuedAt').execute()
    await schema
      .createIndex('certificates_search')
      .on('certificates')
      .columns(['issuedAt desc', 'serial', 'company', 'creditCode', 'person'])
      .execute()
    await schema
      .createIndex('certificates_state')
      .on('certificates')
      .columns(['revokedAt', 'notAfter', 'notBefore'])
      .execute()
    await schema.createIndex('audit_action').on('audit').columns(['action', 'n']).execute()
  },
}
