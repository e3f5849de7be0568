/** Databases of every version before become those of today; what was shipped once stays as it was. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, test } from 'vitest'
import { MIGRATIONS } from './migrations.ts'

/** A file for each migration: all that `sqlite_master` holds after it, in the order in which it came. */
const FROZEN = join(import.meta.dirname, '../../tests/vectors/store')
const VERSIONS = readdirSync(FROZEN)
  .sort()
  .map((file) => basename(file, '.sql'))

const schemaOf = (database: Database.Database): string => {
  const statements = database.prepare('select sql from sqlite_master where sql is not null').pluck().all() as string[]
  return statements.map((statement) => `${statement};\n`).join('')
}

/** The tables of a database after a migration, the last one unless named. */
const migrated = async (database: Database.Database, version?: string): Promise<string> => {
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) })
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
    const { error } = await (version === undefined ? migrator.migrateToLatest() : migrator.migrateTo(version))
    expect(error).toBeUndefined()
    return schemaOf(database)
  } finally {
    await db.destroy()
  }
}

const frozen = (version: string): string => readFileSync(join(FROZEN, `${version}.sql`), 'utf8')

test.each(VERSIONS)('%s makes what it made when it was shipped', async (version) => {
  expect(await migrated(new Database(':memory:'), version)).toBe(frozen(version))
})

test.each(VERSIONS)('a database of %s becomes like one that was made today', async (version) => {
  const database = new Database(':memory:')
  database.exec(frozen(version))
  database.exec("insert into kysely_migration_lock (id, is_locked) values ('migration_lock', 0)")
  const done = Object.keys(MIGRATIONS).filter((name) => name <= version)
  for (const name of done)
    database.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run(name, '2026-11-01T00:00:00Z')
  expect(await migrated(database)).toBe(await migrated(new Database(':memory:')))
})
