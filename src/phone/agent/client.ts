/** Questions to the server, and answers that are what they should be. */
import { z } from 'zod'
import { AppError, ERROR_CODES } from '#core/errors'
import type { FetchLike, HttpAnswer } from './http.ts'

const MAX_ANSWER = 2 * 1024 * 1024

const failure = z.object({
  error: z.object({
    code: z.enum(ERROR_CODES),
    details: z.record(z.string(), z.union([z.string().max(1024), z.number(), z.boolean(), z.null()])).default({}),
  }),
})

type Headers = Readonly<Record<string, string>>

export interface Client {
  /** Every call throws `server-unreachable`, and what the server says is wrong. */
  ask(path: string, method: 'GET' | 'POST', body?: unknown, signal?: AbortSignal): Promise<HttpAnswer>
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>
  post<T>(path: string, body: unknown, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T>
  /** Asks in a way that is not JSON, with the headers that go with every question. */
  through<T>(send: (headers: Headers) => Promise<HttpAnswer>, schema: z.ZodType<T>): Promise<T>
}

const parse = <T>(schema: z.ZodType<T>, { json }: HttpAnswer): T => {
  const parsed = schema.safeParse(json)
  if (!parsed.success) throw new AppError('server-unreachable', { reason: 'unexpected answer' }, parsed.error)
  return parsed.data
}

/** @param headers that go with every question, as they are when it is asked */
export const createClient = (fetch: FetchLike, headers: () => Headers = () => ({})): Client => {
  const answered = async (sent: Promise<HttpAnswer>): Promise<HttpAnswer> => {
    const answer = await sent.catch((cause: unknown) => {
      throw new AppError('server-unreachable', {}, cause)
    })
    if (answer.bytes.length > MAX_ANSWER) throw new AppError('server-unreachable', { reason: 'answer too large' })
    if (answer.status >= 200 && answer.status < 300) return answer
    const said = failure.safeParse(answer.json)
    if (said.success) throw new AppError(said.data.error.code, said.data.error.details)
    throw new AppError('server-unreachable', { status: answer.status })
  }
  const ask: Client['ask'] = (path, method, body, signal) => {
    const sent = { method, headers: headers(), ...(body === undefined ? {} : { body }), ...(signal && { signal }) }
    return answered(fetch(path, sent))
  }
  return {
    ask,
    get: async (path, schema) => parse(schema, await ask(path, 'GET')),
    post: async (path, body, schema, signal) => parse(schema, await ask(path, 'POST', body, signal)),
    through: async (send, schema) => parse(schema, await answered(send(headers()))),
  }
}
