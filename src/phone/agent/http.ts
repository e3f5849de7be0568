/** The server, as the agent talks to it. */
import { z } from 'zod'
import { toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { enrolmentAnswer, shareAnswer, type EnrolmentAnswer, type EnrolmentRequest } from '#core/certificate/enrolment'
import { AppError, ERROR_CODES } from '#core/errors'

const MAX_ANSWER = 2 * 1024 * 1024

export interface HttpAnswer {
  readonly status: number
  /** Null when the body is not JSON. */
  readonly json: unknown
  readonly bytes: Bytes
}

/** Sends a request to the agent's own server. Throws when there is no answer, or the signal says that nobody waits for it. */
export type FetchLike = (
  path: string,
  request: { readonly method: 'GET' | 'POST'; readonly body?: unknown; readonly signal?: AbortSignal },
) => Promise<HttpAnswer>

const jsonOf = (bytes: Bytes): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return null
  }
}

/** A response of `fetch` as the agent wants it. */
export const answerOf = async (response: {
  readonly status: number
  arrayBuffer(): Promise<ArrayBuffer>
}): Promise<HttpAnswer> => {
  const bytes = new Uint8Array(await response.arrayBuffer())
  return { status: response.status, json: jsonOf(bytes), bytes }
}

const failure = z.object({
  error: z.object({
    code: z.enum(ERROR_CODES),
    details: z.record(z.string(), z.union([z.string().max(1024), z.number(), z.boolean(), z.null()])).default({}),
  }),
})
const status = z.object({ demo: z.boolean() })

export interface ServerApi {
  /** Throws `company-unknown`, `credit-code-invalid`, `enrolment-closed`, `csr-rejected`. */
  enrol(request: EnrolmentRequest): Promise<EnrolmentAnswer>
  createShare(share: { readonly id: Bytes; readonly share: Bytes; readonly verifier: Bytes }): Promise<void>
  /** Throws `pin-wrong` (details.triesLeft) or `pin-locked`. */
  releaseShare(id: Bytes, proof: Bytes): Promise<Bytes>
  /** Throws as `releaseShare` does. */
  changeShare(change: { readonly id: Bytes; readonly proof: Bytes; readonly verifier: Bytes }): Promise<void>
  isDemo(): Promise<boolean>
  /** DER of the root certificate or of the issuing authority's revocation list. */
  file(name: 'root.crt' | 'issuing.crl'): Promise<Bytes>
}

/** Every method also throws `server-unreachable`, and what the server says is wrong. */
export const createServerApi = (fetch: FetchLike): ServerApi => {
  const ask = async (path: string, method: 'GET' | 'POST', body?: unknown): Promise<HttpAnswer> => {
    const answer = await fetch(path, body === undefined ? { method } : { method, body }).catch((cause: unknown) => {
      throw new AppError('server-unreachable', {}, cause)
    })
    if (answer.bytes.length > MAX_ANSWER) throw new AppError('server-unreachable', { reason: 'answer too large' })
    if (answer.status >= 200 && answer.status < 300) return answer
    const said = failure.safeParse(answer.json)
    if (said.success) throw new AppError(said.data.error.code, said.data.error.details)
    throw new AppError('server-unreachable', { status: answer.status })
  }

  const parse = <T>(schema: z.ZodType<T>, { json }: HttpAnswer): T => {
    const parsed = schema.safeParse(json)
    if (!parsed.success) throw new AppError('server-unreachable', { reason: 'unexpected answer' }, parsed.error)
    return parsed.data
  }

  return {
    enrol: async (request) => parse(enrolmentAnswer, await ask('/api/enrolments', 'POST', request)),
    createShare: async ({ id, share, verifier }) => {
      const body = { id: toBase64url(id), share: toBase64url(share), verifier: toBase64url(verifier) }
      await ask('/api/shares', 'POST', body)
    },
    releaseShare: async (id, proof) => {
      const body = { id: toBase64url(id), proof: toBase64url(proof) }
      return parse(shareAnswer, await ask('/api/shares/release', 'POST', body)).share
    },
    changeShare: async ({ id, proof, verifier }) => {
      const body = { id: toBase64url(id), proof: toBase64url(proof), verifier: toBase64url(verifier) }
      await ask('/api/shares/change', 'POST', body)
    },
    isDemo: async () => parse(status, await ask('/api/status', 'GET')).demo,
    file: async (name) => (await ask(`/ca/${name}`, 'GET')).bytes,
  }
}
