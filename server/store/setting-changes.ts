import type { Db } from './schema.ts'

export interface SettingChangeRow {
  readonly id: string
  readonly setting: string
  /** JSON. */
  readonly value: string
  /** `proposed`, `approved`, `rejected` or `withdrawn`. */
  readonly state: string
  /** Officers' names. */
  readonly proposedBy: string
  readonly proposedAt: number
  readonly decidedBy: string | null
  readonly decidedAt: number | null
}

/** What officers propose to change, and what has become of it. The approved one that was decided last counts. */
export const settingChanges = (db: Db) => ({
  /** False when another change of the setting is proposed. */
  propose: async (row: Omit<SettingChangeRow, 'state' | 'decidedBy' | 'decidedAt'>): Promise<boolean> =>
    (
      await db
        .insertInto('settingChanges')
        .values({ ...row, state: 'proposed', decidedBy: null, decidedAt: null })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
    ).numInsertedOrUpdatedRows === 1n,

  find: async (id: string): Promise<SettingChangeRow | null> =>
    (await db.selectFrom('settingChanges').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,

  /** False when it was decided before. */
  decide: async (id: string, state: string, by: string, at: number): Promise<boolean> =>
    (
      await db
        .updateTable('settingChanges')
        .set({ state, decidedBy: by, decidedAt: at })
        .where('id', '=', id)
        .where('state', '=', 'proposed')
        .executeTakeFirst()
    ).numUpdatedRows === 1n,

  /** What counts; null where it was never changed. */
  current: async (setting: string): Promise<string | null> =>
    (
      await db
        .selectFrom('settingChanges')
        .select('value')
        .where('setting', '=', setting)
        .where('state', '=', 'approved')
        .orderBy('decidedAt', 'desc')
        .orderBy('proposedAt', 'desc')
        .limit(1)
        .executeTakeFirst()
    )?.value ?? null,

  /** Newest first. */
  list: async (limit: number): Promise<readonly SettingChangeRow[]> =>
    db.selectFrom('settingChanges').selectAll().orderBy('proposedAt', 'desc').orderBy('id').limit(limit).execute(),
})

export type SettingChanges = ReturnType<typeof settingChanges>
