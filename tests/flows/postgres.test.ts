/** Several servers on one PostgreSQL, chosen by one setting; its backup, and the drill. */
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { parseCertificate } from '#core/certificate/certificate'
import { parseCrl } from '#core/certificate/crl'
import { enrolmentAnswer } from '#core/certificate/enrolment'
import { startServer, type Server, type ServerOptions } from '#server/server'
import { openStore } from '#server/store/store'
import { fetchCaFiles } from '#tests/support/ca-files'
import { bidsealJson } from '#tests/support/cli'
import { revoke } from '#tests/support/officer'
import { startPostgres, type Cluster } from '#tests/support/postgres'
import { enrolmentFor, signingKeys } from '#tests/support/server'

/** What each migration asked of PostgreSQL when it was shipped. */
const FROZEN = join(import.meta.dirname, '../vectors/store/postgres')
const PASSWORD = 'pa:ss@word-7'

let cluster: Cluster
let made = 0
beforeAll(async () => {
  cluster = await startPostgres()
})
afterAll(() => cluster.close())

let folder: string
let address: string
let servers: Server[]
const lines: string[] = []
const at = (...names: string[]): string => join(folder, ...names)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodes-'))
  address = await cluster.makeDatabase(`node${(made += 1)}`, PASSWORD)
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.close()
  rmSync(folder, { recursive: true })
})

const start = async (options: ServerOptions): Promise<Server> => {
  const log = { write: (line: string) => void lines.push(line) }
  const server = await startServer({ ...options, log, logLevel: 'trace' })
  servers.push(server)
  return server
}

/** A second server gets the keys of the first one. */
const startBoth = async (): Promise<readonly [Server, Server]> => {
  const one = await start({ data: at('one'), demo: true, database: address })
  cpSync(at('one'), at('other'), { recursive: true })
  return [one, await start({ data: at('other'), database: address })]
}

const enrol = async (server: Server) => {
  const answer = await fetch(`${server.address}/api/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(await enrolmentFor(await signingKeys())),
  })
  return enrolmentAnswer.parse(await answer.json()).signing[0]!
}

const listOf = async (server: Server) =>
  parseCrl(new Uint8Array(await (await fetch(`${server.address}/ca/issuing.crl`)).arrayBuffer()))

/** Columns, indexes and what guards tables, as PostgreSQL describes them. */
const describeDatabase = async (client: Client): Promise<readonly object[]> => {
  const described: object[] = []
  for (const query of [
    `select table_name, column_name, data_type, collation_name, is_nullable, column_default
       from information_schema.columns where table_schema = 'public' order by 1, 2`,
    `select tablename, indexname, indexdef from pg_indexes where schemaname = 'public' order by 1, 2`,
    `select conrelid::regclass::text as of, conname, pg_get_constraintdef(oid) as rule
       from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`,
    `select tgrelid::regclass::text as of, tgname, pg_get_triggerdef(oid) as rule
       from pg_trigger where not tgisinternal order by 1, 2`,
  ])
    described.push(...(await client.query<object>(query)).rows)
  return described
}

const described = async (): Promise<readonly object[]> => {
  const client = new Client({ connectionString: address })
  await client.connect()
  try {
    return await describeDatabase(client)
  } finally {
    await client.end()
  }
}

/** Makes a database as the frozen statements of the versions up to this one do. */
const makeOld = async (versions: readonly string[]): Promise<void> => {
  const client = new Client({ connectionString: address })
  await client.connect()
  try {
    await client.query(`create table kysely_migration (name varchar(255) not null primary key, timestamp varchar(255) not null);
      create table kysely_migration_lock (id varchar(255) not null primary key, is_locked integer not null default 0);
      insert into kysely_migration_lock values ('migration_lock', 0)`)
    for (const version of versions) {
      await client.query(readFileSync(join(FROZEN, `${version}.sql`), 'utf8'))
      await client.query('insert into kysely_migration values ($1, $2)', [version, '2026-11-01T00:00:00Z'])
    }
  } finally {
    await client.end()
  }
}

test('databases of the oldest version and of the newest that is frozen become like one that was made today', async () => {
  await (await openStore(address)).close()
  const today = await described()
  expect(today.length).toBeGreaterThan(200)
  const versions = readdirSync(FROZEN)
    .sort()
    .map((file) => basename(file, '.sql'))
  for (const count of [1, versions.length]) {
    address = await cluster.makeDatabase(`node${(made += 1)}`, PASSWORD)
    await makeOld(versions.slice(0, count))
    await (await openStore(address)).close()
    expect(await described(), versions[count - 1]).toEqual(today)
  }
})

test('two servers of one authority issue and revoke at the same time', async () => {
  const [one, other] = await startBoth()
  const issued = await Promise.all([one, other, one, other].map(enrol))
  const serials = issued.map((der) => parseCertificate(der).serial)
  expect(new Set(serials).size).toBe(4)
  const before = Number((await listOf(one)).number)
  await Promise.all([revoke(one, serials[0]!), revoke({ ...other, data: one.data }, serials[1]!)])
  const lists = await Promise.all([listOf(one), listOf(other)])
  expect(lists.map(({ number }) => Number(number))).toEqual([before + 2, before + 2])
  for (const list of lists) expect(list.revoked.size).toBe(2)
  for (const server of servers.splice(0)) await server.close()
  const check = await bidsealJson(['ca', 'audit', '--data', at('one')], { env: { BIDSEAL_DATABASE: address } })
  expect(check).toMatchObject({ code: 0, result: { findings: [] } })
})

test('the address comes from the program, the environment or a file, and another kind of database is refused', async () => {
  writeFileSync(at('address'), `${address}\n`)
  await (await start({ data: at('data'), demo: true, database: at('address') })).close()
  servers.pop()
  expect(readdirSync(at('data'))).not.toContain('store.db')
  const audit = (env = {}) => bidsealJson(['ca', 'audit', '--data', at('data')], { env })
  expect((await audit()).error).toMatchObject({ code: 'invalid-input' })
  expect(await audit({ BIDSEAL_DATABASE: address })).toMatchObject({ code: 0 })
  expect(await audit({ BIDSEAL_DATABASE: at('address') })).toMatchObject({ code: 0 })
  cpSync(at('address'), at('data/database'))
  expect(await audit()).toMatchObject({ code: 0 })

  writeFileSync(at('address'), `mysql://${PASSWORD}`)
  for (const database of [at('address'), at('nothing'), `postgres://u:${PASSWORD}@[`]) {
    const refused = await startServer({ data: at('data'), database }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: database === at('nothing') ? 'file-not-found' : 'invalid-input' })
    expect(JSON.stringify(refused)).not.toContain(PASSWORD)
  }
  await (await start({ data: at('embedded'), demo: true })).close()
  servers.pop()
  await expect(startServer({ data: at('embedded'), database: address })).rejects.toMatchObject({
    code: 'invalid-input',
  })
})

