import type { ExpressionBuilder } from 'kysely'
import { holds } from './pattern.ts'
import type { PlacedState } from './placed-orders.ts'
import type { Db, Schema } from './schema.ts'

export interface ApplicationRow {
  readonly id: string
  readonly account: string
  readonly kind: string
  readonly creditCode: string
  /** Its name. */
  readonly company: string
  readonly state: string
  /** Counts every change. */
  readonly version: number
  readonly approvedBy: string | null
  /** Encrypted. */
  readonly form: Uint8Array
  readonly createdAt: number
  readonly changedAt: number
  /** When it was submitted last. */
  readonly submittedAt: number | null
}

/** Where a page begins: after this row. */
export interface After {
  readonly at: number
  readonly id: string
}

/** Kinds and states that wait for the same people. */
export interface Waiting {
  readonly kind: string
  readonly states: readonly string[]
}

export interface WaitingCount {
  readonly kind: string
  readonly count: number
  /** When the one that waits longest was submitted. */
  readonly oldest: number | null
}

type Changes = Partial<
  Pick<ApplicationRow, 'state' | 'approvedBy' | 'form' | 'company' | 'submittedAt'> & { readonly creditCode: string }
>

type Where = ExpressionBuilder<Schema, 'applications'>

const OPEN_TO_ADMINISTRATORS = 'join'

/** Companies that the account administers. */
const administered = (account: string) => (row: Where) =>
  row(
    'creditCode',
    'in',
    row
      .selectFrom('members')
      .select('creditCode')
      .where('account', '=', account)
      .where('role', '=', 'administrator')
      .where('endedAt', 'is', null),
  )

const isWaiting = (waiting: readonly Waiting[]) => (row: Where) =>
  row.or(waiting.map(({ kind, states }) => row.and([row('kind', '=', kind), row('state', 'in', states)])))

