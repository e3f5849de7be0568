/** Lists as tables for spreadsheet programs. An export takes personal data out of the house: auditors only, and it is logged. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import chinese from '#locales/console.zh-CN.json' with { type: 'json' }
import english from '#locales/console.en.json' with { type: 'json' }
import type { AuditFacts } from '../store/audit.ts'
import type { Words } from '../http/csv.ts'
import type { Store } from '../store/store.ts'
import { officerOf, only } from './guard.ts'

/** The texts of the console's page, so that a table says what the page says. */
const TEXTS: { readonly [language: string]: { readonly [key: string]: string } } = { 'zh-CN': chinese, en: english }
const language = z.enum(['zh-CN', 'en']).default('zh-CN')
type Spoken = { readonly language: z.output<typeof language> }

const wordsIn =
  ({ language }: Spoken): Words =>
  (key, otherwise) =>
    TEXTS[language]?.[key] ?? otherwise

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

/**
 * `/NAME.csv` with all that the query finds, in the `language` that is asked for. The table is sent while it is read,
 * as long as it may be.
 */
export const exportRoute = <Query extends z.ZodObject>(
  scope: FastifyInstance,
  { store, now, logged }: ExportOptions<z.output<Query>>,
  name: string,
  querystring: Query,
  table: (query: z.output<Query>, words: Words) => AsyncIterable<string>,
): void => {
  scope.get(
    `/${name}.csv`,
    { schema: { querystring: querystring.safeExtend({ language }), response: { 200: csv } }, config: only('auditor') },
    async (request, reply) => {
      const query = request.query as z.output<Query> & Spoken
      const entry = {
        ...{ actor: officerOf(request).session.officer, action: `${name}-exported` },
        facts: logged(query),
      }
      await store.transaction(({ audit }) => audit.append(entry, now()))
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}.csv"`)
        .send(Readable.from(table(query, wordsIn(query))))
    },
  )
}
