/** One HTTP call to a service outside: bounded in time and size, and its failures told apart. */
import { AppError } from '#core/errors'
import type { Bytes } from '#core/bytes/bytes'

export const SERVICE_NAMES = ['sms', 'wechat', 'alipay', 'bankCard', 'payment', 'invoice'] as const
export type ServiceName = (typeof SERVICE_NAMES)[number]

/** What adapters get of the world. */
export interface World {
  readonly fetch: typeof fetch
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly random: (length: number) => Bytes
  /** Facts for the log; never personal data, never a secret. */
  readonly warn: (facts: object) => void
  /** Milliseconds that a service has for its answer; the usual ones otherwise. */
  readonly patience?: number
}

export interface Call {
  readonly service: ServiceName
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Whether asking twice does and costs nothing: it is asked once more when there was no answer. */
  readonly isRepeatable?: boolean
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

const PATIENCE = 10_000
/** Bytes; real answers have a few hundred. */
const REPLY_LIMIT = 64 * 1024

/** The service is not there, or nothing that it says can be used. May pass. */
export const unavailable = (service: ServiceName, reason: string, cause?: unknown): AppError =>
  new AppError('service-unavailable', { service, reason }, cause)

/** The service wants nothing of us: a matter for who runs this server. */
export const refused = (service: ServiceName, reason: string): AppError =>
  new AppError('service-refused', { service, reason })

/** A vendor's code, fit for a log; their texts may repeat what was sent. */
export const codeIn = (text: string): string => (/^[\w.:-]{1,64}$/.test(text) ? text : 'unknown')

const readText = async ({ service }: Call, response: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > REPLY_LIMIT) throw unavailable(service, 'too-large')
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch (cause) {
    throw unavailable(service, 'malformed', cause)
  }
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError'

const askOnce = async ({ fetch, patience = PATIENCE }: World, call: Call): Promise<Reply> => {
  const { service, url, method, headers = {}, body } = call
  try {
    const response = await fetch(url, {
      ...{ method, headers, redirect: 'error', signal: AbortSignal.timeout(patience) },
      ...(body === undefined ? {} : { body }),
    })
    return { status: response.status, headers: response.headers, text: await readText(call, response) }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw unavailable(service, isTimeout(cause) ? 'timeout' : 'unreachable', cause)
  }
}

const ask = async (world: World, call: Call): Promise<Reply> => {
  const reply = await askOnce(world, call)
  if (reply.status >= 500) throw unavailable(call.service, `status-${reply.status}`)
  return reply
}

/**
 * The answer, whatever it says. Rejects with `service-unavailable` when there is none in time, when
 * it is too large, no UTF-8, a redirect, or a server's own failure.
 */
export const callService = async (world: World, call: Call): Promise<Reply> => {
  try {
    return await ask(world, call)
  } catch (error) {
    if (call.isRepeatable !== true) throw error
    return await ask(world, call)
  }
}

/** JSON in an answer; `service-unavailable` where there is none. */
export const jsonOf = (service: ServiceName, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unavailable(service, 'malformed', cause)
  }
}

/** Does something with a service, and writes into the log that it failed. */
export const reporting = async <Result>({ warn }: World, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError) warn({ event: 'service-failed', code: error.code, ...error.details })
    throw error
  }
}
