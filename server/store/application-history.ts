import type { Db } from './schema.ts'

export interface ApplicationHistoryRow {
  readonly application: string
  /** The version that it led to. */
  readonly n: number
  readonly at: number
  readonly event: string
  /** That it led to. */
  readonly state: string
  readonly role: string
  readonly actor: string
  /** What was said with it, encrypted. */
  readonly note: Uint8Array | null
}

/** What happened to applications; append-only. */
export const applicationHistory = (db: Db) => ({
  /** Within the transaction of the move. */
  append: async (row: ApplicationHistoryRow): Promise<void> => {
    await db.insertInto('applicationHistory').values(row).execute()
  },

  /** Which of these applications were sent back once. */
  returned: async (applications: readonly string[]): Promise<ReadonlySet<string>> =>
    new Set(
      applications.length === 0
        ? []
        : (
            await db
              .selectFrom('applicationHistory')
              .select('application')
              .where('application', 'in', applications)
              .where('event', '=', 'return')
              .execute()
          ).map(({ application }) => application),
    ),

  /** The oldest first. */
  list: async (application: string): Promise<readonly ApplicationHistoryRow[]> =>
    db.selectFrom('applicationHistory').selectAll().where('application', '=', application).orderBy('n').execute(),
})

export type ApplicationHistory = ReturnType<typeof applicationHistory>
