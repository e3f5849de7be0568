import { ownBytes, type Bytes } from '#core/bytes/bytes'
import type { Db } from './schema.ts'

/** Encryption keys for recovery, by the serial number of their certificate. Only the recovery key opens an entry. */
export const escrow = (db: Db) => ({
  add: async (serial: string, entry: Bytes, at: number): Promise<void> => {
    await db.insertInto('escrow').values({ serial, entry, createdAt: at }).execute()
  },

  find: async (serial: string): Promise<Bytes | null> => {
    const row = await db.selectFrom('escrow').select('entry').where('serial', '=', serial).executeTakeFirst()
    return row === undefined ? null : ownBytes(row.entry)
  },
})

export type Escrow = ReturnType<typeof escrow>
