/** Databases of every version before become those of today; what was shipped once stays as it was. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { DummyDriver, Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, test } from 'vitest'
import { MIGRATIONS } from './migrations.ts'
import { postgresDialect } from './postgres.ts'

/** A file for each migration: all that `sqlite_master` holds after it, in the order in which it came. */
const FROZEN = join(import.meta.dirname, '../../tests/vectors/store')
/** The same for PostgreSQL: the statements that each migration makes of it. */
const FROZEN_POSTGRES = join(FROZEN, 'postgres')
const versionsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => basename(file, '.sql'))
const VERSIONS = versionsIn(FROZEN)

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

/** What a migration asks of PostgreSQL, as it goes to the server. */
const statementsOf = async (version: string): Promise<string> => {
  const statements: string[] = []
  const db = new Kysely<unknown>({
    dialect: { ...postgresDialect('postgres://nowhere'), createDriver: () => new DummyDriver() },
    log: ({ query: { sql } }) => void statements.push(`${sql};\n`),
  })
  await MIGRATIONS[version]?.up(db)
  return statements.join('')
}

test('no migration that was shipped is left out, for either database', () => {
  expect(Object.keys(MIGRATIONS).slice(0, VERSIONS.length)).toEqual(VERSIONS)
  expect(versionsIn(FROZEN_POSTGRES)).toEqual(VERSIONS)
})

test.each(VERSIONS)('%s asks of PostgreSQL what it asked when it was shipped', async (version) => {
  expect(await statementsOf(version)).toBe(readFileSync(join(FROZEN_POSTGRES, `${version}.sql`), 'utf8'))
})
