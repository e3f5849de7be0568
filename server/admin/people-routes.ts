/** People, for officers: names in full for those who decide about them, masked for others; numbers always masked. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { ListedHolding } from '../store/holdings.ts'
import type { OrderRow } from '../store/orders.ts'
import type { Membership } from '../store/people.ts'
import type { Store } from '../store/store.ts'
import type { Words } from '../http/csv.ts'
import { exportRoute } from './export.ts'
import { officerOf, only } from './guard.ts'
import { done } from './messages.ts'
import {
  accountParameter,
  endRequest,
  personDetails,
  personExport,
  personList,
  personQuery,
  type ApplicationLine,
  type HoldingLine,
  type OrderLine,
  type PersonItem,
} from './people-messages.ts'
import type { Role } from './roles.ts'

interface Filter {
  readonly text: string
  readonly state?: 'identified' | 'unidentified' | undefined
}

interface Known {
  readonly id: string
  readonly mobile: string
  readonly name: string | null
  readonly createdAt: number
  readonly identifiedAt: number | null
  readonly devices: number
  readonly memberships: readonly Membership[]
}

/** How people are found. Names are full, and numbers masked. */
export interface PeopleRegister {
  search(
    query: Filter & { readonly after?: string | undefined; readonly limit: number },
  ): Promise<{ readonly rows: readonly Known[]; readonly next: string | null }>
  /** Throws `account-unknown`. */
  find(account: string): Promise<{
    readonly person: Known
    readonly lockedUntil: number | null
    readonly devices: readonly { readonly name: string; readonly createdAt: number; readonly seenAt: number }[]
    readonly memberships: readonly Membership[]
    readonly applications: readonly ApplicationLine[]
    readonly certificates: readonly ListedHolding[]
    readonly orders: readonly OrderRow[]
  }>
  ofCompany(creditCode: string): Promise<
    readonly {
      readonly account: string
      readonly mobile: string
      readonly name: string | null
      readonly role: string
      readonly since: number
      readonly endedAt: number | null
    }[]
  >
  /** Full ones by account; accounts without one are left out. */
  names(accounts: readonly string[]): Promise<ReadonlyMap<string, string>>
  endSessions(account: string, reason: string, officer: string): Promise<void>
  table(filter: Filter, words: Words): AsyncIterable<string>
}

export interface PeopleRoutesOptions {
  readonly store: Store
  readonly people: PeopleRegister
  readonly maskName: (name: string) => string
  readonly now: () => number
}

export const READERS = only('reviewer', 'authority', 'auditor')

/** Whether somebody may read full names. */
export const seesNames = (roles: readonly Role[]): boolean => roles.includes('reviewer') || roles.includes('authority')

const membershipOf = ({ account: _, ...shown }: Membership) => shown

export const applicationLineOf = ({ id, kind, state, company, createdAt }: ApplicationLine): ApplicationLine => ({
  ...{ id, kind, state, company, createdAt },
})

export const orderLineOf = ({ id, kind, company, fen, state, createdAt }: OrderRow): OrderLine => ({
  ...{ id, kind, company, fen, state, createdAt },
})

export const holdingLineOf = (row: ListedHolding, now: number): HoldingLine => {
  const { application, company, organisation, signing: serial, notAfter, revokedAt } = row
  const state = revokedAt !== null ? 'revoked' : notAfter < now ? 'expired' : 'in-force'
  return { application, company, organisation, serial, notAfter, state }
}

export const peopleRoutes = (scope: FastifyInstance, { store, people, maskName, now }: PeopleRoutesOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  const shown = (person: Known, roles: readonly Role[]): PersonItem => ({
    ...person,
    name: person.name === null || seesNames(roles) ? person.name : maskName(person.name),
    memberships: person.memberships.map(membershipOf),
  })

  typed.get(
    '/people',
    { schema: { querystring: personQuery, response: { 200: personList } }, config: READERS },
    async (request) => {
      const { roles } = officerOf(request).session
      const { rows, next } = await people.search(request.query)
      return { people: rows.map((row) => shown(row, roles)), next }
    },
  )

  typed.get(
    '/people/:account',
    { schema: { params: accountParameter, response: { 200: personDetails } }, config: READERS },
    async (request) => {
      const found = await people.find(request.params.account)
      const { person, lockedUntil, devices, memberships, applications, certificates, orders } = found
      return {
        ...{ person: shown(person, officerOf(request).session.roles), lockedUntil },
        devices: devices.map(({ name, createdAt, seenAt }) => ({ name, createdAt, seenAt })),
        memberships: memberships.map(membershipOf),
        applications: applications.map(applicationLineOf),
        certificates: certificates.map((row) => holdingLineOf(row, now())),
        orders: orders.map(orderLineOf),
      }
    },
  )

  typed.post(
    '/people/:account/log-out',
    { schema: { params: accountParameter, body: endRequest, response: { 200: done } }, config: only('authority') },
    async (request) => {
      const { officer } = officerOf(request).session
      await people.endSessions(request.params.account, request.body.reason, officer)
      return {}
    },
  )

  /** The text may be somebody's number or name. */
  const logged = ({ text, state }: Filter) => ({
    ...(text === '' ? {} : { searched: true }),
    ...(state === undefined ? {} : { state }),
  })
  exportRoute(scope, { store, now, logged }, 'people', personExport, people.table)
}
