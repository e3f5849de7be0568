/** The audit log, for auditors. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { csvOf, timeText, type Columns } from '../http/csv.ts'
import type { AuditRow } from '../store/audit.ts'
import type { Store } from '../store/store.ts'
import { exportRoute } from './export.ts'
import { only } from './guard.ts'
import { auditChain, auditExport, auditList, auditQuery } from './messages.ts'

export interface AuditRoutesOptions {
  readonly store: Store
  readonly now: () => number
}

const COLUMNS: Columns<AuditRow> = [
  ['number', ({ n }) => n],
  ['time', ({ at }) => timeText(at)],
  ['actor', ({ actor }) => actor],
  ['action', ({ action }) => action],
  ['facts', ({ facts }) => JSON.stringify(facts)],
  ['hash', ({ hash }) => hash],
]

const PAGE = 500

/** All that a search finds, the newest first: on and on until nothing is left to look at. */
async function* found(
  store: Store,
  search: { readonly text: string; readonly action: string | null },
): AsyncGenerator<readonly AuditRow[]> {
  for (let before: number | null = null; before === null || before > 1;) {
    const { rows, searchedTo } = await store.audit.search({ ...search, before, limit: PAGE })
    yield rows
    before = searchedTo
  }
}

export const auditRoutes = (scope: FastifyInstance, { store, now }: AuditRoutesOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()
  const config = only('auditor')

  typed.get(
    '/audit',
    { schema: { querystring: auditQuery, response: { 200: auditList } }, config },
    async ({ query }) => {
      const { rows, searchedTo } = await store.audit.search(query)
      return { searchedTo, actions: [...(await store.audit.actions())], rows: [...rows] }
    },
  )

  typed.get('/audit/chain', { schema: { response: { 200: auditChain } }, config }, () => store.audit.verify())

  const logged = ({ text, action }: { readonly text: string; readonly action: string | null }) => ({
    ...(text === '' ? {} : { text }),
    ...(action === null ? {} : { exported: action }),
  })
  exportRoute(scope, { store, now, logged }, 'audit', auditExport, (search, words) =>
    csvOf(COLUMNS, words, found(store, search)),
  )
}
