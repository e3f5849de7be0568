/** Officers of a database that was made before there were roles and second factors. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, test } from 'vitest'
import { MIGRATIONS } from './migrations.ts'
import { openStore } from './store.ts'

test('keep all that they could do, and have to set the second factor up; their sessions show none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  const file = join(folder, 'store.db')
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Database(file) }) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
  expect((await migrator.migrateTo('0002-audit-heads')).error).toBeUndefined()
  await db.destroy()
  const before = new Database(file)
  before.exec(`insert into officers (name, password, createdAt) values ('officer', 'hash', 7);
    insert into sessions (token, officer, csrf, createdAt, seenAt) values ('t', 'officer', 'c', 8, 8)`)
  before.close()

  const store = await openStore(file)
  expect(await store.officers.list()).toMatchObject([
    {
      ...{ name: 'officer', password: 'hash', createdAt: 7, disabledAt: null, isTemporary: 0 },
      ...{ roles: 'reviewer authority auditor administrator', secret: null, factorAt: null, tries: 0 },
    },
  ])
  expect(await store.sessions.use('t', 0, 0, 9)).toMatchObject({ officer: 'officer', provenAt: null })
  await store.close()
  rmSync(folder, { recursive: true })
})
