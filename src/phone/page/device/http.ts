/** The server's HTTP interface, seen from this page. */
import { answerOf, type FetchLike } from '#agent/http'

export interface Call {
  readonly path: string
  readonly phase: 'sent' | 'answered'
}

/** Sends JSON to the page's own server. `observe` hears of every call. */
export const createFetch =
  (observe: (call: Call) => void): FetchLike =>
  async (path, { method, body }) => {
    observe({ path, phase: 'sent' })
    const sent =
      body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answer = await answerOf(await fetch(path, { method, credentials: 'omit', cache: 'no-store', ...sent }))
    observe({ path, phase: 'answered' })
    return answer
  }
