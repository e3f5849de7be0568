/** Officers at the console's routes, each logged in whole. */
import type { FactorSetUp, GivenPassword, Session } from '#server/admin/messages'
import type { Role } from '#server/admin/roles'
import { fromBase32 } from '#server/admin/totp'
import { freshCode, passwordOf, secretOf } from '#tests/support/officer'
import type { TestServer } from '#tests/support/server'

export interface Officer {
  readonly name: string
  get(path: string): Promise<OfficerAnswer>
  post(path: string, body?: object): Promise<OfficerAnswer>
}

export interface OfficerAnswer {
  readonly status: number
  /** Code of the error; null when it went well. */
  readonly error: string | null
  readonly details: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly headers: Readonly<Record<string, unknown>>
  readonly bytes: Buffer
}

interface Failure {
  readonly error?: { readonly code: string; readonly details: Readonly<Record<string, unknown>> }
}

let addresses = 0

const openBrowser = (server: TestServer, name: string) => {
  addresses += 1
  const remoteAddress = `10.7.0.${addresses}`
  let [cookie, csrf] = ['', '']
  const ask = async (method: 'GET' | 'POST', path: string, payload?: object): Promise<OfficerAnswer> => {
    const answer = await server.app.inject({
      ...{ method, url: `/api/console/${path}`, remoteAddress },
      headers: { cookie, origin: server.address, 'x-csrf-token': csrf },
      ...(payload === undefined ? {} : { payload }),
    })
    const [set] = answer.cookies
    if (set !== undefined) cookie = `${set.name}=${set.value}`
    const isJson = String(answer.headers['content-type']).includes('json')
    const body: unknown = isJson ? answer.json() : null
    csrf = (body as Partial<Session> | null)?.csrf ?? csrf
    const { error } = (body ?? {}) as Failure
    const { headers, rawPayload: bytes } = answer
    return {
      status: answer.statusCode,
      error: error?.code ?? null,
      details: error?.details ?? {},
      body,
      headers,
      bytes,
    }
  }
  const officer: Officer = { name, get: (path) => ask('GET', path), post: (path, body = {}) => ask('POST', path, body) }
  const must = async <T>(path: string, body: object): Promise<T> => {
    const { body: said, error } = await officer.post(path, body)
    if (error !== null) throw new Error(`${path}: ${error}`)
    return said as T
  }
  return { officer, must }
}

/** The first officer, who has every role. */
export const firstOfficer = async (server: TestServer, now: () => number): Promise<Officer> => {
  const { officer, must } = openBrowser(server, 'officer')
  await must('login', { name: 'officer', password: passwordOf(server) })
  await must('factor', { code: await freshCode(secretOf(server), now) })
  return officer
}

/** Another one with these roles, added by an administrator. */
export const addOfficer = async (
  server: TestServer,
  now: () => number,
  administrator: Officer,
  name: string,
  roles: readonly Role[],
): Promise<Officer> => {
  const { password } = (await administrator.post('officers', { name, roles })).body as GivenPassword
  const { officer, must } = openBrowser(server, name)
  await must('login', { name, password })
  const { secret } = await must<FactorSetUp>('factor/set-up', {})
  await must('factor/confirm', { code: await freshCode(fromBase32(secret), now) })
  await must('password', { current: password, password: `${name} has a long password` })
  return officer
}
