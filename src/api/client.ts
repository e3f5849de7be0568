/**
 * The server's JSON routes as its own pages call them: their addresses, what they take and what they
 * answer are types made of the server's description (`/api/openapi.json`).
 */
import createClient, { type Client } from 'openapi-fetch'
import type { paths } from './paths.ts'

export type ApiClient = Client<paths>

/** What a route answers, however it ended. */
export interface Answered<T> {
  readonly data?: T
  readonly error?: unknown
  readonly response: { readonly ok: boolean }
}

const changesSomething = (method: string): boolean => method !== 'GET' && method !== 'HEAD'

/** For a page of the server at `address`. `csrf` tells the token of the session, once there is one. */
export const createApiClient = (address: string, csrf: () => string | null): ApiClient => {
  const client = createClient<paths>({ baseUrl: address, cache: 'no-store' })
  client.use({
    onRequest: ({ request }) => {
      const token = csrf()
      if (token !== null && changesSomething(request.method)) request.headers.set('x-csrf-token', token)
    },
  })
  return client
}
