/** Lists as tables for spreadsheet programs. An export takes personal data out of the house: auditors only, and it is logged. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { AuditFacts } from '../store/audit.ts'
import type { Store } from '../store/store.ts'
import { officerOf, only } from './guard.ts'

const csv = { content: { 'text/csv': { schema: z.string() } } }

interface ExportOptions<Query> {
  readonly store: Store
  readonly now: () => number
  /** What of it the log keeps: nothing personal. */
  readonly logged: (query: Query) => AuditFacts
}

/** What of a search for a text in a state the log keeps. */
export const loggedFilter = ({ text, state }: { readonly text: string; readonly state?: string | undefined }) => ({
  ...(text === '' ? {} : { text }),
  ...(state === undefined ? {} : { state }),
})

/** `/NAME.csv` with all that the query finds. The table is sent while it is read, as long as it may be. */
export const exportRoute = <Query extends z.ZodObject>(
  scope: FastifyInstance,
  { store, now, logged }: ExportOptions<z.output<Query>>,
  name: string,
  querystring: Query,
  table: (query: z.output<Query>) => AsyncIterable<string>,
): void => {
  scope.get(
    `/${name}.csv`,
    { schema: { querystring, response: { 200: csv } }, config: only('auditor') },
    async (request, reply) => {
      const query = request.query as z.output<Query>
      const entry = {
        ...{ actor: officerOf(request).session.officer, action: `${name}-exported` },
        facts: logged(query),
      }
      await store.transaction(({ audit }) => audit.append(entry, now()))
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}.csv"`)
        .send(Readable.from(table(query)))
    },
  )
}
