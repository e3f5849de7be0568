/** Certificates of the authority in this process, for officers. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { REVOCATION_REASONS as REASON_NUMBERS } from '#core/certificate/crl'
import { csvOf, everyPage, timeText, type Columns } from '../http/csv.ts'
import type { CertificateFilter as StoreFilter, CertificatePlace, CertificateRow } from '../store/certificates.ts'
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
import { READERS } from './people-routes.ts'

export interface CertificateRoutesOptions {
  readonly store: Store
  /** Throws `invalid-input` when there is no such certificate in force. */
  readonly revoke: (serial: string, reason: RevokeRequest['reason'], officer: string) => Promise<void>
  readonly now: () => number
}

/** Certificates that end within this time can be renewed. */
const ENDING = 90 * 24 * 3600_000

export const certificateItemOf = (row: CertificateRow, now: number): CertificateItem => {
  const { serial, company, creditCode, person, orderId, notBefore, notAfter, issuedAt, revokedAt } = row
  return {
    ...{ serial, company, creditCode, person, order: orderId, notBefore, notAfter, issuedAt, revokedAt },
    usage: row.usage === 'sign' ? 'sign' : 'encrypt',
    state: revokedAt !== null ? 'revoked' : notAfter < now ? 'expired' : 'in-force',
    reason: REVOCATION_REASONS.find((name) => REASON_NUMBERS[name] === row.revocationReason) ?? null,
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
  ['序列号', ({ serial }) => serial],
  ['用途', ({ usage }) => (usage === 'sign' ? '签名' : '加密')],
  ['企业', ({ company }) => company],
  ['统一社会信用代码', ({ creditCode }) => creditCode],
  ['姓名', ({ person }) => person],
  ['订单', ({ order }) => order],
  ['签发时间', ({ issuedAt }) => timeText(issuedAt)],
  ['生效时间', ({ notBefore }) => timeText(notBefore)],
  ['到期时间', ({ notAfter }) => timeText(notAfter)],
  ['状态', ({ state }) => state],
  ['注销时间', ({ revokedAt }) => timeText(revokedAt)],
  ['注销原因', ({ reason }) => reason],
]

async function* shown(
  pages: AsyncIterable<readonly CertificateRow[]>,
  now: number,
): AsyncGenerator<readonly CertificateItem[]> {
  for await (const rows of pages) yield rows.map((row) => certificateItemOf(row, now))
}

export const certificateRoutes = (scope: FastifyInstance, options: CertificateRoutesOptions): void => {
  const { store, revoke, now } = options
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  typed.get(
    '/certificates',
    { schema: { querystring: certificateQuery, response: { 200: certificateList } }, config: READERS },
    async ({ query }) => {
      const { offset, limit } = query
      const { rows, total } = await store.certificates.search({ ...filterOf(query, now()), offset, limit })
      return { total, certificates: rows.map((row) => certificateItemOf(row, now())) }
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

  const logged = ({ usage, ...filter }: CertificateFilter) => ({
    ...loggedFilter(filter),
    ...(usage === undefined ? {} : { usage }),
  })
  exportRoute(scope, { store, now, logged }, 'certificates', certificateExport, (query) => {
    const filter = filterOf(query, now())
    const pages = everyPage(
      (after: CertificatePlace | null, limit) => store.certificates.page(filter, after, limit),
      ({ issuedAt, serial }) => ({ issuedAt, serial }),
    )
    return csvOf(COLUMNS, shown(pages, now()))
  })
}
