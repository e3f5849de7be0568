/** Debian's PostgreSQL for one run of tests: a cluster in a folder of its own, on a socket in that folder. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'

export interface Cluster {
  /** Of its database `postgres`, without a password. */
  readonly address: string
  /** Makes an empty database and a user who owns it; the address holds the password. */
  makeDatabase(name: string, password: string): Promise<string>
  /** Stops it and removes everything. */
  close(): Promise<void>
}

const DEBIAN = '/usr/lib/postgresql'
const USER = 'bidseal'

/** Where the newest version's programs are. */
const findPrograms = (): string => {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number).filter(Number.isInteger) : []
  const newest = versions.sort((a, b) => b - a)[0]
  if (newest === undefined) throw new Error('PostgreSQL is missing. As root: apt-get install postgresql')
  return join(DEBIAN, `${newest}`, 'bin')
}

/** It refuses to run as root. */
const owner = (): { readonly uid: number; readonly gid: number } | null => {
  if (process.getuid?.() !== 0) return null
  const id = (option: string): number => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

const READY = 'ready to accept connections'

const untilReady = (server: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let log = ''
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text
      if (log.includes(READY)) resolve()
    })
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${log}`)))
  })

/** Nothing that is written here has to outlive a crash. */
const SETTINGS = ['listen_addresses=', 'fsync=off', 'full_page_writes=off', 'max_connections=300', 'autovacuum=off']

export const startPostgres = async (): Promise<Cluster> => {
  const programs = findPrograms()
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  const user = owner()
  if (user !== null) chownSync(folder, user.uid, user.gid)
  const options = { cwd: folder, ...user }
  const data = join(folder, 'data')
  const initial = ['-D', data, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
  execFileSync(join(programs, 'initdb'), initial, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  writeFileSync(join(data, 'pg_hba.conf'), `local all ${USER} trust\nlocal all all scram-sha-256\n`)
  const args = ['-D', data, '-k', folder, ...SETTINGS.flatMap((setting) => ['-c', setting])]
  const server = spawn(join(programs, 'postgres'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  await untilReady(server)
  const place = `host=${encodeURIComponent(folder)}`
  const address = `postgres://${USER}@/postgres?${place}`
  return {
    address,
    makeDatabase: async (name, password) => {
      const client = new Client({ connectionString: address })
      await client.connect()
      await client.query(`create role ${name} login password '${password}'`)
      await client.query(`create database ${name} owner ${name}`)
      await client.end()
      return `postgres://${name}:${encodeURIComponent(password)}@/${name}?${place}`
    },
    close: async () => {
      const ended = once(server, 'exit')
      server.kill('SIGQUIT')
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}