test('a backup of a running server is restored into an empty database, and nothing says the password', async () => {
  const server = await start({ data: at('data'), demo: true, database: address })
  writeFileSync(at('data/database'), address)
  const before = await enrol(server)
  const working = Promise.all([enrol(server), enrol(server)])
  const backup = await bidsealJson(['ca', 'backup', '--data', at('data'), '--out', at('backup')])
  expect(backup).toMatchObject({ code: 0, result: { findings: [] } })
  await working
  const files = readdirSync(at('backup'), { recursive: true }).map(String)
  expect([files.includes('store.dump'), files.includes('database')]).toEqual([true, false])
  const number = Number((await listOf(server)).number)
  cpSync(at('data/ca/passphrase'), at('passphrase'))
  await servers.pop()!.close()

  const fresh = await cluster.makeDatabase(`node${(made += 1)}`, PASSWORD)
  const restore = (database: string) =>
    bidsealJson(
      ['ca', 'restore', '--from', at('backup'), '--data', at('restored'), '--passphrase-file', at('passphrase')],
      { env: { BIDSEAL_DATABASE: database } },
    )
  expect((await restore(address)).error).toMatchObject({ code: 'target-exists' })
  expect((await restore('')).error).toMatchObject({ code: 'invalid-input' })
  expect(await restore(fresh)).toMatchObject({ code: 0 })
  const again = await start({ data: at('restored'), passphraseFile: at('passphrase'), database: fresh })
  const after = await enrol(again)
  const ca = await fetchCaFiles(again.address, folder)
  for (const [name, der] of Object.entries({ before, after })) ca.verify(name, der)
  expect(Number((await listOf(again)).number)).toBeGreaterThan(number)

  expect(lines.length).toBeGreaterThan(0)
  for (const text of [lines.join(''), JSON.stringify(backup), readFileSync(at('restored/server.json'), 'utf8')])
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)]) expect(text).not.toContain(secret)
})

test('a ceremony founds an authority in it, whose server starts', async () => {
  const env = { BIDSEAL_DATABASE: address }
  const ceremony = [
    'ca',
    'init',
    '--data',
    at('data'),
    '--offline',
    at('offline'),
    '--public',
    'https://bid.example.com',
  ]
  expect(await bidsealJson(ceremony, { env })).toMatchObject({ code: 0 })
  expect(readdirSync(at('data'))).not.toContain('store.db')
  await (await start({ data: at('data'), database: address })).close()
  servers.pop()
  const rootList = ['ca', 'root-list', '--data', at('data'), '--offline', at('offline')]
  expect(await bidsealJson(rootList, { env })).toMatchObject({ code: 0 })
  expect(await bidsealJson(['ca', 'audit', '--data', at('data')], { env })).toMatchObject({ code: 0 })
})

test('a dump that was cut is not restored, and the database stays empty', async () => {
  await (await start({ data: at('data'), demo: true, database: address })).close()
  servers.pop()
  const env = { BIDSEAL_DATABASE: address }
  await bidsealJson(['ca', 'backup', '--data', at('data'), '--out', at('backup')], { env })
  const [dump, list] = [readFileSync(at('backup/store.dump')), readFileSync(at('backup/backup.json'), 'utf8')]
  const cut = dump.subarray(0, dump.length - 2000)
  const listed = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  writeFileSync(at('backup/store.dump'), cut)
  const forged = list.replace(listed(dump), listed(cut)).replace(`"size": ${dump.length}`, `"size": ${cut.length}`)
  writeFileSync(at('backup/backup.json'), forged)
  const fresh = await cluster.makeDatabase(`node${(made += 1)}`, PASSWORD)
  const order = ['ca', 'restore', '--from', at('backup'), '--data', at('restored')]
  const restore = () => bidsealJson(order, { env: { BIDSEAL_DATABASE: fresh } })
  expect((await restore()).error).toMatchObject({ code: 'backup-damaged', details: { name: 'store.dump' } })
  writeFileSync(at('backup/store.dump'), dump)
  writeFileSync(at('backup/backup.json'), list)
  expect(await restore()).toMatchObject({ code: 0 })
})
