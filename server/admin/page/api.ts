/** The console's side of its routes. Throws what the server says; without a session that is `not-authorised`. */
import type { Role } from '../roles.ts'
import type {
  AuditList,
  CertificateList,
  CertificateQuery,
  CompanyList,
  FactorSet,
  FactorSetUp,
  GivenPassword,
  OfficerList,
  Overview,
  RevokeRequest,
  Session,
} from '../messages.ts'

/** Rows of the audit log: those with a text, of an action, before a number. */
export interface AuditPage {
  readonly limit: number
  readonly text: string
  readonly action: string | null
  readonly before: number | null
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

interface Answer {
  readonly error?: { readonly code: string; readonly details?: Readonly<Record<string, unknown>> }
}

const officer = (name: string): string => `officers/${encodeURIComponent(name)}`

/** The server's routes as functions. `csrf` tells the token of the session, once there is one. */
export const createApi = (csrf: () => string | null) => {
  const call = async <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> => {
    const token = csrf()
    const response = await fetch(`/api/console/${path}`, {
      method,
      cache: 'no-store',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null || method === 'GET' ? {} : { 'x-csrf-token': token }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new Fault('server-unreachable')
    })
    const answer = (await response.json().catch(() => ({}))) as T & Answer
    if (!response.ok) throw new Fault(answer.error?.code ?? 'internal', answer.error?.details)
    return answer
  }
  return {
    session: () => call<Session>('GET', 'session'),
    login: (name: string, password: string) => call<Session>('POST', 'login', { name, password }),
    setUpFactor: () => call<FactorSetUp>('POST', 'factor/set-up', {}),
    confirmFactor: (code: string) => call<FactorSet>('POST', 'factor/confirm', { code }),
    enterCode: (code: string) => call<Session>('POST', 'factor', { code }),
    changePassword: (current: string, password: string) => call<Session>('POST', 'password', { current, password }),
    logout: () => call<object>('POST', 'logout', {}),
    overview: () => call<Overview>('GET', 'overview'),
    companies: () => call<CompanyList>('GET', 'companies'),
    certificates: ({ text = '', offset = 0, limit = 50 }: CertificateQuery) =>
      call<CertificateList>(
        'GET',
        `certificates?${new URLSearchParams({ text, offset: String(offset), limit: String(limit) })}`,
      ),
    revoke: (serial: string, { reason }: RevokeRequest) =>
      call<object>('POST', `certificates/${serial}/revoke`, { reason }),
    officers: () => call<OfficerList>('GET', 'officers'),
    addOfficer: (name: string, roles: readonly Role[]) => call<GivenPassword>('POST', 'officers', { name, roles }),
    setRoles: (name: string, roles: readonly Role[]) => call<object>('POST', `${officer(name)}/roles`, { roles }),
    change: (name: string, act: OfficerAct) => call<object>('POST', `${officer(name)}/${act}`, {}),
    resetPassword: (name: string) => call<GivenPassword>('POST', `${officer(name)}/reset-password`, {}),
    audit: ({ limit, text, action, before }: AuditPage) =>
      call<AuditList>(
        'GET',
        `audit?${new URLSearchParams({
          ...{ limit: String(limit), text },
          ...(action === null ? {} : { action }),
          ...(before === null ? {} : { before: String(before) }),
        })}`,
      ),
  }
}

export type Api = ReturnType<typeof createApi>
