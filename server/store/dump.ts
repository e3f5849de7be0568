/** A PostgreSQL database as one file and back, by PostgreSQL's own programs, which are to be installed for it. */
import { spawn } from 'node:child_process'
import { devNull } from 'node:os'
import { Client } from 'pg'
import { AppError } from '#core/errors'

const DUMP = 'store.dump'

/** The address without its password, which other users of the machine could see. */
const withoutPassword = (address: string): { readonly place: string; readonly password: string | null } => {
  const [whole, start = '', password] = /^(postgres(?:ql)?:\/\/[^:@/?]*):([^@/?]*)@/.exec(address) ?? []
  if (whole === undefined || password === undefined) return { place: address, password: null }
  return { place: `${start}@${address.slice(whole.length)}`, password: decodeURIComponent(password) }
}

const run = (program: string, args: readonly string[], password: string | null = null): Promise<void> =>
  new Promise((done, reject) => {
    const env = { ...process.env, ...(password === null ? {} : { PGPASSWORD: password }) }
    const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    child.once('error', (cause) => {
      const reason = "needs PostgreSQL's client programs on the PATH"
      reject(new AppError('file-not-found', { name: program, reason }, cause))
    })
    child.once('close', (code) => {
      const reason = said.trim().split('\n').at(-1)?.slice(0, 300) ?? ''
      if (code === 0) done()
      else reject(new AppError('backup-damaged', { name: DUMP, reason }))
    })
  })

/** Reads all of a dump. Throws `backup-damaged`. */
export const checkDump = (file: string): Promise<void> => run('pg_restore', ['--file', devNull, file])

/** Dumps a database as it is at one moment, also while others write to it. Throws `backup-damaged`, `file-not-found`. */
export const dumpDatabase = async (address: string, target: string): Promise<void> => {
  const { place, password } = withoutPassword(address)
  await run(
    'pg_dump',
    ['--format=custom', '--no-owner', '--no-privileges', '--file', target, '--dbname', place],
    password,
  )
  await checkDump(target)
}

const requireEmpty = async (address: string): Promise<void> => {
  const client = new Client({ connectionString: address })
  await client.connect()
  try {
    const { rowCount } = await client.query(
      "select from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    )
    if (rowCount !== 0) throw new AppError('target-exists', { name: 'database', reason: 'not empty' })
  } finally {
    await client.end()
  }
}

/** Fills an empty database from a dump, all or nothing. Throws `target-exists`, `backup-damaged`, `file-not-found`. */
export const restoreDump = async (file: string, address: string): Promise<void> => {
  await requireEmpty(address)
  const { place, password } = withoutPassword(address)
  const whole = ['--single-transaction', '--exit-on-error']
  await run('pg_restore', [...whole, '--no-owner', '--no-privileges', '--dbname', place, file], password)
}
