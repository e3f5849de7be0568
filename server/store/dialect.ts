/**
 * What SQLite and PostgreSQL spell differently. Migrations are written once, with Kysely's schema
 * builder: `text`, `integer`, `bigint` for times and `blob` for bytes, which PostgreSQL gets as `bytea`
 * (see postgres.ts); yes and no are an `integer`, 1 and 0.
 */
import { PostgresAdapter, sql, type Kysely, type RawBuilder } from 'kysely'

/** Whether it is PostgreSQL; SQLite otherwise. */
export const isPostgres = <T>(db: Kysely<T>): boolean => db.getExecutor().adapter instanceof PostgresAdapter

const REFUSAL = 'the audit log is append-only'

/**
 * Has the database refuse to change or delete a table's rows. `written` is how a shipped migration
 * wrote the name: what SQLite keeps of it stays the same to the letter.
 */
export const appendOnly = async <T>(
  db: Kysely<T>,
  table: string,
  written: RawBuilder<unknown> = sql.ref(table),
): Promise<void> => {
  if (isPostgres(db)) {
    await sql`create or replace function append_only() returns trigger language plpgsql as
      ${sql.lit(`begin raise exception '${REFUSAL}'; end`)}`.execute(db)
    await sql`create trigger ${sql.ref(`${table}_append_only`)} before update or delete or truncate
      on ${sql.ref(table)} for each statement execute function append_only()`.execute(db)
    return
  }
  for (const act of ['update', 'delete'])
    await sql`create trigger ${sql.ref(`${table}_no_${act}`)} before ${sql.raw(act)} on ${written}
        begin select raise(abort, ${sql.lit(REFUSAL)}); end`.execute(db)
}
