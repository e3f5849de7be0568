import { sql, type SqlBool } from 'kysely'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { holds } from './pattern.ts'
import type { Db } from './schema.ts'

export interface SealRow {
  readonly id: string
  /** Serial number of the signing certificate that may use it. */
  readonly serial: string
  readonly kind: string
  /** SESeal, DER. */
  readonly record: Bytes
}

/** A seal with the certificate that may use it. */
export interface ListedSeal {
  readonly id: string
  readonly kind: string
  readonly serial: string
  readonly creditCode: string
  readonly company: string
  readonly person: string
  /** Of the certificate. */
  readonly notAfter: number
  readonly revokedAt: number | null
  readonly issuedAt: number
}

/** Where a page of seals ends. */
export type SealPlace = Pick<ListedSeal, 'issuedAt' | 'serial' | 'id'>

export interface SealFilter {
  /** Part of a company's name, a credit code, a person, or a whole number of a seal; empty for all. */
  readonly text: string
  readonly kind: string | null
}

const CREDIT_CODE = /^[0-9a-z]{18}$/i
const SEAL_ID = /^BS[0-9A-F]{24}$/i

const listed = (db: Db) =>
  db
    .selectFrom('certificates')
    .innerJoin('seals', 'seals.serial', 'certificates.serial')
    .select(['seals.id', 'seals.kind', 'certificates.serial', 'certificates.creditCode', 'certificates.company'])
    .select(['certificates.person', 'certificates.notAfter', 'certificates.revokedAt', 'certificates.issuedAt'])

/** Electronic seal records that were issued. */
export const seals = (db: Db) => ({
  add: async (seal: SealRow, at: number): Promise<void> => {
    await db
      .insertInto('seals')
      .values({ ...seal, createdAt: at })
      .execute()
  },

  ofCertificate: async (serial: string): Promise<readonly SealRow[]> => {
    const rows = await db
      .selectFrom('seals')
      .select(['id', 'serial', 'kind', 'record'])
      .where('serial', '=', serial)
      .execute()
    return rows.map((row) => ({ ...row, record: ownBytes(row.record) }))
  },

  /** In the order of their certificates, the newest first. */
  search: async (
    { text, kind }: SealFilter,
    after: SealPlace | null,
    limit: number,
  ): Promise<readonly ListedSeal[]> => {
    const isCode = CREDIT_CODE.test(text)
    const isId = SEAL_ID.test(text)
    const columns = ['certificates.company', 'certificates.creditCode', 'certificates.person']
    return listed(db)
      .$if(isCode, (all) => all.where('certificates.creditCode', '=', text.toUpperCase()))
      .$if(isId, (all) => all.where('seals.id', '=', text.toUpperCase()))
      .$if(text !== '' && !isCode && !isId, (all) => all.where(holds(db, columns, text)))
      .$if(kind !== null, (all) => all.where('seals.kind', '=', kind!))
      .$if(after !== null, (all) => {
        const [at, serial, id] = ['certificates.issuedAt', 'certificates.serial', 'seals.id'].map((name) =>
          sql.ref(name),
        )
        const place = after!
        return all.where(sql<SqlBool>`(${at} < ${place.issuedAt} or (${at} = ${place.issuedAt} and (${serial} > ${place.serial}
          or (${serial} = ${place.serial} and ${id} > ${place.id}))))`)
      })
      .orderBy('certificates.issuedAt', 'desc')
      .orderBy('certificates.serial')
      .orderBy('seals.id')
      .limit(limit)
      .execute()
  },

  find: async (id: string): Promise<(ListedSeal & { readonly record: Bytes }) | null> => {
    const row = await listed(db).select('seals.record').where('seals.id', '=', id).executeTakeFirst()
    return row === undefined ? null : { ...row, record: ownBytes(row.record) }
  },
})

export type Seals = ReturnType<typeof seals>
