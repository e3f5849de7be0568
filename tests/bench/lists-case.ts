/**
 * A server with 100,000 companies, people, applications and orders, in a process of its own: `lists-case.ts FOLDER`. Prints its address
 * as one line when everything is there; asked with a line, it prints the processor seconds it has used,
 * until its input ends.
 */
import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { chained } from '#server/store/audit'
import { startServer } from '#server/server'

export const COMPANIES = 100_000
/** For each of the two certificates of a company. */
const LOGGED = 3
/** One application of so many waits for an officer. */
const WAITING = 100

export const nameOf = (index: number): string => `河南第${index}建设工程有限公司`
export const codeOf = (index: number): string => `9141${String(index).padStart(14, '0')}`
export const mobileOf = (index: number): string => `139${String(index).padStart(8, '0')}`
export const orderOf = (index: number): string => `B${String(index).padStart(15, '0')}`
export const serialOf = (index: number): string => createHash('sha1').update(`${index}`).digest('hex')

const DAY = 24 * 3600_000

/** Rows of the audit log, each with the hash that follows from the one before. */
const openLog = (database: Database.Database) => {
  const insert = database.prepare('insert into audit (n, at, actor, action, facts, hash) values (?, ?, ?, ?, ?, ?)')
  const last = database.prepare('select n, hash from audit order by n desc limit 1').get() as {
    n: number
    hash: string
  }
  return (at: number, action: string, facts: object): void => {
    const row = { n: last.n + 1, at, actor: 'authority', action, facts: JSON.stringify(facts) }
    last.hash = chained(last.hash, row)
    last.n = row.n
    insert.run(row.n, row.at, row.actor, row.action, row.facts, last.hash)
  }
}

const fill = (file: string, now: number): void => {
  const database = new Database(file)
  const company = database.prepare('insert into companies (creditCode, name, createdAt) values (?, ?, ?)')
  const columns =
    'serial, fingerprint, keyId, usage, orderId, creditCode, company, person, notBefore, notAfter, issuedAt, der'
  const certificate = database.prepare(`insert into certificates (${columns}) values (${'?, '.repeat(11)}?)`)
  const seal = database.prepare('insert into seals (id, serial, kind, record, createdAt) values (?, ?, ?, ?, ?)')
  const account = database.prepare('insert into accounts (id, mobile, createdAt) values (?, ?, ?)')
  const application = database.prepare(
    `insert into applications (id, account, kind, creditCode, company, state, version, form, createdAt, changedAt, submittedAt)
     values (?, ?, 'claim', ?, ?, ?, 1, ?, ?, ?, ?)`,
  )
  const order = database.prepare(
    `insert into orders (id, account, application, kind, organisation, creditCode, company, fen, state, createdAt, expiresAt, paidAt)
     values (?, ?, ?, 'claim', 'bidseal', ?, ?, 30000, 'paid', ?, ?, ?)`,
  )
  const log = openLog(database)
  const all = database.transaction(() => {
    for (let index = 0; index < COMPANIES; index++) {
      const [code, name] = [codeOf(index), nameOf(index)]
      const at = now - (COMPANIES - index) * 60_000
      company.run(code, name, at)
      account.run(`a${index}`, mobileOf(index), at)
      const state = index % WAITING === 0 ? 'submitted' : 'issued'
      application.run(`p${index}`, `a${index}`, code, name, state, randomBytes(400), at, at, at)
      order.run(orderOf(index), `a${index}`, `p${index}`, code, name, at, at + DAY, at)
      for (const [usage, serial] of [
        ['sign', serialOf(2 * index)],
        ['encrypt', serialOf(2 * index + 1)],
      ] as const) {
        const facts = [serial, serial, serial, usage, `o${index}`, code, name, `王${index % 977}`]
        certificate.run(...facts, at, at + 365 * DAY, at, randomBytes(900))
        if (usage === 'sign') seal.run(`BS${index}`, serial, 'company', randomBytes(2000), at)
        for (let row = 0; row < LOGGED; row++)
          log(at, ['certificate-issued', 'key-escrowed', 'seal-issued'][row]!, { creditCode: code, serial })
      }
    }
  })
  all()
  database.close()
}

if (import.meta.main) {
  const folder = process.argv[2] ?? ''
  const server = await startServer({ data: folder, demo: true })
  fill(join(folder, 'store.db'), Date.now())
  process.stdout.write(`${server.address}\n`)
  process.stdin.on('data', () => {
    const { user, system } = process.cpuUsage()
    process.stdout.write(`${(user + system) / 1e6}\n`)
  })
  process.stdin.on('end', () => process.exit(0))
}
