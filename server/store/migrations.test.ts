/** Databases of every version before become those of today; what was shipped once stays as it was. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MIGRATIONS } from './migrations.ts'

/** A file for each migration: all that `sqlite_master` holds after it, in the order in which it came. */
const FROZEN = join(import.meta.dirname, '../../tests/vectors/store')
const VERSIONS = readdirSync(FROZEN)
  .sort()
  .map((file) => basename(file, '.sql'))

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

const migrate = async (file: string, version?: string): Promise<void> => {
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Database(file) }) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
  const { error } = await (version === undefined ? migrator.migrateToLatest() : migrator.migrateTo(version))
  await db.destroy()
  expect(error).toBeUndefined()
}

const schemaOf = (file: string): string => {
  const database = new Database(file, { readonly: true })
  const statements = database.prepare('select sql from sqlite_master where sql is not null').pluck().all() as string[]
  database.close()
  return statements.map((statement) => `${statement};\n`).join('')
}

const frozen = (version: string): string => readFileSync(join(FROZEN, `${version}.sql`), 'utf8')

test.each(VERSIONS)('%s makes what it made when it was shipped', async (version) => {
  const file = join(folder, 'store.db')
  await migrate(file, version)
  expect(schemaOf(file)).toBe(frozen(version))
})

test.each(VERSIONS)('a database of %s becomes like one that was made today', async (version) => {
  const [old, fresh] = [join(folder, 'old.db'), join(folder, 'fresh.db')]
  const database = new Database(old)
  database.exec(frozen(version))
  database.exec("insert into kysely_migration_lock (id, is_locked) values ('migration_lock', 0)")
  const done = Object.keys(MIGRATIONS).filter((name) => name <= version)
  for (const name of done)
    database.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run(name, '2026-11-01T00:00:00Z')
  database.close()
  await migrate(old)
  await migrate(fresh)
  expect(schemaOf(old)).toBe(schemaOf(fresh))
})
