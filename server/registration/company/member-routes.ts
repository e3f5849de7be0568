/** A company's members over HTTP: for those who belong to it, and for its administrator. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import {
  handoverParameter,
  handoverRequest,
  memberList,
  memberParameter,
  ownCompanies,
  signedStatement,
} from '#core/application/company'
import { companyParameter } from '#core/application/messages'
import type { CompanyMembers } from './members.ts'
import type { Departures } from './departures.ts'
import { requireAccount, requireIdentified } from '../guard.ts'
import { ANSWERS, type Handovers } from './handovers.ts'

export interface MemberRoutesOptions {
  readonly members: CompanyMembers
  readonly departures: Departures
  readonly handovers: Handovers
}

/** A minute, from one address. */
const FEW = { rateLimit: { max: 20, timeWindow: 60_000 } }

export const memberRoutes = (scope: FastifyInstance, options: MemberRoutesOptions): void => {
  const { members, departures, handovers } = options
  const typed = scope.withTypeProvider<ZodTypeProvider>()
  const mine = async (account: string) => ({ companies: await members.mine(account) })

  typed.get('/companies/mine', { schema: { response: { 200: ownCompanies } } }, async (request) =>
    mine(requireAccount(request).id),
  )

  typed.get(
    '/companies/:creditCode/members',
    { schema: { params: companyParameter, response: { 200: memberList } } },
    async (request) => members.list(requireIdentified(request).id, request.params.creditCode),
  )

  typed.post(
    '/companies/:creditCode/members/:application/end',
    { schema: { params: memberParameter, body: signedStatement, response: { 200: ownCompanies } }, config: FEW },
    async (request) => {
      const [account, { creditCode, application }] = [requireIdentified(request).id, request.params]
      await departures.end(account, creditCode, application, request.body)
      return mine(account)
    },
  )

  typed.post(
    '/companies/:creditCode/handovers',
    { schema: { params: companyParameter, body: handoverRequest, response: { 200: ownCompanies } }, config: FEW },
    async (request) => {
      const [account, { creditCode }] = [requireIdentified(request).id, request.params]
      await handovers.offer(account, creditCode, request.body.application, request.body)
      return mine(account)
    },
  )

  for (const answer of ANSWERS)
    typed.post(
      `/companies/:creditCode/handovers/:id/${answer}`,
      { schema: { params: handoverParameter, response: { 200: ownCompanies } }, config: FEW },
      async (request) => {
        const [account, { creditCode, id }] = [requireIdentified(request).id, request.params]
        await handovers.answer(account, creditCode, id, answer)
        return mine(account)
      },
    )
}
