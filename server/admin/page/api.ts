/** The console's side of its routes. Throws what the server says; without a session that is `not-authorised`. */
import type {
  AuditList,
  CertificateList,
  CertificateQuery,
  CompanyList,
  Overview,
  RevokeRequest,
  Session,
} from '../messages.ts'

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
    login: (password: string) => call<Session>('POST', 'login', { password }),
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
    audit: (limit: number) => call<AuditList>('GET', `audit?limit=${limit}`),
  }
}

export type Api = ReturnType<typeof createApi>