/** Applications for certificates. Whoever asks as a person names the account, and sees no other's. */
export const applications = (db: Db) => ({
  /** False when the account has one of the kind for the company under way. */
  add: async (row: ApplicationRow): Promise<boolean> =>
    (
      await db
        .insertInto('applications')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
    ).numInsertedOrUpdatedRows === 1n,

  /** For those who may see all of them. */
  find: async (id: string): Promise<ApplicationRow | null> =>
    (await db.selectFrom('applications').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,

  findOwn: async (account: string, id: string): Promise<ApplicationRow | null> =>
    (await db
      .selectFrom('applications')
      .selectAll()
      .where('id', '=', id)
      .where('account', '=', account)
      .executeTakeFirst()) ?? null,

  /** Somebody's wish to join a company that the account administers. */
  findJoining: async (account: string, id: string): Promise<ApplicationRow | null> =>
    (await db
      .selectFrom('applications')
      .selectAll()
      .where('id', '=', id)
      .where('kind', '=', OPEN_TO_ADMINISTRATORS)
      .where('state', '!=', 'draft')
      .where(administered(account))
      .executeTakeFirst()) ?? null,

  /** The newest first. */
  listOwn: async (account: string, after: After | null, limit: number): Promise<readonly ApplicationRow[]> =>
    db
      .selectFrom('applications')
      .selectAll()
      .where('account', '=', account)
      .$if(after !== null, (all) =>
        all.where((row) =>
          row.or([
            row('createdAt', '<', after?.at ?? 0),
            row.and([row('createdAt', '=', after?.at ?? 0), row('id', '<', after?.id ?? '')]),
          ]),
        ),
      )
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute(),

  /** The newest first, for those who may see all of them. */
  ofCompany: async (creditCode: string, limit: number): Promise<readonly ApplicationRow[]> =>
    db
      .selectFrom('applications')
      .selectAll()
      .where('creditCode', '=', creditCode)
      .where('state', '!=', 'draft')
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute(),

  /** What waits for the administrator, longest first. */
  listJoining: async (account: string, limit: number): Promise<readonly ApplicationRow[]> =>
    db
      .selectFrom('applications')
      .selectAll()
      .where('kind', '=', OPEN_TO_ADMINISTRATORS)
      .where('state', '=', 'submitted')
      .where(administered(account))
      .orderBy('submittedAt')
      .orderBy('id')
      .limit(limit)
      .execute(),

  /** The account's at a company, of these kinds and in these states. */
  listAt: async (
    account: string,
    creditCode: string,
    { kinds, states }: { readonly kinds: readonly string[]; readonly states: readonly string[] },
  ): Promise<readonly ApplicationRow[]> =>
    db
      .selectFrom('applications')
      .selectAll()
      .where('account', '=', account)
      .where('creditCode', '=', creditCode)
      .where('kind', 'in', kinds)
      .where('state', 'in', states)
      .execute(),

  /** Those of a kind for a company in one of the states. */
  listOfKind: async (creditCode: string, kind: string, states: readonly string[]): Promise<readonly ApplicationRow[]> =>
    db
      .selectFrom('applications')
      .selectAll()
      .where('creditCode', '=', creditCode)
      .where('kind', '=', kind)
      .where('state', 'in', states)
      .execute(),

  /** How many of a kind the account has begun since then, whatever became of them. */
  countBegun: async (account: string, kind: string, since: number): Promise<number> =>
    (
      await db
        .selectFrom('applications')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('account', '=', account)
        .where('kind', '=', kind)
        .where('createdAt', '>=', since)
        .executeTakeFirstOrThrow()
    ).count,

  /** How many wait for the company's administrator. */
  countJoining: async (creditCode: string): Promise<number> =>
    (
      await db
        .selectFrom('applications')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('creditCode', '=', creditCode)
        .where('kind', '=', OPEN_TO_ADMINISTRATORS)
        .where('state', '=', 'submitted')
        .executeTakeFirstOrThrow()
    ).count,

  /** What waits for officers, longest first; `text` is looked for in company and credit code. */
  queue: async (
    waiting: readonly Waiting[],
    after: After | null,
    limit: number,
    text = '',
  ): Promise<readonly ApplicationRow[]> =>
    db
      .selectFrom('applications')
      .selectAll()
      .where(isWaiting(waiting))
      .$if(text !== '', (all) => all.where(holds(db, ['company', 'creditCode'], text)))
      .$if(after !== null, (all) =>
        all.where((row) =>
          row.or([
            row('submittedAt', '>', after?.at ?? 0),
            row.and([row('submittedAt', '=', after?.at ?? 0), row('id', '>', after?.id ?? '')]),
          ]),
        ),
      )
      .orderBy('submittedAt')
      .orderBy('id')
      .limit(limit)
      .execute(),

  /** How many of each kind wait, and since when. */
  countWaiting: async (waiting: readonly Waiting[]): Promise<readonly WaitingCount[]> =>
    db
      .selectFrom('applications')
      .select(({ fn }) => ['kind', fn.countAll<number>().as('count'), fn.min('submittedAt').as('oldest')])
      .where(isWaiting(waiting))
      .groupBy('kind')
      .execute(),

  /** Others of a kind for the same company in one of the states. */
  countBeside: async ({ id, kind, creditCode }: ApplicationRow, states: readonly string[]): Promise<number> =>
    (
      await db
        .selectFrom('applications')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('creditCode', '=', creditCode)
        .where('kind', '=', kind)
        .where('state', 'in', states)
        .where('id', '!=', id)
        .executeTakeFirstOrThrow()
    ).count,

  /** Those in one of the states that nobody has touched since. */
  listIdle: async (states: readonly string[], before: number, limit: number): Promise<readonly ApplicationRow[]> =>
    db
      .selectFrom('applications')
      .selectAll()
      .where('state', 'in', states)
      .where('changedAt', '<', before)
      .orderBy('changedAt')
      .limit(limit)
      .execute(),

  /** By which a company's administrator was approved, the newest; for what it says about the company. */
  findClaim: async (creditCode: string): Promise<ApplicationRow | null> =>
    (await db
      .selectFrom('applications')
      .selectAll()
      .where('creditCode', '=', creditCode)
      .where((row) =>
        row.or([
          row.and([row('kind', '=', 'claim'), row('state', 'in', ['awaiting-payment', 'paid', 'issued'])]),
          row.and([row('kind', '=', 'takeover'), row('state', '=', 'issued')]),
        ]),
      )
      .orderBy('createdAt', 'desc')
      .limit(1)
      .executeTakeFirst()) ?? null,

  /**
   * Whose orders an authority has answered like this, and whose certificates nobody has taken into the books. The
   * newest first, so that what cannot be done does not keep back what can.
   */
  listAnswered: async (
    answer: PlacedState,
    states: readonly string[],
    limit: number,
  ): Promise<readonly ApplicationRow[]> =>
    db
      .selectFrom('applications')
      .innerJoin('placedOrders', 'placedOrders.id', 'applications.id')
      .leftJoin('holdings', 'holdings.application', 'applications.id')
      .selectAll('applications')
      .where('applications.state', 'in', states)
      .where('placedOrders.state', '=', answer)
      .where('holdings.application', 'is', null)
      .orderBy('applications.changedAt', 'desc')
      .limit(limit)
      .execute(),

  /** Whose applicant does not belong to the company any more; joins and takeovers, by which one comes to it, are not among them. */
  listDeparted: async (state: string, limit: number): Promise<readonly ApplicationRow[]> =>
    db
      .selectFrom('applications')
      .leftJoin('members', (join) =>
        join
          .onRef('members.creditCode', '=', 'applications.creditCode')
          .onRef('members.account', '=', 'applications.account')
          .on('members.endedAt', 'is', null),
      )
      .selectAll('applications')
      .where('applications.state', '=', state)
      .where('applications.kind', 'not in', ['join', 'takeover'])
      .where('members.application', 'is', null)
      .limit(limit)
      .execute(),

  /** Those in this state that were paid for at this organisation. */
  listOrderedAt: async (organisation: string, state: string, limit: number): Promise<readonly ApplicationRow[]> =>
    db
      .selectFrom('applications')
      .innerJoin('orders', 'orders.application', 'applications.id')
      .selectAll('applications')
      .where('applications.state', '=', state)
      .where('orders.state', '=', 'paid')
      .where('orders.organisation', '=', organisation)
      .limit(limit)
      .execute(),

  /** Changes the version that was read; false when another change came first. */
  change: async (id: string, version: number, changes: Changes, at: number): Promise<boolean> =>
    (
      await db
        .updateTable('applications')
        .set({ ...changes, version: version + 1, changedAt: at })
        .where('id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst()
    ).numUpdatedRows === 1n,
})

export type Applications = ReturnType<typeof applications>
