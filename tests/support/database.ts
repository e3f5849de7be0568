/**
 * The database that goes with a data folder: a file in it, or a database of the PostgreSQL whose
 * address stands in the environment. The same tests run on both.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Client } from 'pg'

/** The variable that makes tests run on PostgreSQL. */
export const CLUSTER = 'BIDSEAL_TEST_POSTGRES'

const cluster = (): string | undefined => process.env[CLUSTER]

const nameOf = (folder: string): string => `t${createHash('sha256').update(folder).digest('hex').slice(0, 20)}`

const addressOf = (within: string, folder: string): string => within.replace('/postgres?', `/${nameOf(folder)}?`)

const query = async <Row extends object>(address: string, ...statements: readonly string[]): Promise<Row[]> => {
  const client = new Client({ connectionString: address })
  await client.connect()
  try {
    let rows: Row[] = []
    for (const statement of statements) ({ rows } = await client.query<Row>(statement))
    return rows
  } finally {
    await client.end()
  }
}

/** What `openStore` takes; the same for the same folder. */
export const databaseOf = async (folder: string): Promise<string> => {
  const within = cluster()
  if (within === undefined) return join(folder, 'store.db')
  const name = nameOf(folder)
  const found = await query(within, `select from pg_database where datname = '${name}'`)
  if (found.length === 0) await query(within, `create database ${name}`)
  return addressOf(within, folder)
}

/** Removes a folder with its database, which nobody uses any more. */
export const removeData = async (folder: string): Promise<void> => {
  const within = cluster()
  if (within !== undefined) await query(within, `drop database if exists ${nameOf(folder)} with (force)`)
  rmSync(folder, { recursive: true, force: true })
}

/** Somebody who has got at the database itself. */
export const execute = async (folder: string, ...statements: readonly string[]): Promise<void> => {
  const within = cluster()
  if (within !== undefined) return void (await query(addressOf(within, folder), ...statements))
  const database = new Database(join(folder, 'store.db'))
  try {
    for (const statement of statements) database.exec(statement)
  } finally {
    database.close()
  }
}

const GUARDED = ['audit', 'auditHeads']

/** Somebody who drops what guards the audit log first. */
export const tamper = (folder: string, ...statements: readonly string[]): Promise<void> => {
  const drops = GUARDED.flatMap((table) =>
    cluster() === undefined
      ? ['update', 'delete'].map((act) => `drop trigger if exists "${table}_no_${act}"`)
      : [`drop trigger if exists "${table}_append_only" on "${table}"`],
  )
  return execute(folder, ...drops, ...statements)
}

/** All bytes of the database as they lie on the disk. */
export const bytesOf = async (folder: string): Promise<Buffer> => {
  const within = cluster()
  if (within === undefined) {
    await execute(folder, 'pragma wal_checkpoint(TRUNCATE)')
    return readFileSync(join(folder, 'store.db'))
  }
  const where = `select current_setting('data_directory') || '/base/' || oid as path
    from pg_database where datname = current_database()`
  const [row] = await query<{ readonly path: string }>(addressOf(within, folder), 'checkpoint', where)
  const path = row?.path ?? ''
  return Buffer.concat(readdirSync(path).map((name) => readFileSync(join(path, name))))
}
