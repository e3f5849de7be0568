import { sql, type Expression, type SqlBool } from 'kysely'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import type { ListQuery } from './companies.ts'
import { holds } from './pattern.ts'
import type { Db } from './schema.ts'

export interface CertificateRow {
  /** Lower-case hexadecimal without leading zeros. */
  readonly serial: string
  readonly fingerprint: string
  readonly keyId: string
  readonly usage: string
  readonly orderId: string
  readonly creditCode: string
  readonly company: string
  readonly person: string
  readonly notBefore: number
  readonly notAfter: number
  readonly issuedAt: number
  readonly revokedAt: number | null
  readonly revocationReason: number | null
}

/** Which certificates are looked for; what is not named does not matter. */
export interface CertificateFilter {
  /** Part of a company's name, a credit code, a person or a serial number; empty for all. */
  readonly text: string
  readonly usage?: string | undefined
  readonly isRevoked?: boolean | undefined
  /** They end at this time or later. */
  readonly endsFrom?: number | undefined
  readonly endsBefore?: number | undefined
}

/** Where a page of certificates ends. */
export interface CertificatePlace {
  readonly issuedAt: number
  readonly serial: string
}

export interface RevokedCertificate {
  readonly serial: string
  readonly at: number
  readonly reason: number
}

const COLUMNS = [
  'serial',
  'fingerprint',
  'keyId',
  'usage',
  'orderId',
  'creditCode',
  'company',
  'person',
  'notBefore',
  'notAfter',
  'issuedAt',
  'revokedAt',
  'revocationReason',
] as const

/** A whole one, which is part of nothing else. */
const CREDIT_CODE = /^[0-9a-z]{18}$/i

/** Where a text can be found at all: serial numbers are hexadecimal, credit codes letters and digits. */
const searchedFor = (text: string): readonly string[] => [
  ...['company', 'person'],
  ...(/^[0-9a-z]+$/i.test(text) ? ['creditCode'] : []),
  ...(/^[0-9a-f]+$/i.test(text) ? ['serial'] : []),
]

/** Whether it is a whole credit code. */
const isWholeCode = (text: string): boolean => CREDIT_CODE.test(text)

const issuedBefore = ({ issuedAt, serial }: CertificatePlace): Expression<SqlBool> => {
  const [made, name] = [sql.ref('issuedAt'), sql.ref('serial')]
  return sql<SqlBool>`(${made} < ${issuedAt} or (${made} = ${issuedAt} and ${name} > ${serial}))`
}

/** So many are found in one go; when there are no more, nobody needs to count them. */
const FOUND_AT_ONCE = 1000

const matching = (db: Db, { text, usage, isRevoked, endsFrom, endsBefore }: CertificateFilter) =>
  db
    .selectFrom('certificates')
    .$if(isWholeCode(text), (all) => all.where('creditCode', '=', text.toUpperCase()))
    .$if(text !== '' && !isWholeCode(text), (all) => all.where(holds(db, searchedFor(text), text)))
    .$if(usage !== undefined, (all) => all.where('usage', '=', usage ?? ''))
    .$if(isRevoked !== undefined, (all) => all.where('revokedAt', isRevoked ? 'is not' : 'is', null))
    .$if(endsFrom !== undefined, (all) => all.where('notAfter', '>=', endsFrom ?? 0))
    .$if(endsBefore !== undefined, (all) => all.where('notAfter', '<', endsBefore ?? 0))

