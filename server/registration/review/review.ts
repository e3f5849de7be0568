/** Applications as the authority's officers decide about them. */
import type { ApplicationForm } from '#core/application/form'
import type { ApplicationAnswer, ApplicationList } from '#core/application/messages'
import { KINDS, WAITING_FOR_OFFICER, type ApplicationEvent, type ApplicationKind } from '#core/application/state'
import { AppError } from '#core/errors'
import type { ApplicationRow } from '../../store/applications.ts'
import type { Repositories, Store } from '../../store/store.ts'
import type { ApplicationBox } from '../application/box.ts'
import { requireVersion, type ApplicationMoves, type MoveOptions } from '../application/moves.ts'
import type { FindPerson, Known } from '../application/people.ts'
import { itemOf, nextAfter, readAfter, wholeOf } from '../application/view.ts'
import { accountsOfOfficer } from './officer-accounts.ts'

const PAGE = 50

export interface Reviewed {
  readonly application: ApplicationAnswer
  readonly applicant: Known | null
}

export interface Review {
  /** What waits for an officer, longest first; of some kinds only, if any are named. */
  queue(kinds: readonly ApplicationKind[], after?: string): Promise<ApplicationList>
  /** Throws `file-not-found`. */
  find(id: string): Promise<Reviewed>
  /**
   * Decides about the version that was looked at. Throws `file-not-found`, `application-changed`,
   * `application-state`, and `company-claimed`.
   * @param checklist that the officer has gone through, for the audit log
   */
  approve(id: string, version: number, officer: string, checklist?: string): Promise<void>
  /** Back to the applicant, who may change it; at least one reason. */
  returnWith(id: string, version: number, officer: string, reasons: readonly string[]): Promise<void>
  /** For good. */
  reject(id: string, version: number, officer: string, reason: string): Promise<void>
}

/** Finds out before the transaction what an application costs, and gives what opens the order within it. */
export type PrepareOrder = (
  row: ApplicationRow,
  form: ApplicationForm,
) => Promise<(records: Repositories) => Promise<void>>

export interface ReviewOptions {
  readonly store: Store
  readonly box: ApplicationBox
  readonly moves: ApplicationMoves
  readonly findPerson: FindPerson
  readonly prepareOrder: PrepareOrder
}

export const createReview = ({ store, box, moves, findPerson, prepareOrder }: ReviewOptions): Review => {
  const find = async (records: Pick<Repositories, 'applications'>, id: string): Promise<ApplicationRow> => {
    const row = await records.applications.find(id)
    if (row === null) throw new AppError('file-not-found')
    return row
  }

  const decide = (
    id: string,
    version: number,
    event: ApplicationEvent,
    officer: string,
    options: MoveOptions,
  ): Promise<void> =>
    store.transaction(async (records) => {
      const row = await find(records, id)
      requireVersion(row, version)
      const accounts = await accountsOfOfficer(records, officer)
      await moves.apply(records, row, event, { role: 'officer', id: officer, accounts }, options)
    })

  return {
    queue: async (kinds, after) => {
      const waiting = (kinds.length === 0 ? KINDS : kinds).map((kind) => ({ kind, states: WAITING_FOR_OFFICER[kind] }))
      const rows = await store.applications.queue(waiting, readAfter(after), PAGE)
      const last = rows.at(-1)
      const end = last === undefined ? undefined : { at: last.submittedAt ?? 0, id: last.id }
      return { applications: rows.map(itemOf), next: nextAfter(end, rows.length, PAGE) }
    },

    find: async (id) => {
      const row = await find(store, id)
      const [application, applicant] = await Promise.all([wholeOf(store, box, row, 'officer'), findPerson(row.account)])
      return { application, applicant }
    },

    approve: async (id, version, officer, checklist) => {
      const row = await find(store, id)
      const openOrder = await prepareOrder(row, box.openForm(id, row.form))
      await decide(id, version, 'approve', officer, { openOrder, ...(checklist === undefined ? {} : { checklist }) })
    },

    returnWith: async (id, version, officer, reasons) => {
      if (reasons.length === 0) throw new AppError('invalid-input', { at: 'reasons' })
      await decide(id, version, 'return', officer, { reasons })
    },

    reject: (id, version, officer, reason) => decide(id, version, 'reject', officer, { reasons: [reason] }),
  }
}
