/** Officers of a database that was made before there were roles and second factors. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, test } from 'vitest'
import { databaseOf, execute, removeData } from '#tests/support/database'
import { MIGRATIONS } from './migrations.ts'
import { dialectOf, openStore } from './store.ts'

test('keep all that they could do, and have to set the second factor up; their sessions show none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  const database = await databaseOf(folder)
  const db = new Kysely<unknown>({ dialect: dialectOf(database) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
  expect((await migrator.migrateTo('0002-audit-heads')).error).toBeUndefined()
  await db.destroy()
  await execute(
    folder,
    `insert into officers ("name", "password", "createdAt") values ('officer', 'hash', 7)`,
    `insert into sessions ("token", "officer", "csrf", "createdAt", "seenAt") values ('t', 'officer', 'c', 8, 8)`,
  )

  const store = await openStore(database)
  expect(await store.officers.list()).toMatchObject([
    {
      ...{ name: 'officer', password: 'hash', createdAt: 7, disabledAt: null, isTemporary: 0 },
      ...{ roles: 'reviewer authority auditor administrator', secret: null, factorAt: null, tries: 0 },
    },
  ])
  expect(await store.sessions.use('t', 0, 0, 9)).toMatchObject({ officer: 'officer', provenAt: null })
  await store.close()
  await removeData(folder)
})
