import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Older encryption keys that keepers of the recovery key release to new signing certificates. */
export const keyReleases: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('keyReleases')
      .addColumn('orderId', 'text', (column) => column.notNull())
      .addColumn('serial', 'text', (column) => column.notNull())
      .addColumn('recipient', 'text', (column) => column.notNull())
      .addColumn('envelope', 'blob')
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .addColumn('releasedAt', 'bigint')
      .addPrimaryKeyConstraint('keyReleases_id', ['orderId', 'serial'])
      .execute()
    await schema.createIndex('keyReleases_waiting').on('keyReleases').columns(['releasedAt', 'createdAt']).execute()
  },
}
