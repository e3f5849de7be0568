/**
 * An authority on another host as its registration front sees it: mutual TLS 1.3 with a pinned
 * certificate. What cannot be answered is `organisation-unreachable`, never a guess.
 */
import { Agent, request } from 'node:https'
import { createHash } from 'node:crypto'
import type { PeerCertificate } from 'node:tls'
import { z } from 'zod'
import type { Json } from '#core/bytes/canonical-json'
import type { SubtleKey } from '#core/cms/auth-enveloped'
import { AppError, ERROR_CODES } from '#core/errors'
import { onlyCertificate, type OrganisationEntry } from './cards.ts'
import { organisationAnswer, stateAnswer } from './front-routes.ts'
import { signMessage, type MessageKind } from './front-message.ts'
import type { Link } from './link.ts'
import type { CaOrganisation } from './organisation.ts'
import { contentOf, readIssued, readReleased } from './order.ts'

export interface RemoteOptions {
  readonly entry: OrganisationEntry
  readonly link: Link
  /** The link's key, for signing. */
  readonly key: SubtleKey
  readonly now: () => number
  /** Milliseconds for one question. */
  readonly timeout?: number
}

const TIMEOUT = 15_000
const MAX_ANSWER = 1024 * 1024
/** How long an authority is believed to be there, or away. Milliseconds. */
const AVAILABLE_FOR = 15_000
const PATIENCE = 2_000

const refusal = z.object({
  error: z.object({
    code: z.enum(ERROR_CODES),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
})

interface Answer {
  readonly status: number
  readonly text: string
}

export interface RemoteOrganisation extends CaOrganisation {
  close(): void
}

export const openRemote = ({ entry, link, key, now, timeout = TIMEOUT }: RemoteOptions): RemoteOrganisation => {
  const { id, name, prices, address } = entry
  const [pinned, issuing, root] = [entry.link, entry.issuing, entry.root].map(onlyCertificate)
  const to = issuing!.fingerprint
  const agent = new Agent({
    ...link.tls,
    ca: entry.link,
    minVersion: 'TLSv1.3',
    keepAlive: true,
    maxSockets: 4,
    maxCachedSessions: 0,
    checkServerIdentity: (_host: string, peer: PeerCertificate) =>
      createHash('sha256').update(peer.raw).digest('hex') === pinned!.fingerprint
        ? undefined
        : new Error('not the pinned certificate'),
  })

  const unreachable = (reason: string, cause?: unknown): AppError =>
    new AppError('organisation-unreachable', { organisation: id, reason }, cause)

  const send = (path: string, body: object | null, patience: number): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const fail = (cause: unknown): void => {
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
        reject(unreachable(code === '' && cause instanceof Error ? cause.message : code, cause))
      }
      const sent = request(new URL(path, address), {
        agent,
        method: body === null ? 'GET' : 'POST',
        headers: body === null ? {} : { 'content-type': 'application/json' },
        signal: AbortSignal.timeout(patience),
      })
      sent.once('error', fail)
      sent.once('response', (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => {
          text += part
          if (text.length > MAX_ANSWER) response.destroy(new Error('answer too long'))
        })
        response.once('error', fail)
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text }))
      })
      sent.end(body === null ? undefined : JSON.stringify(body))
    })

  const parsed = (text: string): unknown => {
    try {
      return JSON.parse(text)
    } catch (cause) {
      throw unreachable('no JSON', cause)
    }
  }

  /** Refusals that are meant for us are thrown as they are; trouble over there is as good as no answer. */
  const ask = async (path: string, body: object | null = null, patience = timeout): Promise<unknown> => {
    const { status, text } = await send(path, body, patience)
    const answer = parsed(text)
    if (status >= 200 && status < 300) return answer
    const refused = refusal.safeParse(answer)
    if (!refused.success || status >= 500) throw unreachable(`status ${status}`)
    throw new AppError(refused.data.error.code, { organisation: id, ...refused.data.error.details })
  }

  const tell = async (path: string, kind: MessageKind, body: Json): Promise<unknown> =>
    ask(path, await signMessage({ kind, to }, body, key, now()))

  let known: { readonly at: number; readonly isThere: Promise<boolean> } | null = null
  const look = async (): Promise<boolean> => {
    try {
      return organisationAnswer.parse(await ask('/organisation', null, PATIENCE)).issuing === to
    } catch {
      // Away, or not who it should be: either way nothing can be ordered there now.
      return false
    }
  }

  return {
    ...{ id, name, chain: [issuing!.der, root!.der] },
    prices: async () => prices,
    isAvailable: () => {
      if (known === null || now() - known.at > AVAILABLE_FOR) known = { at: now(), isThere: look() }
      return known.isThere
    },
    issue: async (order) => readIssued(await tell('/orders', 'order', contentOf(order))),
    releasedKeys: async (order) => readReleased(await ask(`/orders/${encodeURIComponent(order)}/keys`)),
    revoke: async (serial, reason, officer) => {
      await tell('/revocations', 'revocation', { serial, reason, officer })
    },
    status: async (serial) => {
      const answer = stateAnswer.safeParse(await ask(`/certificates/${encodeURIComponent(serial)}`))
      if (!answer.success) throw unreachable('no state')
      return answer.data
    },
    close: () => agent.destroy(),
  }
}
