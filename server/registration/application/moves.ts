/** Moves of applications: state, history, messages and membership change together, or nothing does. */
import type { ApplicationForm } from '#core/application/form'
import {
  move,
  STATES,
  TERMINAL,
  type Actor,
  type ApplicationEvent,
  type ApplicationState,
  type Standing,
} from '#core/application/state'
import { AppError } from '#core/errors'
import type { ApplicationRow } from '../../store/applications.ts'
import type { MessageRow } from '../../store/messages.ts'
import type { Repositories, Store } from '../../store/store.ts'
import type { ApplicationBox } from './box.ts'
import { messageId, newsOf } from './news.ts'
import { kindOf, stateOf } from './words.ts'
import { returnUnwanted } from '../order/return.ts'

const PAYMENT: Actor = { role: 'payment', id: 'payment' }
const AUTHORITY: Actor = { role: 'authority', id: 'authority' }
const CLOCK: Actor = { role: 'clock', id: 'clock' }
const DAY = 24 * 3600_000
/** How long an application may lie. */
const IDLE = 30 * DAY
const BATCH = 100
const UNDER_WAY = STATES.filter((state) => !TERMINAL.includes(state))
const REPLACED = '企业管理员已经变更，这份申请结束。已支付的费用原路退回。'

export interface MoveOptions {
  /** Why, for those who are told. */
  readonly reasons?: readonly string[]
  /** What it says from now on. */
  readonly form?: ApplicationForm
  /** Opens an order in the same transaction, when it has to be paid for. */
  readonly openOrder?: (records: Repositories) => Promise<void>
  /** The checklist that an officer has gone through. */
  readonly checklist?: string
}

export interface ApplicationMoves {
  /**
   * Moves the version that was read, within a transaction. Throws `application-state`,
   * `application-changed` when another change came first, and `company-claimed` when a claim is
   * approved of a company that has an administrator.
   */
  apply(
    records: Repositories,
    row: ApplicationRow,
    event: ApplicationEvent,
    actor: Actor,
    options?: MoveOptions,
  ): Promise<ApplicationRow>
  /** It was paid for. Within a transaction; false when it is not waiting for that, and nothing is done. */
  paid(records: Repositories, application: string): Promise<boolean>
  /** The money has gone back: ends it, unless its certificates were issued. Within a transaction. */
  refunded(records: Repositories, application: string): Promise<void>
  /** Its certificates were issued. Within the transaction that keeps them; throws `application-state`. */
  issued(records: Repositories, application: string): Promise<void>
  /** Its certificates can never be issued. Within the transaction that has its money paid back. */
  failed(records: Repositories, row: ApplicationRow, reasons: readonly string[]): Promise<void>
  /**
   * The company has another administrator: ends what others have begun to become that, and has paid back what was
   * paid for it. Within the transaction that brings him.
   * @param except the application by which he became it
   */
  endTakeovers(records: Repositories, creditCode: string, except?: string): Promise<void>
  /** Ends what has been lying too long. */
  expireIdle(): Promise<void>
}

const standingOf = (row: ApplicationRow): Standing => ({
  ...{ kind: kindOf(row), state: stateOf(row) },
  ...{ applicant: row.account, approvedBy: row.approvedBy },
})

/** Throws `application-changed` unless it is the version that was looked at. */
export const requireVersion = (row: ApplicationRow, version: number): void => {
  if (row.version !== version) throw new AppError('application-changed')
}

