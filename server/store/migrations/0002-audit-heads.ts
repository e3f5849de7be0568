import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { appendOnly } from '../dialect.ts'

/** The audit log's signed heads, append-only as the log is. */
export const auditHeads: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('auditHeads')
      .addColumn('n', 'integer', (column) => column.primaryKey())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('signature', 'blob', (column) => column.notNull())
      .execute()
    await appendOnly(db, 'auditHeads')
  },
}
