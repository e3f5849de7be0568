/** Certificates of the authority in this process, for officers. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { REVOCATION_REASONS as REASON_NUMBERS } from '#core/certificate/crl'
import { csvOf, everyPage, named, timeText, type Columns } from '../http/csv.ts'
import type { CertificateFilter as StoreFilter, CertificatePlace, CertificateRow } from '../store/certificates.ts'
import type { HeldCertificateRow } from '../store/held-certificates.ts'
import type { Store } from '../store/store.ts'
import { exportRoute, loggedFilter } from './export.ts'
import { officerOf, only } from './guard.ts'
import {
  certificateExport,
  certificateList,
  certificateQuery,
  done,
  REVOCATION_REASONS,
  revokeRequest,
  serialParameter,
  type CertificateFilter,
  type CertificateItem,
  type RevokeRequest,
} from './messages.ts'
import { READERS, type PeopleRegister } from './people-routes.ts'

export interface CertificateRoutesOptions {
  readonly store: Store
  readonly people: PeopleRegister
  /** Id of the authority in this process. */
  readonly ownOrganisation: string
  /** Throws `invalid-input` when there is no such certificate in force. */
  readonly revoke: (serial: string, reason: RevokeRequest['reason'], officer: string) => Promise<void>
  readonly now: () => number
}

/** Certificates that end within this time can be renewed. */
const ENDING = 90 * 24 * 3600_000

const stateOf = (
  { revokedAt, notAfter }: Pick<CertificateRow, 'revokedAt' | 'notAfter'>,
  now: number,
): CertificateItem['state'] => (revokedAt !== null ? 'revoked' : notAfter < now ? 'expired' : 'in-force')

const usageOf = (usage: string): CertificateItem['usage'] => (usage === 'sign' ? 'sign' : 'encrypt')

/** @param organisation which has issued it */
export const certificateItemOf = (row: CertificateRow, organisation: string, now: number): CertificateItem => {
  const { serial, company, creditCode, person, orderId, notBefore, notAfter, issuedAt, revokedAt } = row
  return {
    ...{ serial, company, creditCode, person, order: orderId, notBefore, notAfter, issuedAt, revokedAt },
    ...{ organisation, usage: usageOf(row.usage), state: stateOf(row, now) },
    reason: REVOCATION_REASONS.find((name) => REASON_NUMBERS[name] === row.revocationReason) ?? null,
  }
}

const heldItemOf = (
  row: HeldCertificateRow,
  organisation: string,
  names: ReadonlyMap<string, string>,
  now: number,
): CertificateItem => {
  const { serial, company, creditCode, account, application, notBefore, notAfter, issuedAt, revokedAt } = row
  return {
    ...{ serial, company, creditCode, order: application, notBefore, notAfter, issuedAt, revokedAt, organisation },
    ...{ person: names.get(account) ?? '', usage: usageOf(row.usage), state: stateOf(row, now) },
    reason: REVOCATION_REASONS.find((name) => name === row.revocationReason) ?? null,
  }
}

const filterOf = ({ text, usage, state }: CertificateFilter, now: number): StoreFilter => ({
  ...{ text, usage },
  ...(state === undefined ? {} : { isRevoked: state === 'revoked' }),
  ...(state === 'in-force' || state === 'ending' ? { endsFrom: now } : {}),
  ...(state === 'expired' ? { endsBefore: now } : {}),
  ...(state === 'ending' ? { endsBefore: now + ENDING } : {}),
})

const COLUMNS: Columns<CertificateItem> = [
  ['serial', ({ serial }) => serial],
  ['organisation', ({ organisation }) => organisation],
  ['usage', ({ usage }, words) => named(words, 'usage', usage)],
  ['company', ({ company }) => company],
  ['credit-code', ({ creditCode }) => creditCode],
  ['person', ({ person }) => person],
  ['order', ({ order }) => order],
  ['issued', ({ issuedAt }) => timeText(issuedAt)],
  ['from', ({ notBefore }) => timeText(notBefore)],
  ['until', ({ notAfter }) => timeText(notAfter)],
  ['state', ({ state }, words) => named(words, 'state', state)],
  ['revoked', ({ revokedAt }) => timeText(revokedAt)],
  ['reason', ({ reason }, words) => named(words, 'reason', reason)],
]

async function* shown(
  pages: AsyncIterable<readonly CertificateRow[]>,
  organisation: string,
  now: number,
): AsyncGenerator<readonly CertificateItem[]> {
  for await (const rows of pages) yield rows.map((row) => certificateItemOf(row, organisation, now))
}

/** So many of another organisation are exported at a time. */
const PAGE = 500

export const certificateRoutes = (scope: FastifyInstance, options: CertificateRoutesOptions): void => {
  const { store, people, ownOrganisation, revoke, now } = options
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  const held = async (
    organisation: string,
    filter: StoreFilter,
    offset: number,
    limit: number,
  ): Promise<CertificateItem[]> => {
    const rows = await store.heldCertificates.search(organisation, filter, offset, limit)
    const names = await people.names([...new Set(rows.map(({ account }) => account))])
    return rows.map((row) => heldItemOf(row, organisation, names, now()))
  }

  async function* everyHeld(organisation: string, filter: StoreFilter): AsyncGenerator<readonly CertificateItem[]> {
    for (let offset = 0; ; offset += PAGE) {
      const items = await held(organisation, filter, offset, PAGE)
      yield items
      if (items.length < PAGE) return
    }
  }

  typed.get(
    '/certificates',
    { schema: { querystring: certificateQuery, response: { 200: certificateList } }, config: READERS },
    async ({ query }) => {
      const { offset, limit, organisation = ownOrganisation } = query
      const filter = filterOf(query, now())
      const others = (await store.heldCertificates.organisations()).filter((id) => id !== ownOrganisation)
      const organisations = [ownOrganisation, ...others]
      if (organisation !== ownOrganisation) {
        const total = await store.heldCertificates.count(organisation, filter)
        return { total, organisations, certificates: await held(organisation, filter, offset, limit) }
      }
      const { rows, total } = await store.certificates.search({ ...filter, offset, limit })
      return { total, organisations, certificates: rows.map((row) => certificateItemOf(row, ownOrganisation, now())) }
    },
  )

  typed.post(
    '/certificates/:serial/revoke',
    { schema: { params: serialParameter, body: revokeRequest, response: { 200: done } }, config: only('authority') },
    async (request) => {
      const { session } = officerOf(request)
      await revoke(request.params.serial, request.body.reason, session.officer)
      return {}
    },
  )

  const logged = ({ usage, organisation, ...filter }: CertificateFilter) => ({
    ...loggedFilter(filter),
    ...(organisation === undefined ? {} : { organisation }),
    ...(usage === undefined ? {} : { usage }),
  })
  exportRoute(scope, { store, now, logged }, 'certificates', certificateExport, (query, words) => {
    const filter = filterOf(query, now())
    const { organisation = ownOrganisation } = query
    if (organisation !== ownOrganisation) return csvOf(COLUMNS, words, everyHeld(organisation, filter))
    const pages = everyPage(
      (after: CertificatePlace | null, limit) => store.certificates.page(filter, after, limit),
      ({ issuedAt, serial }) => ({ issuedAt, serial }),
    )
    return csvOf(COLUMNS, words, shown(pages, ownOrganisation, now()))
  })
}
