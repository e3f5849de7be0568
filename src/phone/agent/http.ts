/** The server, as the agent talks to it. */
import { z } from 'zod'
import { toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { enrolmentAnswer, shareAnswer, type EnrolmentAnswer, type EnrolmentRequest } from '#core/certificate/enrolment'
import { nothing } from '#core/identity/account'
import { createClient } from './client.ts'

export interface HttpAnswer {
  readonly status: number
  /** Null when the body is not JSON. */
  readonly json: unknown
  readonly bytes: Bytes
}

/** Sends a request to the agent's own server. Throws when there is no answer, or the signal says that nobody waits for it. */
export type FetchLike = (
  path: string,
  request: {
    readonly method: 'GET' | 'POST'
    readonly body?: unknown
    readonly headers?: Readonly<Record<string, string>>
    readonly signal?: AbortSignal
  },
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

const status = z.object({ demo: z.boolean() })

/** The server's part of a lock, and what it checks a proof of the PIN against. */
export interface Share {
  readonly id: Bytes
  readonly share: Bytes
  readonly verifier: Bytes
}

export interface ServerApi {
  /** Throws `company-unknown`, `credit-code-invalid`, `enrolment-closed`, `csr-rejected`. */
  enrol(request: EnrolmentRequest): Promise<EnrolmentAnswer>
  createShare(share: Share): Promise<void>
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
  const { file, get, post } = createClient(fetch)
  return {
    enrol: (request) => post('/api/enrolments', enrolmentAnswer, { body: request }),
    createShare: async ({ id, share, verifier }) => {
      const body = { id: toBase64url(id), share: toBase64url(share), verifier: toBase64url(verifier) }
      await post('/api/shares', nothing, { body })
    },
    releaseShare: async (id, proof) => {
      const body = { id: toBase64url(id), proof: toBase64url(proof) }
      return (await post('/api/shares/release', shareAnswer, { body })).share
    },
    changeShare: async ({ id, proof, verifier }) => {
      const body = { id: toBase64url(id), proof: toBase64url(proof), verifier: toBase64url(verifier) }
      await post('/api/shares/change', nothing, { body })
    },
    isDemo: async () => (await get('/api/status', status)).demo,
    file: (name) => file(`/ca/${name}`),
  }
}
