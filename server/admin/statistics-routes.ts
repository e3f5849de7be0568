/** Figures over time, for officers. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { csvOf, named, yuanText, type Cell, type Columns, type Words } from '../http/csv.ts'
import type { Store } from '../store/store.ts'
import { exportRoute } from './export.ts'
import { monthOf, monthOfDay, monthsOf, percentile, spanOf } from './months.ts'
import { READERS } from './people-routes.ts'
import { statisticsAnswer, statisticsQuery, type MonthFigures, type StatisticsQuery } from './statistics-messages.ts'

export interface StatisticsRoutesOptions {
  readonly store: Store
  readonly now: () => number
}

/** Amounts of one month, added up by their names. */
const addUp = <Row extends object>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  amountOf: (row: Row) => number,
): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const row of rows) sums.set(nameOf(row), (sums.get(nameOf(row)) ?? 0) + Number(amountOf(row)))
  return sums
}

const total = <Row>(rows: readonly Row[], amountOf: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + Number(amountOf(row)), 0)

const figuresOf = async (
  { statistics }: Pick<Store, 'statistics'>,
  months: readonly string[],
): Promise<MonthFigures[]> => {
  const span = spanOf(months)
  const [applications, decisions, issued, revoked, revenue, identity] = await Promise.all([
    statistics.applications(span),
    statistics.decisions(span),
    statistics.issued(span),
    statistics.revoked(span),
    statistics.revenue(span),
    statistics.identity(span),
  ])
  return months.map((month) => {
    const within = ({ day }: { readonly day: number }): boolean => monthOfDay(day) === month
    const times = decisions.flatMap(({ at, since }) => (since !== null && monthOf(at) === month ? [at - since] : []))
    const kinds = addUp(
      applications.filter(within),
      ({ kind, state }) => `${kind} ${state}`,
      ({ count }) => count,
    )
    const sums = addUp(
      revenue.filter(within),
      ({ organisation }) => organisation,
      ({ fen }) => fen,
    )
    const methods = addUp(
      identity.filter(within),
      ({ method }) => method,
      ({ count }) => count,
    )
    return {
      month,
      applications: [...kinds].map(([name, count]) => {
        const [kind = '', state = ''] = name.split(' ')
        return { kind, state, count }
      }),
      decisions: { count: times.length, median: percentile(times, 50), p90: percentile(times, 90) },
      certificates: {
        issued: total(issued.filter(within), ({ count }) => count),
        renewed: total(issued.filter(within), ({ renewed }) => renewed),
        revoked: total(revoked.filter(within), ({ count }) => count),
      },
      revenue: [...sums].map(([organisation, fen]) => ({ organisation, fen })),
      identity: [...methods].map(([method, count]) => ({ method, count })),
    }
  })
}

interface Line {
  readonly month: string
  readonly what: string
  readonly of: string
  readonly value: Cell
}

const COLUMNS: Columns<Line> = [
  ['month', ({ month }) => month],
  ['item', ({ what }) => what],
  ['class', ({ of }) => of],
  ['value', ({ value }) => value],
]

const minutes = (time: number | null): Cell => (time === null ? null : Math.round(time / 60_000))

const linesOf = (
  { month, applications, decisions, certificates, revenue, identity }: MonthFigures,
  words: Words,
): readonly Line[] => {
  const text = (key: string): string => words(key, key)
  const [waits, made] = [text('statistics.decisions'), text('nav.certificates')]
  return [
    ...applications.map(({ kind, state, count }) => ({
      what: text('statistics.applications'),
      of: `${named(words, 'order.kind', kind)} ${named(words, 'application', state)}`,
      value: count,
    })),
    { what: waits, of: text('statistics.count'), value: decisions.count },
    { what: waits, of: text('table.median'), value: minutes(decisions.median) },
    { what: waits, of: text('table.p90'), value: minutes(decisions.p90) },
    { what: made, of: text('statistics.certificates.issued'), value: certificates.issued },
    { what: made, of: text('statistics.certificates.renewed'), value: certificates.renewed },
    { what: made, of: text('statistics.certificates.revoked'), value: certificates.revoked },
    ...revenue.map(({ organisation, fen }) => ({
      what: text('table.revenue'),
      of: organisation,
      value: yuanText(fen),
    })),
    ...identity.map(({ method, count }) => ({
      what: text('statistics.identity'),
      of: words(`identity.${method}`, method),
      value: count,
    })),
  ].map((line) => ({ month, ...line }))
}

export const statisticsRoutes = (scope: FastifyInstance, { store, now }: StatisticsRoutesOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  typed.get(
    '/statistics',
    { schema: { querystring: statisticsQuery, response: { 200: statisticsAnswer } }, config: READERS },
    async ({ query }) => {
      const months = monthsOf(query, now())
      return { from: months[0] ?? '', to: months.at(-1) ?? '', months: await figuresOf(store, months) }
    },
  )

  async function* table(query: StatisticsQuery, words: Words): AsyncGenerator<readonly Line[]> {
    yield (await figuresOf(store, monthsOf(query, now()))).flatMap((figures) => linesOf(figures, words))
  }
  const logged = (query: StatisticsQuery) => ({ from: query.from ?? null, to: query.to ?? null })
  exportRoute(scope, { store, now, logged }, 'statistics', statisticsQuery, (query, words) =>
    csvOf(COLUMNS, words, table(query, words)),
  )
}
