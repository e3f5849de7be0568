import type { Db } from './schema.ts'

/** A pair of certificates, named by the application that brought it. */
export interface HoldingRow {
  readonly application: string
  readonly account: string
  readonly creditCode: string
  /** The CA organisation that has issued it. */
  readonly organisation: string
  /** Serial numbers, lower-case hexadecimal. */
  readonly signing: string
  readonly encryption: string
  /** SHA-256 of the signing certificate. */
  readonly fingerprint: string
  readonly notBefore: number
  readonly notAfter: number
  readonly issuedAt: number
  /** JSON: which seals, and how long. */
  readonly seals: string
  /** JSON. */
  readonly tags: string
  /** The application that brought what it renews or recovers. */
  readonly previous: string | null
  /** The application that renews or recovers it. */
  readonly next: string | null
  readonly revokedAt: number | null
  readonly revocationReason: string | null
  readonly revokedBy: string | null
  /** When its organisation had revoked it as well. */
  readonly publishedAt: number | null
  /** When its holder was told that it can be renewed. */
  readonly remindedAt: number | null
  /** When they were handed out first; null as long as nobody has got them. */
  readonly fetchedAt: number | null
}

/** With what its application says. */
export interface ListedHolding extends HoldingRow {
  readonly kind: string
  readonly company: string
}

type Added = Omit<HoldingRow, 'tags' | 'next' | 'publishedAt' | 'remindedAt' | 'fetchedAt'>

/** Certificates that applications have brought. */
export const holdings = (db: Db) => {
  const listed = () =>
    db
      .selectFrom('holdings')
      .innerJoin('applications', 'applications.id', 'holdings.application')
      .selectAll('holdings')
      .select(['applications.kind', 'applications.company'])

  return {
    add: async (row: Added): Promise<void> => {
      await db
        .insertInto('holdings')
        .values({ ...row, tags: '[]', next: null, publishedAt: null, remindedAt: null, fetchedAt: null })
        .execute()
    },

    find: async (application: string): Promise<ListedHolding | null> =>
      (await listed().where('holdings.application', '=', application).executeTakeFirst()) ?? null,

    findOwn: async (account: string, application: string): Promise<ListedHolding | null> =>
      (await listed()
        .where('holdings.application', '=', application)
        .where('holdings.account', '=', account)
        .executeTakeFirst()) ?? null,

    /** By either of its certificates. */
    ofSerial: async (serial: string): Promise<ListedHolding | null> =>
      (await listed()
        .where((row) => row.or([row('holdings.signing', '=', serial), row('holdings.encryption', '=', serial)]))
        .executeTakeFirst()) ?? null,

    /** The newest first. */
    ofAccount: async (account: string): Promise<readonly ListedHolding[]> =>
      listed()
        .where('holdings.account', '=', account)
        .orderBy('holdings.issuedAt', 'desc')
        .orderBy('holdings.application')
        .execute(),

    /** The newest first. */
    ofCompany: async (creditCode: string): Promise<readonly ListedHolding[]> =>
      listed()
        .where('holdings.creditCode', '=', creditCode)
        .orderBy('holdings.issuedAt', 'desc')
        .orderBy('holdings.application')
        .execute(),

    /** Has an application follow it. False when another one does. */
    follow: async (application: string, next: string): Promise<boolean> =>
      (
        await db
          .updateTable('holdings')
          .set({ next })
          .where('application', '=', application)
          .where('next', 'is', null)
          .executeTakeFirst()
      ).numUpdatedRows === 1n,

    /** Nothing comes of the application that was to follow. */
    unfollow: async (next: string): Promise<void> => {
      await db.updateTable('holdings').set({ next: null }).where('next', '=', next).execute()
    },

    /** False when it is not the account's. */
    tag: async (account: string, application: string, tags: string): Promise<boolean> =>
      (
        await db
          .updateTable('holdings')
          .set({ tags })
          .where('application', '=', application)
          .where('account', '=', account)
          .executeTakeFirst()
      ).numUpdatedRows === 1n,

    /** Once and for all. False when it was revoked before. */
    revoke: async (application: string, reason: string, by: string, at: number): Promise<boolean> =>
      (
        await db
          .updateTable('holdings')
          .set({ revokedAt: at, revocationReason: reason, revokedBy: by })
          .where('application', '=', application)
          .where('revokedAt', 'is', null)
          .executeTakeFirst()
      ).numUpdatedRows === 1n,

    /** Revoked here and not at their organisations yet, the oldest first. */
    unpublished: async (limit: number): Promise<readonly HoldingRow[]> =>
      db
        .selectFrom('holdings')
        .selectAll()
        .where('revokedAt', 'is not', null)
        .where('publishedAt', 'is', null)
        .orderBy('revokedAt')
        .limit(limit)
        .execute(),

    publish: async (application: string, at: number): Promise<void> => {
      await db.updateTable('holdings').set({ publishedAt: at }).where('application', '=', application).execute()
    },

    /** In force, followed by nothing, ending within this time; whose holders were not told. */
    unreminded: async (now: number, before: number, limit: number): Promise<readonly HoldingRow[]> =>
      db
        .selectFrom('holdings')
        .selectAll()
        .where('remindedAt', 'is', null)
        .where('revokedAt', 'is', null)
        .where('next', 'is', null)
        .where('notAfter', '>', now)
        .where('notAfter', '<=', before)
        .orderBy('notAfter')
        .limit(limit)
        .execute(),

    /** They are handed out; when that was first is what stays. */
    fetch: async (application: string, at: number): Promise<void> => {
      await db
        .updateTable('holdings')
        .set({ fetchedAt: at })
        .where('application', '=', application)
        .where('fetchedAt', 'is', null)
        .execute()
    },

    /** False when its holder was told before. */
    remind: async (application: string, at: number): Promise<boolean> =>
      (
        await db
          .updateTable('holdings')
          .set({ remindedAt: at })
          .where('application', '=', application)
          .where('remindedAt', 'is', null)
          .executeTakeFirst()
      ).numUpdatedRows === 1n,
  }
}

export type Holdings = ReturnType<typeof holdings>