/** Every certificate that the issuing authority has made for somebody. */
export const certificates = (db: Db) => ({
  /** Adds a certificate. False when its serial number or its key is there already. */
  add: async (row: Omit<CertificateRow, 'revokedAt' | 'revocationReason'>, der: Bytes): Promise<boolean> => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('certificates')
      .values({ ...row, der, revokedAt: null, revocationReason: null })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  },

  hasKey: async (keyId: string): Promise<boolean> =>
    (await db.selectFrom('certificates').select('serial').where('keyId', '=', keyId).executeTakeFirst()) !== undefined,

  find: async (serial: string): Promise<CertificateRow | null> =>
    (await db.selectFrom('certificates').select(COLUMNS).where('serial', '=', serial).executeTakeFirst()) ?? null,

  der: async (serial: string): Promise<Bytes | null> => {
    const row = await db.selectFrom('certificates').select('der').where('serial', '=', serial).executeTakeFirst()
    return row === undefined ? null : ownBytes(row.der)
  },

  /** Newest first. */
  search: async ({
    offset,
    limit,
    ...filter
  }: CertificateFilter & ListQuery): Promise<{ readonly rows: readonly CertificateRow[]; readonly total: number }> => {
    const found = matching(db, filter)
    const wanted = Math.max(limit, FOUND_AT_ONCE)
    /** An index has all that this needs; the rows themselves, which are long, are read for one page. */
    const first = await found
      .select('serial')
      .orderBy('issuedAt', 'desc')
      .orderBy('serial')
      .offset(offset)
      .limit(wanted)
      .execute()
    const isEnd = first.length < wanted && (first.length > 0 || offset === 0)
    const count = found.select(({ fn }) => fn.countAll<number>().as('total'))
    const total = isEnd ? offset + first.length : (await count.executeTakeFirstOrThrow()).total
    const serials = first.slice(0, limit).map(({ serial }) => serial)
    if (serials.length === 0) return { rows: [], total }
    const rows = await db.selectFrom('certificates').select(COLUMNS).where('serial', 'in', serials).execute()
    const place = new Map(serials.map((serial, at) => [serial, at]))
    return { rows: rows.toSorted((a, b) => place.get(a.serial)! - place.get(b.serial)!), total }
  },

  /** Newest first, from after a place on. */
  page: async (
    filter: CertificateFilter,
    after: CertificatePlace | null,
    limit: number,
  ): Promise<readonly CertificateRow[]> =>
    matching(db, filter)
      .select(COLUMNS)
      .$if(after !== null, (all) => all.where(issuedBefore(after!)))
      .orderBy('issuedAt', 'desc')
      .orderBy('serial')
      .limit(limit)
      .execute(),

  /** Marks a certificate as revoked, once and for all. False when there is none in force. */
  revoke: async (serial: string, at: number, reason: number): Promise<boolean> => {
    const { numUpdatedRows } = await db
      .updateTable('certificates')
      .set({ revokedAt: at, revocationReason: reason })
      .where('serial', '=', serial)
      .where('revokedAt', 'is', null)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  },

  /** All of them, oldest first: old signatures are judged by the list as well. */
  revoked: async (): Promise<readonly RevokedCertificate[]> => {
    const rows = await db
      .selectFrom('certificates')
      .select(['serial', 'revokedAt', 'revocationReason'])
      .where('revokedAt', 'is not', null)
      .orderBy('revokedAt')
      .orderBy('serial')
      .execute()
    return rows.map(({ serial, revokedAt, revocationReason }) => ({
      serial,
      at: revokedAt ?? 0,
      reason: revocationReason ?? 0,
    }))
  },

  /** Figures at a time; `enrolments` counts orders since `today`. */
  count: async (
    now: number,
    today: number,
  ): Promise<{ readonly inForce: number; readonly revoked: number; readonly enrolments: number }> => {
    const all = db.selectFrom('certificates')
    const { inForce } = await all
      .select(({ fn }) => fn.countAll<number>().as('inForce'))
      .where('revokedAt', 'is', null)
      .where('notAfter', '>=', now)
      .where('notBefore', '<=', now)
      .executeTakeFirstOrThrow()
    const { revoked } = await all
      .select(({ fn }) => fn.countAll<number>().as('revoked'))
      .where('revokedAt', 'is not', null)
      .executeTakeFirstOrThrow()
    const { enrolments } = await all
      .select(({ fn }) => fn.count<number>('orderId').distinct().as('enrolments'))
      .where('issuedAt', '>=', today)
      .executeTakeFirstOrThrow()
    return { inForce, revoked, enrolments }
  },
})

export type Certificates = ReturnType<typeof certificates>
