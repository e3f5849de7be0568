/** Companies over HTTP, for people whose identity is known. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import {
  administratorAnswer,
  choicesAnswer,
  companyAnswer,
  companyParameter,
  companyQuery,
} from '#core/application/messages'
import type { Store } from '../../store/store.ts'
import type { Acquaintance } from './acquaintance.ts'
import type { Choices } from '../application/choices.ts'
import { requireAccount, requireIdentified } from '../guard.ts'

export interface CompanyRoutesOptions {
  readonly store: Store
  readonly choices: Choices
  readonly acquaintance: Acquaintance
}

const FOUND = 10
/** A minute, from one address: enough to look for one's company, too few to list them. */
const FEW = { rateLimit: { max: 30, timeWindow: 60_000 } }

export const companyRoutes = (scope: FastifyInstance, { store, choices, acquaintance }: CompanyRoutesOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  typed.get(
    '/companies',
    { schema: { querystring: companyQuery, response: { 200: companyAnswer } }, config: FEW },
    async (request) => {
      requireIdentified(request)
      return { companies: [...(await store.members.searchCompanies(request.query.text, FOUND))] }
    },
  )

  typed.get('/companies/choices', { schema: { response: { 200: choicesAnswer } } }, async (request) => {
    requireAccount(request)
    return choices.list()
  })

  typed.get(
    '/companies/:creditCode/administrator',
    { schema: { params: companyParameter, response: { 200: administratorAnswer } }, config: FEW },
    async (request) => {
      requireIdentified(request)
      return acquaintance.masked(request.params.creditCode)
    },
  )
}
