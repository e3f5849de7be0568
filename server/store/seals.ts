import { ownBytes, type Bytes } from '#core/bytes/bytes'
import type { Db } from './schema.ts'

export interface SealRow {
  readonly id: string
  /** Serial number of the signing certificate that may use it. */
  readonly serial: string
  readonly kind: string
  /** SESeal, DER. */
  readonly record: Bytes
}

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
})

export type Seals = ReturnType<typeof seals>
