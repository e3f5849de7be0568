/**
 * Paid applications that can never bring certificates: each ends, and its money goes back, in one transaction.
 *
 * For good is what no waiting mends:
 * - `authority-refused`: the authority has answered, and an answer to an order stays as it is;
 * - `not-a-member`: whoever applied no longer belongs to the company;
 * - `authority-gone`: the authority has been missing from the list for hours. The list is a file that people edit, so
 *   a mistake in it must not cost everybody's applications.
 *
 * An authority that is away or has not decided is waited for, however long that takes. What it still issues to an
 * application that has ended is taken into the books as revoked.
 */
import type { IssuingFailure } from '#core/application/issuing'
import { AppError, asAppError } from '#core/errors'
import type { ApplicationRow } from '../../store/applications.ts'
import type { Repositories, Store } from '../../store/store.ts'
import type { ApplicationMoves } from '../application/moves.ts'
import type { CertificateAuthority } from './authority.ts'
import { beginReturn } from '../order/return.ts'

export interface Failures {
  /** Ends all that has become hopeless. What fails stays for the next time. */
  run(): Promise<void>
}

export interface FailuresOptions {
  readonly store: Store
  readonly moves: Pick<ApplicationMoves, 'failed'>
  readonly authority: Pick<CertificateAuthority, 'find' | 'describe'>
  readonly now: () => number
  /** Facts for the log; never personal data. */
  readonly warn: (facts: object) => void
}

const BATCH = 50
/** How long an authority must be missing; this long in one run of the server. Milliseconds. */
export const GONE_AFTER = 6 * 3600_000

/** Whoever joins, or takes the administrator's place, belongs to the company by that only. */
export const belongs = async (
  { members }: Pick<Repositories, 'members'>,
  { kind, creditCode, account }: ApplicationRow,
): Promise<boolean> => kind === 'join' || kind === 'takeover' || (await members.findIn(creditCode, account)) !== null

export const createFailures = ({ store, moves, authority, now, warn }: FailuresOptions): Failures => {
  /** When each authority was first seen to be missing. */
  const missing = new Map<string, number>()

  const payBack = async (records: Repositories, application: string, reason: IssuingFailure): Promise<void> => {
    const order = await records.orders.findOpen(application)
    const because = { reason, actor: 'registration', action: 'refund-begun', facts: { reason } }
    if (order !== null) await beginReturn(records, order, because, now())
  }

  /** Unless it has changed meanwhile, or an officer has its money paid back already. */
  const end = (
    { id, version }: ApplicationRow,
    reason: IssuingFailure,
    told: readonly string[],
    stillHolds: (records: Repositories, row: ApplicationRow) => Promise<boolean> = async () => true,
  ): Promise<void> =>
    store.transaction(async (records) => {
      const row = await records.applications.find(id)
      if (row?.version !== version || row.state !== 'paid') return
      if ((await records.orders.findOpen(id))?.state !== 'paid' || !(await stillHolds(records, row))) return
      await moves.failed(records, row, [reason, ...told])
      await payBack(records, id, reason)
    })

  const endEach = async (
    rows: readonly ApplicationRow[],
    endOne: (row: ApplicationRow) => Promise<void>,
  ): Promise<void> => {
    for (const row of rows)
      await endOne(row).catch((error: unknown) =>
        warn({ event: 'application-not-ended', application: row.id, code: asAppError(error).code }),
      )
  }

  const endRefused = async (row: ApplicationRow): Promise<void> => {
    const answered = await authority.find(row.id)
    if (answered?.state !== 'refused') return
    const said = answered.error.details['reason']
    const isWritten = answered.error.code === 'order-refused' && typeof said === 'string'
    await end(row, 'authority-refused', isWritten ? [said] : [])
  }

  const isMissing = async (organisation: string): Promise<boolean> => {
    try {
      await authority.describe(organisation)
      return false
    } catch (error) {
      if (error instanceof AppError && error.code === 'organisation-unknown') return true
      throw error
    }
  }

  const isGone = async (organisation: string): Promise<boolean> => {
    if (!(await isMissing(organisation))) {
      missing.delete(organisation)
      return false
    }
    const since = missing.get(organisation) ?? now()
    missing.set(organisation, since)
    return now() - since >= GONE_AFTER
  }

  return {
    run: async () => {
      const { applications, orders } = store
      await endEach(await applications.listAnswered('refused', ['paid'], BATCH), endRefused)
      await endEach(await applications.listDeparted('paid', BATCH), (row) =>
        end(row, 'not-a-member', [], async (records, found) => !(await belongs(records, found))),
      )
      for (const organisation of await orders.organisationsAt('paid'))
        if (await isGone(organisation))
          await endEach(await applications.listOrderedAt(organisation, 'paid', BATCH), (row) =>
            end(row, 'authority-gone', []),
          )
    },
  }
}
