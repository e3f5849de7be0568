/** The console's side of its routes. Throws what the server says; without a session that is `not-authorised`. */
import i18next from 'i18next'
import { createApiClient, type Answered } from '#api/client'
import type { paths } from '#api/paths'
import type { Language } from '#resources/kit/i18n.ts'
import type { Role } from '../roles.ts'
import type { RevokeRequest } from '../messages.ts'
import type { EndRequest } from '../people-messages.ts'
import type { SealChoice, SealDesigns, SealDraft } from '../seal-messages.ts'
import type { SettingValue } from '../setting-messages.ts'
import type { ChangeEvent } from '../setting-rules.ts'
import type { InvoiceState, LedgerSearch, OrderState } from './ledger/ledger.ts'

/** Rows of the audit log: those with a text, of an action, before a number. */
export interface AuditPage {
  readonly limit: number
  readonly text: string
  readonly action: string | null
  readonly before: number | null
}

/** Companies or certificates with a text, so many after so many. */
export interface ListPage {
  readonly text: string
  readonly offset: number
  readonly limit: number
}

/** What a route takes. */
type BodyOf<Path extends keyof paths> = paths[Path] extends {
  post: { requestBody: { content: { 'application/json': infer Body } } }
}
  ? Body
  : never

export type PersonState = 'identified' | 'unidentified'
export type SealKind = SealDraft['kind']
export type DesignedKind = SealDesigns['designs'][number]['kind']
export type EndReason = EndRequest['reason']

/** Which certificates are shown; undefined where it does not matter. */
export interface CertificateFilter {
  readonly text: string
  readonly usage?: 'sign' | 'encrypt'
  readonly state?: 'in-force' | 'ending' | 'expired' | 'revoked'
  /** The built-in one where none is named. */
  readonly organisation?: string
}

/** Of statistics, as `2026-11`, both included; the last twelve where none are named. */
export interface Months {
  readonly from?: string
  readonly to?: string
}

/** What an administrator does with an officer who is there. */
export type OfficerAct = 'disable' | 'enable' | 'reset-factor'

