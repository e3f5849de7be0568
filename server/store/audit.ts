/**
 * The audit log: append-only, each row's hash over the hash before and the row in canonical JSON, so
 * that an edit, a gap or a row put in between breaks the chain. No personal data in clear.
 */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { canonicalBytes, type Json } from '#core/bytes/canonical-json'
import { holds } from './pattern.ts'
import type { Db } from './schema.ts'

export type AuditFacts = { readonly [name: string]: string | number | boolean | null }

export interface AuditEntry {
  /** Officer's name, or a part of the server. */
  readonly actor: string
  /** What was done: `certificate-issued`, … */
  readonly action: string
  readonly facts: AuditFacts
}

export interface AuditRow extends AuditEntry {
  /** Counts from 1 without gaps. */
  readonly n: number
  readonly at: number
  /** SHA-256, hexadecimal. */
  readonly hash: string
}

export interface AuditSearch {
  /** Empty for all. */
  readonly text: string
  readonly action: string | null
  readonly before: number | null
  readonly limit: number
}

export interface AuditFound {
  readonly rows: readonly AuditRow[]
  /** 1 when there is nothing before. */
  readonly searchedTo: number
}

export interface AuditVerdict {
  readonly rows: number
  /** The first row that does not fit; null when all do. */
  readonly brokenAt: number | null
  /** Hash of the last row that fits. */
  readonly head: string
}

/** What stands before the first row. */
export const START = '0'.repeat(64)
const PAGE = 1000
/** Rows in which one search looks for a text. */
const LOOKED_AT = 100_000

export interface StoredAuditRow {
  readonly n: number
  readonly at: number
  readonly actor: string
  readonly action: string
  /** Canonical JSON. */
  readonly facts: string
  readonly hash: string
}

type Chained = Omit<StoredAuditRow, 'hash'>

/** The hash of a row that follows the row with the hash `before`. */
export const chained = (before: string, { n, at, actor, action, facts }: Chained): string =>
  createHash('sha256')
    .update(Buffer.from(before, 'hex'))
    .update(canonicalBytes([n, at, actor, action, facts]))
    .digest('hex')

const factsText = (facts: AuditFacts): string => Buffer.from(canonicalBytes(facts as Json)).toString()

const readRow = (row: StoredAuditRow): AuditRow => ({ ...row, facts: JSON.parse(row.facts) as AuditFacts })

export const audit = (db: Db) => {
  /** The last rows, newest first. */
  const latest = async (limit: number): Promise<readonly AuditRow[]> =>
    (await db.selectFrom('audit').selectAll().orderBy('n', 'desc').limit(limit).execute()).map(readRow)

  return {
    /** Must be part of the transaction that does what it records. */
    append: async ({ actor, action, facts }: AuditEntry, at: number): Promise<void> => {
      const last = await db.selectFrom('audit').select(['n', 'hash']).orderBy('n', 'desc').limit(1).executeTakeFirst()
      const row: Chained = { n: (last?.n ?? 0) + 1, at, actor, action, facts: factsText(facts) }
      await db
        .insertInto('audit')
        .values({ ...row, hash: chained(last?.hash ?? START, row) })
        .execute()
    },

    /** Rows after the number `after`, as they are stored. */
    page: async (after: number, limit: number): Promise<readonly StoredAuditRow[]> =>
      db.selectFrom('audit').selectAll().where('n', '>', after).orderBy('n').limit(limit).execute(),

    /**
     * Rows before the number `before`, newest first; `text` is looked for in actors and facts. A text is
     * looked for in so many rows only: `searchedTo` is the number of the last one that was looked at.
     */
    search: async ({ text, action, before, limit }: AuditSearch): Promise<AuditFound> => {
      const [newest] = before === null ? await latest(1) : []
      const top = before ?? (newest?.n ?? 0) + 1
      const end = text === '' ? 1 : Math.max(1, top - LOOKED_AT)
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .where('n', '<', top)
        .where('n', '>=', end)
        .$if(action !== null, (all) => all.where('action', '=', action ?? ''))
        .$if(text !== '', (all) => all.where(holds(db, ['actor', 'facts'], text)))
        .orderBy('n', 'desc')
        .limit(limit)
        .execute()
      const searchedTo = rows.length < limit ? end : (rows.at(-1)?.n ?? end)
      return { rows: rows.map(readRow), searchedTo }
    },

    /** What was done at all: each action once, from one to the next in the index. */
    actions: async (): Promise<readonly string[]> => {
      const { rows } = await sql<{ readonly action: string }>`
      with recursive found(action) as (
        select min(action) from audit
        union all
        select (select min(action) from audit where action > found.action) from found where found.action is not null
      )
      select action from found where action is not null`.execute(db)
      return rows.map(({ action }) => action)
    },

    latest,

    /** Reads the whole log again, and lets others have their turn in between. */
    verify: async (): Promise<AuditVerdict> => {
      let head = START
      for (let n = 0; ;) {
        const page = await db.selectFrom('audit').selectAll().where('n', '>', n).orderBy('n').limit(PAGE).execute()
        for (const row of page) {
          if (row.n !== n + 1 || row.hash !== chained(head, row)) return { rows: n, brokenAt: n + 1, head }
          head = row.hash
          n = row.n
        }
        if (page.length < PAGE) return { rows: n, brokenAt: null, head }
        await setImmediate()
      }
    },
  }
}

export type Audit = ReturnType<typeof audit>
