import { ownBytes, type Bytes } from '#core/bytes/bytes'
import type { Db } from './schema.ts'

export interface KeyReleaseRow {
  /** The order for which the key is released. */
  readonly orderId: string
  /** Serial number of the older encryption certificate. */
  readonly serial: string
  /** Serial number of the signing certificate that gets the key. */
  readonly recipient: string
  /** The key for the recipient, CMS AuthEnvelopedData; null until it is released. */
  readonly envelope: Bytes | null
  readonly createdAt: number
  readonly releasedAt: number | null
}

/** With whom the recipient's certificate names. */
export interface WaitingRelease extends Pick<KeyReleaseRow, 'orderId' | 'serial' | 'recipient' | 'createdAt'> {
  readonly company: string
  readonly creditCode: string
  readonly person: string
}

/** Older encryption keys that are released to new signing certificates, by keepers of the recovery key. */
export const keyReleases = (db: Db) => ({
  add: async (release: Pick<KeyReleaseRow, 'orderId' | 'serial' | 'recipient'>, at: number): Promise<void> => {
    await db
      .insertInto('keyReleases')
      .values({ ...release, envelope: null, createdAt: at, releasedAt: null })
      .execute()
  },

  /** In the order of the certificates' serial numbers. */
  ofOrder: async (orderId: string): Promise<readonly KeyReleaseRow[]> => {
    const rows = await db
      .selectFrom('keyReleases')
      .selectAll()
      .where('orderId', '=', orderId)
      .orderBy('serial')
      .execute()
    return rows.map((row) => ({ ...row, envelope: row.envelope === null ? null : ownBytes(row.envelope) }))
  },

  /** The oldest first. Nobody waits with a certificate that was revoked since. */
  waiting: async (): Promise<readonly WaitingRelease[]> =>
    db
      .selectFrom('keyReleases as release')
      .innerJoin('certificates as holder', 'holder.serial', 'release.recipient')
      .select(['release.orderId', 'release.serial', 'release.recipient', 'release.createdAt'])
      .select(['holder.company', 'holder.creditCode', 'holder.person'])
      .where('release.releasedAt', 'is', null)
      .where('holder.revokedAt', 'is', null)
      .orderBy('release.createdAt')
      .orderBy('release.orderId')
      .orderBy('release.serial')
      .execute(),

  /** False when it was released before. */
  release: async (orderId: string, serial: string, envelope: Bytes, at: number): Promise<boolean> => {
    const { numUpdatedRows } = await db
      .updateTable('keyReleases')
      .set({ envelope, releasedAt: at })
      .where('orderId', '=', orderId)
      .where('serial', '=', serial)
      .where('releasedAt', 'is', null)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  },
})

export type KeyReleases = ReturnType<typeof keyReleases>