/** What went wrong: a code of the server, and what it knows about it. */
export class Fault extends Error {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

export const faultOf = (error: unknown): Fault => (error instanceof Fault ? error : new Fault('internal'))

interface Failure {
  readonly error?: { readonly code?: string; readonly details?: Readonly<Record<string, unknown>> }
}

const take = async <T>(call: Promise<Answered<T>>): Promise<T> => {
  const { data, error } = await call.catch(() => {
    throw new Fault('server-unreachable')
  })
  if (data !== undefined) return data
  const said = (error as Failure | undefined)?.error
  throw new Fault(said?.code ?? 'internal', said?.details)
}

/** A search as the routes take it. */
const filterOf = <Kind extends string>({ text, state }: LedgerSearch<Kind>) => ({
  text,
  ...(state === null ? {} : { state }),
})

const pageOf = <Kind extends string>(search: LedgerSearch<Kind>) => {
  const after = search.trail.at(-1)
  return { ...filterOf(search), ...(after === undefined ? {} : { after }) }
}

/** A picture as an address that holds all of it. */
const pictureOf = async (call: Promise<Blob>): Promise<string> => {
  const bytes = new Uint8Array(await (await call).arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return `data:image/png;base64,${btoa(text)}`
}

/** The language that the page speaks, in which tables are written as well. */
const spoken = (): { language: Language } => ({ language: i18next.language === 'en' ? 'en' : 'zh-CN' })

/** The server's routes as functions. `csrf` tells the token of the session, once there is one. */
export const createApi = (csrf: () => string | null) => {
  const client = createApiClient(location.origin, csrf)
  return {
    session: () => take(client.GET('/api/console/session')),
    login: (name: string, password: string) => take(client.POST('/api/console/login', { body: { name, password } })),
    setUpFactor: () => take(client.POST('/api/console/factor/set-up')),
    confirmFactor: (code: string) => take(client.POST('/api/console/factor/confirm', { body: { code } })),
    enterCode: (code: string) => take(client.POST('/api/console/factor', { body: { code } })),
    changePassword: (current: string, password: string) =>
      take(client.POST('/api/console/password', { body: { current, password } })),
    logout: () => take(client.POST('/api/console/logout')),
    overview: () => take(client.GET('/api/console/overview')),
    companies: (query: ListPage) => take(client.GET('/api/console/companies', { params: { query } })),
    certificates: (query: ListPage & CertificateFilter) =>
      take(client.GET('/api/console/certificates', { params: { query } })),
    exportCompanies: (text: string) =>
      take(client.GET('/api/console/companies.csv', { params: { query: { text, ...spoken() } }, parseAs: 'blob' })),
    company: (code: string) => take(client.GET('/api/console/companies/{code}', { params: { path: { code } } })),
    designs: (code: string) =>
      take(client.GET('/api/console/companies/{code}/designs', { params: { path: { code } } })),
    saveDesign: (code: string, kind: DesignedKind, body: SealChoice) =>
      take(client.POST('/api/console/companies/{code}/designs/{kind}', { params: { path: { code, kind } }, body })),
    people: (search: LedgerSearch<PersonState>) =>
      take(client.GET('/api/console/people', { params: { query: pageOf(search) } })),
    person: (account: string) => take(client.GET('/api/console/people/{account}', { params: { path: { account } } })),
    logOutPerson: (account: string, reason: EndReason) =>
      take(client.POST('/api/console/people/{account}/log-out', { params: { path: { account } }, body: { reason } })),
    exportPeople: (search: LedgerSearch<PersonState>) =>
      take(
        client.GET('/api/console/people.csv', {
          params: { query: { ...filterOf(search), ...spoken() } },
          parseAs: 'blob',
        }),
      ),
    seals: (search: LedgerSearch<SealKind>) =>
      take(client.GET('/api/console/seals', { params: { query: pageOf(search) } })),
    seal: (seal: string) => take(client.GET('/api/console/seals/{seal}', { params: { path: { seal } } })),
    drawSeal: (body: SealDraft) =>
      pictureOf(take(client.POST('/api/console/seals/preview', { body, parseAs: 'blob' }))),
    exportSeals: (search: LedgerSearch<SealKind>) =>
      take(
        client.GET('/api/console/seals.csv', {
          params: { query: { ...filterOf(search), ...spoken() } },
          parseAs: 'blob',
        }),
      ),
    exportCertificates: (query: CertificateFilter) =>
      take(
        client.GET('/api/console/certificates.csv', { params: { query: { ...query, ...spoken() } }, parseAs: 'blob' }),
      ),
    exportAudit: ({ text, action }: Pick<AuditPage, 'text' | 'action'>) =>
      take(
        client.GET('/api/console/audit.csv', {
          params: { query: { text, ...(action === null ? {} : { action }), ...spoken() } },
          parseAs: 'blob',
        }),
      ),
    statistics: (query: Months) => take(client.GET('/api/console/statistics', { params: { query } })),
    exportStatistics: (query: Months) =>
      take(
        client.GET('/api/console/statistics.csv', { params: { query: { ...query, ...spoken() } }, parseAs: 'blob' }),
      ),
    settings: () => take(client.GET('/api/console/settings')),
    proposeSetting: (body: SettingValue) => take(client.POST('/api/console/settings', { body })),
    decideSetting: (change: string, event: ChangeEvent) =>
      take(client.POST('/api/console/settings/{change}/{event}', { params: { path: { change, event } } })),
    revoke: (serial: string, { reason }: RevokeRequest) =>
      take(
        client.POST('/api/console/certificates/{serial}/revoke', { params: { path: { serial } }, body: { reason } }),
      ),
    orders: (search: LedgerSearch<OrderState>) =>
      take(client.GET('/api/console/orders', { params: { query: pageOf(search) } })),
    order: (id: string) => take(client.GET('/api/console/orders/{id}', { params: { path: { id } } })),
    exportOrders: (search: LedgerSearch<OrderState>) =>
      take(
        client.GET('/api/console/orders.csv', {
          params: { query: { ...filterOf(search), ...spoken() } },
          parseAs: 'blob',
        }),
      ),
    invoices: (search: LedgerSearch<InvoiceState>) =>
      take(client.GET('/api/console/invoices', { params: { query: pageOf(search) } })),
    invoice: (id: string) => take(client.GET('/api/console/invoices/{id}', { params: { path: { id } } })),
    exportInvoices: (search: LedgerSearch<InvoiceState>) =>
      take(
        client.GET('/api/console/invoices.csv', {
          params: { query: { ...filterOf(search), ...spoken() } },
          parseAs: 'blob',
        }),
      ),
    applications: (query: NonNullable<paths['/api/console/applications']['get']['parameters']['query']>) =>
      take(client.GET('/api/console/applications', { params: { query } })),
    application: (id: string) => take(client.GET('/api/console/applications/{id}', { params: { path: { id } } })),
    approveApplication: (id: string, body: BodyOf<'/api/console/applications/{id}/approve'>) =>
      take(client.POST('/api/console/applications/{id}/approve', { params: { path: { id } }, body })),
    returnApplication: (id: string, body: BodyOf<'/api/console/applications/{id}/return'>) =>
      take(client.POST('/api/console/applications/{id}/return', { params: { path: { id } }, body })),
    rejectApplication: (id: string, body: BodyOf<'/api/console/applications/{id}/reject'>) =>
      take(client.POST('/api/console/applications/{id}/reject', { params: { path: { id } }, body })),
    officers: () => take(client.GET('/api/console/officers')),
    addOfficer: (name: string, roles: readonly Role[]) =>
      take(client.POST('/api/console/officers', { body: { name, roles: [...roles] } })),
    setRoles: (name: string, roles: readonly Role[]) =>
      take(
        client.POST('/api/console/officers/{name}/roles', { params: { path: { name } }, body: { roles: [...roles] } }),
      ),
    setMobile: (name: string, mobile: string | null) =>
      take(client.POST('/api/console/officers/{name}/number', { params: { path: { name } }, body: { mobile } })),
    change: (name: string, act: OfficerAct) =>
      take(client.POST(`/api/console/officers/{name}/${act}`, { params: { path: { name } } })),
    resetPassword: (name: string) =>
      take(client.POST('/api/console/officers/{name}/reset-password', { params: { path: { name } } })),
    audit: ({ limit, text, action, before }: AuditPage) =>
      take(
        client.GET('/api/console/audit', {
          params: {
            query: { limit, text, ...(action === null ? {} : { action }), ...(before === null ? {} : { before }) },
          },
        }),
      ),
    auditChain: () => take(client.GET('/api/console/audit/chain')),
  }
}

export type Api = ReturnType<typeof createApi>
