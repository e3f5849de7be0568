/** Questions to the server, and answers that are what they should be. */
import { z } from 'zod'
import { AppError, ERROR_CODES } from '#core/errors'
import type { Bytes } from '#core/bytes/bytes'
import type { FetchLike, HttpAnswer } from './http.ts'
import { addressOf, type Address, type Asking, type Reading, type Waiting } from './routes.ts'

const MAX_ANSWER = 2 * 1024 * 1024

const failure = z.object({
  error: z.object({
    code: z.enum(ERROR_CODES),
    details: z.record(z.string(), z.union([z.string().max(1024), z.number(), z.boolean(), z.null()])).default({}),
  }),
})

type Headers = Readonly<Record<string, string>>

/** Every call throws `server-unreachable`, and what the server says is wrong. */
export interface Client {
  get<A extends Address<'get'>, S extends z.ZodType>(
    address: A,
    schema: S & Reading<S, 'get', A>,
    ...asked: Asking<'get', A>
  ): Promise<z.output<S>>
  post<A extends Address<'post'>, S extends z.ZodType>(
    address: A,
    schema: S & Reading<S, 'post', A>,
    ...asked: Asking<'post', A>
  ): Promise<z.output<S>>
  /** The bytes of a file. */
  file(path: string): Promise<Bytes>
  /** Asks in a way that is not JSON, with the headers that go with every question. */
  through<T>(send: (headers: Headers) => Promise<HttpAnswer>, schema: z.ZodType<T>): Promise<T>
}

interface Question extends Waiting {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
}

const parse = <S extends z.ZodType>(schema: S, { json }: HttpAnswer): z.output<S> => {
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
  const ask = (method: 'GET' | 'POST', address: string, question: Question = {}): Promise<HttpAnswer> => {
    const { body = {}, signal } = question
    const sent = { method, headers: headers(), ...(method === 'GET' ? {} : { body }), ...(signal && { signal }) }
    return answered(fetch(addressOf(address, question), sent))
  }
  return {
    get: async (address, schema, asked?: Question) => parse(schema, await ask('GET', address, asked)),
    post: async (address, schema, asked?: Question) => parse(schema, await ask('POST', address, asked)),
    file: async (path) => (await ask('GET', path)).bytes,
    through: async (send, schema) => parse(schema, await answered(send(headers()))),
  }
}
