import { sql, type Expression } from 'kysely'
import type { Db } from './schema.ts'

/** From one time until before another; ms. */
export interface Span {
  readonly from: number
  readonly until: number
}

const CHINA = 8 * 3600_000
const DAY = 24 * 3600_000

/** The day of a time in China, counted from 1970. */
const dayOf = (column: string): Expression<number> => sql<number>`((${sql.ref(column)} + ${CHINA}) / ${DAY})`

/** What happened, day by day; each number as the database counts it. */
export const statistics = (db: Db) => ({
  /** Submitted ones by what has become of them. */
  applications: async ({ from, until }: Span) => {
    const day = dayOf('submittedAt')
    return db
      .selectFrom('applications')
      .select(({ fn }) => [
        sql<number>`cast(${day} as integer)`.as('day'),
        ...(['kind', 'state'] as const),
        fn.countAll<number>().as('count'),
      ])
      .where('submittedAt', '>=', from)
      .where('submittedAt', '<', until)
      .groupBy(['day', 'kind', 'state'])
      .execute()
  },

  /** Decisions of officers, each with since when it was waited for. */
  decisions: async ({
    from,
    until,
  }: Span): Promise<readonly { readonly at: number; readonly since: number | null }[]> =>
    db
      .selectFrom('applicationHistory')
      .select(({ selectFrom }) => [
        'applicationHistory.at',
        selectFrom('applicationHistory as before')
          .select(({ fn }) => fn.max('before.at').as('since'))
          .whereRef('before.application', '=', 'applicationHistory.application')
          .whereRef('before.n', '<', 'applicationHistory.n')
          .where('before.event', 'in', ['submit', 'agree'])
          .as('since'),
      ])
      .where('applicationHistory.role', '=', 'officer')
      .where('applicationHistory.at', '>=', from)
      .where('applicationHistory.at', '<', until)
      .execute(),

  /** Signing certificates of the authority in this process, and for how many of them somebody renewed. */
  issued: async ({ from, until }: Span) =>
    db
      .selectFrom('certificates')
      .leftJoin('applications', 'applications.id', 'certificates.orderId')
      .select(({ fn }) => [
        sql<number>`cast(${dayOf('certificates.issuedAt')} as integer)`.as('day'),
        sql<number>`cast(count(case when ${sql.ref('applications.kind')} = 'renew' then 1 end) as integer)`.as(
          'renewed',
        ),
        fn.countAll<number>().as('count'),
      ])
      .where('certificates.usage', '=', 'sign')
      .where('certificates.issuedAt', '>=', from)
      .where('certificates.issuedAt', '<', until)
      .groupBy('day')
      .execute(),

  revoked: async ({ from, until }: Span) =>
    db
      .selectFrom('certificates')
      .select(({ fn }) => [
        sql<number>`cast(${dayOf('revokedAt')} as integer)`.as('day'),
        fn.countAll<number>().as('count'),
      ])
      .where('usage', '=', 'sign')
      .where('revokedAt', '>=', from)
      .where('revokedAt', '<', until)
      .groupBy('day')
      .execute(),

  /** Money that was paid and not paid back. */
  revenue: async ({ from, until }: Span) =>
    db
      .selectFrom('orders')
      .select(['organisation'])
      .select(sql<number>`cast(${dayOf('paidAt')} as integer)`.as('day'))
      .select(sql<number>`cast(sum(fen) as bigint)`.as('fen'))
      .where('state', '=', 'paid')
      .where('paidAt', '>=', from)
      .where('paidAt', '<', until)
      .groupBy(['day', 'organisation'])
      .execute(),

  /** People who have shown who they are, by how. */
  identity: async ({ from, until }: Span) =>
    db
      .selectFrom('identityProofs')
      .select(({ fn }) => [
        'method',
        sql<number>`cast(${dayOf('provenAt')} as integer)`.as('day'),
        fn.countAll<number>().as('count'),
      ])
      .where('provenAt', '>=', from)
      .where('provenAt', '<', until)
      .groupBy(['day', 'method'])
      .execute(),
})

export type Statistics = ReturnType<typeof statistics>
