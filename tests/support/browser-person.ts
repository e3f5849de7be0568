/** A person's browser at the server: keeps cookies, sends the token of its session. */
import type { AccountAnswer } from '#core/identity/account'
import type { Server } from '#server/server'

export interface Answer {
  readonly status: number
  /** Code of the error; null when it went well. */
  readonly error: string | null
  readonly details: Readonly<Record<string, unknown>>
  readonly body: unknown
}

export interface Browser {
  get(path: string): Promise<Answer>
  post(path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Answer>
  /** Cookies by their names; can be changed. */
  readonly cookies: Map<string, string>
  /** The token of the session. */
  readonly csrf: () => string
}

interface ErrorBody {
  readonly error?: { readonly code: string; readonly details: Readonly<Record<string, unknown>> }
}

/** @param address the browser's own, by which the server counts */
export const openBrowser = (server: Pick<Server, 'app' | 'address'>, address: string): Browser => {
  const cookies = new Map<string, string>()
  let csrf = ''

  const ask = async (
    method: 'GET' | 'POST',
    path: string,
    payload: object | null,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await server.app.inject({
      ...{ method, url: `/api/${path}`, remoteAddress: address },
      headers: { cookie, origin: server.address, 'x-csrf-token': csrf, ...headers },
      ...(payload === null ? {} : { payload }),
    })
    for (const { name, value } of answer.cookies) {
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const body = answer.json<unknown>()
    const { error } = body as ErrorBody
    const found = (body as { account?: AccountAnswer }).account ?? (body as Partial<AccountAnswer>)
    csrf = found.csrf ?? csrf
    return { status: answer.statusCode, error: error?.code ?? null, details: error?.details ?? {}, body }
  }

  return {
    get: (path) => ask('GET', path, null, {}),
    post: (path, body = {}, headers = {}) => ask('POST', path, body, headers),
    cookies,
    csrf: () => csrf,
  }
}

/** Asks for a code. The ticket, or the error's code. */
export const askCode = async (browser: Browser, mobile: string, purpose = 'enter'): Promise<string> => {
  const { body, error } = await browser.post('account/codes', { mobile, purpose })
  return error ?? (body as { ticket: string }).ticket
}
