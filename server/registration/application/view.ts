/** Applications as they are shown. */
import type { ApplicationAnswer, ApplicationItem, HistoryItem } from '#core/application/messages'
import { EVENTS, possible, ROLES, STATES, type ActorRole } from '#core/application/state'
import { isCreditCode } from '#core/certificate/credit-code'
import type { ApplicationHistoryRow } from '../../store/application-history.ts'
import type { After, ApplicationRow } from '../../store/applications.ts'
import type { Repositories } from '../../store/store.ts'
import type { ApplicationBox } from './box.ts'
import { kindOf, stateOf, wordOf } from './words.ts'

export const itemOf = (row: ApplicationRow): ApplicationItem => {
  const { id, version, creditCode, company, createdAt, changedAt, submittedAt } = row
  return { id, kind: kindOf(row), state: stateOf(row), version, creditCode, company, createdAt, changedAt, submittedAt }
}

export const historyOf = async (
  records: Pick<Repositories, 'applicationHistory'>,
  box: ApplicationBox,
  id: string,
): Promise<HistoryItem[]> =>
  (await records.applicationHistory.list(id)).map(({ at, event, state, role, note }: ApplicationHistoryRow) => ({
    ...{ at, event: wordOf(EVENTS, event), state: wordOf(STATES, state), role: wordOf(ROLES, role) },
    reasons: box.openReasons(id, note),
  }))

/** All of it, for somebody in this role. */
export const wholeOf = async (
  records: Pick<Repositories, 'applicationHistory'>,
  box: ApplicationBox,
  row: ApplicationRow,
  role: ActorRole,
): Promise<ApplicationAnswer> => ({
  ...itemOf(row),
  form: box.openForm(row.id, row.form),
  warnings: isCreditCode(row.creditCode) ? [] : ['credit-code'],
  possible: possible({ kind: kindOf(row), state: stateOf(row) }, role),
  history: await historyOf(records, box, row.id),
})

/** Where the page after these rows begins; null when they are the last. */
export const nextAfter = (last: After | undefined, count: number, limit: number): string | null =>
  last === undefined || count < limit ? null : `${last.at}.${last.id}`

/** What `nextAfter` gave out. */
export const readAfter = (cursor: string | undefined): After | null => {
  if (cursor === undefined) return null
  const [at = '', id = ''] = cursor.split('.')
  return { at: Number(at), id }
}
