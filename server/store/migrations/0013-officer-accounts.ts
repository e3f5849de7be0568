import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Officers are people: the number by which one applies himself. */
export const officerAccounts: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema.alterTable('officers').addColumn('mobile', 'text').execute()
    await schema.createIndex('officers_mobile').unique().on('officers').column('mobile').execute()
  },
}
