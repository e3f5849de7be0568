import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

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
    for (const act of ['update', 'delete'])
      await sql`create trigger ${sql.ref(`auditHeads_no_${act}`)} before ${sql.raw(act)} on ${sql.ref('auditHeads')}
        begin select raise(abort, 'the audit log is append-only'); end`.execute(db)
  },
}
