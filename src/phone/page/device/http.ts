/** The server's HTTP interface, seen from this page. */
import { AppError } from '#core/errors'

export interface Call {
  readonly path: string
  readonly phase: 'sent' | 'answered'
}

/** Sends JSON to the page's own server. `observe` hears of every call. Throws `server-unreachable`. */
export const createFetch =
  (observe: (call: Call) => void) =>
  async (path: string, { method, body }: { method: 'GET' | 'POST'; body?: unknown }) => {
    observe({ path, phase: 'sent' })
    try {
      const response = await fetch(path, {
        method,
        credentials: 'omit',
        cache: 'no-store',
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
      const json: unknown = response.headers.get('content-type')?.includes('json') ? await response.json() : null
      observe({ path, phase: 'answered' })
      return { status: response.status, json }
    } catch (error) {
      throw new AppError('server-unreachable', {}, error)
    }
  }
