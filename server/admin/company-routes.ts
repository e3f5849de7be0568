/** Companies, for officers. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { AppError } from '#core/errors'
import { csvOf, everyPage, timeText, type Columns } from '../http/csv.ts'
import type { ListedCompany } from '../store/companies.ts'
import type { Store } from '../store/store.ts'
import { certificateItemOf } from './certificate-routes.ts'
import { companyDetails, companyParameter } from './company-messages.ts'
import { exportRoute, loggedFilter } from './export.ts'
import { officerOf } from './guard.ts'
import { companyExport, companyList, companyQuery } from './messages.ts'
import {
  applicationLineOf,
  holdingLineOf,
  orderLineOf,
  READERS,
  seesNames,
  type PeopleRoutesOptions,
} from './people-routes.ts'
import { sealItemOf } from './seal-routes.ts'

export interface CompanyRoutesOptions extends PeopleRoutesOptions {
  readonly store: Store
  /** Id of the authority in this process. */
  readonly ownOrganisation: string
}

const SHOWN = 50

const COLUMNS: Columns<ListedCompany> = [
  ['credit-code', ({ creditCode }) => creditCode],
  ['company', ({ name }) => name],
  ['added', ({ createdAt }) => timeText(createdAt)],
  ['certificates', ({ certificates }) => certificates],
]

export const companyRoutes = (scope: FastifyInstance, options: CompanyRoutesOptions): void => {
  const { store, people, maskName, ownOrganisation, now } = options
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  typed.get(
    '/companies',
    { schema: { querystring: companyQuery, response: { 200: companyList } }, config: READERS },
    async ({ query }) => {
      const { rows, total } = await store.companies.search(query)
      return { total, companies: [...rows] }
    },
  )

  typed.get(
    '/companies/:code',
    { schema: { params: companyParameter, response: { 200: companyDetails } }, config: READERS },
    async (request) => {
      const { code } = request.params
      const company = await store.companies.findListed(code)
      if (company === null) throw new AppError('company-unknown')
      const isFull = seesNames(officerOf(request).session.roles)
      const [members, certificates, holdings, seals, applications, orders] = await Promise.all([
        people.ofCompany(code),
        store.certificates.page({ text: code }, null, SHOWN),
        store.holdings.ofCompany(code),
        store.seals.search({ text: code, kind: null }, null, SHOWN),
        store.applications.ofCompany(code, SHOWN),
        store.orders.ofCompany(code, SHOWN),
      ])
      return {
        company,
        members: members.map((member) => ({
          ...member,
          name: member.name === null || isFull ? member.name : maskName(member.name),
        })),
        certificates: certificates.map((row) => certificateItemOf(row, ownOrganisation, now())),
        others: holdings
          .filter(({ organisation }) => organisation !== ownOrganisation)
          .map((row) => holdingLineOf(row, now())),
        seals: seals.map((row) => sealItemOf(row, now())),
        applications: applications.map(applicationLineOf),
        orders: orders.map(orderLineOf),
      }
    },
  )

  exportRoute(scope, { store, now, logged: loggedFilter }, 'companies', companyExport, ({ text }, words) =>
    csvOf(
      COLUMNS,
      words,
      everyPage(
        (after: Pick<ListedCompany, 'creditCode' | 'createdAt'> | null, limit) =>
          store.companies.page(text, after, limit),
        ({ creditCode, createdAt }) => ({ creditCode, createdAt }),
      ),
    ),
  )
}
