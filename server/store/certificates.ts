import { ownBytes, type Bytes } from '#core/bytes/bytes'
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

const SEARCHED = ['company', 'creditCode', 'person', 'serial'] as const

const MAX_PAGE = 200

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

  /** Newest first; `text` is looked for in company, credit code, person and serial number. */
  search: async (query: {
    readonly text: string
    readonly offset: number
    readonly limit: number
  }): Promise<{ readonly rows: readonly CertificateRow[]; readonly total: number }> => {
    const found = db
      .selectFrom('certificates')
      .$if(query.text !== '', (all) => all.where(holds(db, SEARCHED, query.text)))
    const { total } = await found.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    const rows = await found
      .select(COLUMNS)
      .orderBy('issuedAt', 'desc')
      .orderBy('serial')
      .offset(query.offset)
      .limit(Math.min(query.limit, MAX_PAGE))
      .execute()
    return { rows, total }
  },

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
  ): Promise<{ readonly inForce: number; readonly revoked: number; readonly enrolments: number }> =>
    db
      .selectFrom('certificates')
      .select(({ fn, eb, and }) => [
        fn
          .countAll<number>()
          .filterWhere(and([eb('revokedAt', 'is', null), eb('notBefore', '<=', now), eb('notAfter', '>=', now)]))
          .as('inForce'),
        fn.countAll<number>().filterWhere('revokedAt', 'is not', null).as('revoked'),
        fn.count<number>('orderId').distinct().filterWhere('issuedAt', '>=', today).as('enrolments'),
      ])
      .executeTakeFirstOrThrow(),
})

export type Certificates = ReturnType<typeof certificates>
