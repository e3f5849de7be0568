/** The server's HTTP interface, seen from this page. */
import { answerOf, type FetchLike } from '#agent/http'

export interface Call {
  readonly path: string
  readonly phase: 'sent' | 'answered'
}

/** How long anybody waits for an answer; milliseconds. */
const PATIENCE = 30_000

/**
 * Sends JSON to the page's own server, and gives up after a while. `observe` hears of every call. Keys
 * and certificates go without cookies; accounts need them.
 */
export const createFetch =
  (observe: (call: Call) => void, credentials: 'omit' | 'same-origin' = 'omit'): FetchLike =>
  async (path, { method, body, headers = {}, signal }) => {
    signal?.throwIfAborted()
    const patience = new AbortController()
    const giveUp = () => patience.abort()
    const timer = setTimeout(giveUp, PATIENCE)
    signal?.addEventListener('abort', giveUp)
    observe({ path, phase: 'sent' })
    const sent =
      body === undefined
        ? { headers }
        : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
    try {
      const asked = { method, credentials, cache: 'no-store', signal: patience.signal, ...sent } as const
      const answer = await answerOf(await fetch(path, asked))
      observe({ path, phase: 'answered' })
      return answer
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
    }
  }