export const createApplicationMoves = (store: Store, box: ApplicationBox, now: () => number): ApplicationMoves => {
  const addMember = async (records: Repositories, row: ApplicationRow, role: string, at: number): Promise<boolean> => {
    const { id: application, creditCode, account } = row
    return records.members.add({ application, creditCode, account, role, since: at })
  }

  const settleMembership = async (records: Repositories, row: ApplicationRow, to: ApplicationState, at: number) => {
    const { creditCode, company: name } = row
    if (row.kind === 'claim' && to === 'awaiting-payment') {
      await records.companies.add([{ creditCode, name }], at)
      if (!(await addMember(records, row, 'administrator', at))) throw new AppError('company-claimed', { creditCode })
      await endTakeovers(records, creditCode)
    }
    if (row.kind === 'join' && to === 'issued') await addMember(records, row, 'staff', at)
    if (to !== 'issued' && TERMINAL.includes(to)) await records.members.end(row.id, at)
  }

  /** Nothing comes of it: what it was to follow is free again, and its order is looked after. */
  const letGo = async (records: Repositories, row: ApplicationRow, at: number): Promise<void> => {
    await records.holdings.unfollow(row.id)
    await records.orders.hurry(row.id, at)
  }

  const messagesOf = async (
    { members }: Repositories,
    row: ApplicationRow,
    event: ApplicationEvent,
    to: ApplicationState,
    at: number,
  ): Promise<readonly MessageRow[]> => {
    const rows: MessageRow[] = []
    for (const news of newsOf(kindOf(row), event, to)) {
      const account =
        news.to === 'applicant' ? row.account : ((await members.administrator(row.creditCode))?.account ?? null)
      if (account === null || (news.to === 'administrator' && account === row.account)) continue
      // of what was never submitted he has not heard
      if (news.to === 'administrator' && event === 'reject' && row.submittedAt === null) continue
      const message = { account, application: row.id, kind: news.kind }
      rows.push({ ...message, id: messageId(message, row.version + 1), at })
    }
    return rows
  }

  const apply: ApplicationMoves['apply'] = async (
    records,
    row,
    event,
    actor,
    { reasons = [], form, openOrder, checklist } = {},
  ) => {
    const { state, approvedBy } = move(standingOf(row), event, actor)
    const at = now()
    const version = row.version + 1
    const changes = {
      ...{ state, approvedBy },
      ...(event === 'submit' ? { submittedAt: at } : {}),
      ...(form === undefined ? {} : { form: box.sealForm(row.id, form) }),
    }
    if (!(await records.applications.change(row.id, row.version, changes, at)))
      throw new AppError('application-changed')
    await settleMembership(records, row, state, at)
    if (state !== 'issued' && TERMINAL.includes(state)) await letGo(records, row, at)
    if (state === 'awaiting-payment') await openOrder?.(records)
    const { role, id } = actor
    const note = box.sealReasons(row.id, reasons)
    await records.applicationHistory.append({
      ...{ application: row.id, n: version, at, event, state, role, actor: id, note },
    })
    await records.messages.post(await messagesOf(records, row, event, state, at))
    if (role === 'officer') {
      const looked = checklist === undefined ? {} : { checklist }
      const facts = { application: row.id, kind: row.kind, event, state, ...looked }
      await records.audit.append({ actor: id, action: 'application-decided', facts }, at)
    }
    return { ...row, ...changes, version, changedAt: at }
  }

  const endTakeovers: ApplicationMoves['endTakeovers'] = async (records, creditCode, except) => {
    const begun = await records.applications.listOfKind(creditCode, 'takeover', UNDER_WAY)
    for (const row of begun.filter(({ id }) => id !== except)) {
      await apply(records, row, 'reject', AUTHORITY, { reasons: [REPLACED] })
      const order = await records.orders.findOpen(row.id)
      if (order?.state === 'paid') await returnUnwanted(records, order, now())
    }
  }

  /** What the payment of an order brings, which may come when the application is over. */
  const byPayment = async (records: Repositories, id: string, event: 'pay' | 'refund', from: ApplicationState) => {
    const row = await records.applications.find(id)
    if (row?.state !== from) return false
    await apply(records, row, event, PAYMENT)
    return true
  }

  return {
    ...{ apply, endTakeovers },
    paid: (records, application) => byPayment(records, application, 'pay', 'awaiting-payment'),
    refunded: async (records, application) => void (await byPayment(records, application, 'refund', 'paid')),

    issued: async (records, application) => {
      const row = await records.applications.find(application)
      if (row === null) throw new AppError('application-state', { event: 'issue', reason: 'missing' })
      await apply(records, row, 'issue', AUTHORITY)
    },

    failed: async (records, row, reasons) => void (await apply(records, row, 'fail', AUTHORITY, { reasons })),

    expireIdle: async () => {
      const lying = [
        ...(await store.applications.listIdle(['draft', 'returned', 'awaiting-payment'], now() - IDLE, BATCH)),
        ...(await store.applications.listIdle(['submitted'], now() - IDLE, BATCH)).filter(
          ({ kind }) => kind === 'join',
        ),
      ]
      for (const { id, version } of lying)
        await store.transaction(async (records) => {
          const row = await records.applications.find(id)
          if (row?.version === version) await apply(records, row, 'expire', CLOCK)
        })
    },
  }
}
