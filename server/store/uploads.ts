import type { Db } from './schema.ts'

export interface UploadRow {
  /** Its file's name as well. */
  readonly id: string
  readonly account: string
  readonly purpose: string
  readonly type: string
  /** Of what is handed out, in bytes. */
  readonly size: number
  /** That it is part of; null until one says so. */
  readonly application: string | null
  readonly createdAt: number
}

/** Files that people sent. What they contain lies elsewhere. */
export const uploads = (db: Db) => ({
  add: async (row: UploadRow): Promise<void> => {
    await db.insertInto('uploads').values(row).execute()
  },

  /** For those who may see all of them. */
  find: async (id: string): Promise<UploadRow | null> =>
    (await db.selectFrom('uploads').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,

  findOwn: async (account: string, id: string): Promise<UploadRow | null> =>
    (await db
      .selectFrom('uploads')
      .selectAll()
      .where('id', '=', id)
      .where('account', '=', account)
      .executeTakeFirst()) ?? null,

  /** What is part of an application, and of this account or another. */
  ofApplication: async (application: string): Promise<readonly UploadRow[]> =>
    db.selectFrom('uploads').selectAll().where('application', '=', application).orderBy('createdAt').execute(),

  /** Makes the account's own upload part of an application. False when it is of another one, or not there. */
  attach: async (account: string, id: string, purpose: string, application: string): Promise<boolean> =>
    (
      await db
        .updateTable('uploads')
        .set({ application })
        .where('id', '=', id)
        .where('account', '=', account)
        .where('purpose', '=', purpose)
        .where((row) => row.or([row('application', 'is', null), row('application', '=', application)]))
        .executeTakeFirst()
    ).numUpdatedRows === 1n,

  /** How much the account has sent that is part of nothing. */
  countLoose: async (account: string): Promise<number> =>
    (
      await db
        .selectFrom('uploads')
        .select('id')
        .where('account', '=', account)
        .where('application', 'is', null)
        .execute()
    ).length,

  /** Forgets what was sent before then and is part of nothing. */
  removeLoose: async (before: number): Promise<void> => {
    await db.deleteFrom('uploads').where('application', 'is', null).where('createdAt', '<', before).execute()
  },

  /** Which of these there are. */
  known: async (ids: readonly string[]): Promise<ReadonlySet<string>> =>
    new Set(
      ids.length === 0
        ? []
        : (await db.selectFrom('uploads').select('id').where('id', 'in', ids).execute()).map(({ id }) => id),
    ),
})

export type Uploads = ReturnType<typeof uploads>
