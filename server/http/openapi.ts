/**
 * What the server's JSON routes take and answer, as OpenAPI 3.1: made of the schemas that check them,
 * never written by hand.
 */
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { z } from 'zod'

const AREA = '/api/'
const ADDRESS = '/api/openapi.json'

/** What every route answers when something is wrong. */
const failure = z.object({
  error: z.object({
    /** What happened; a text for people belongs to each. */
    code: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
})

/** A description, as far as it is added to. */
const operation = z.looseObject({ responses: z.record(z.string(), z.unknown()) })
const description = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) })

/** An answer that is no JSON, as Fastify has it described. */
const byType = z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) })

/** As it travels: of a codec the text, not what it is read into. */
const wire = (schema: unknown): unknown => {
  const typed = byType.safeParse(schema)
  if (typed.success) {
    const types = Object.entries(typed.data.content)
    return {
      content: Object.fromEntries(types.map(([type, media]) => [type, { schema: wire(media.schema) }] as const)),
    }
  }
  if (!(schema instanceof z.ZodType)) return schema
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return described
}

const describe = ({ body, params, querystring, response, ...rest }: FastifySchema): FastifySchema => {
  const described = Object.entries(response ?? {}).map(([status, schema]) => [status, wire(schema)] as const)
  return {
    ...rest,
    ...(body === undefined ? {} : { body: wire(body) }),
    ...(params === undefined ? {} : { params: wire(params) }),
    ...(querystring === undefined ? {} : { querystring: wire(querystring) }),
    response: Object.fromEntries(described),
  }
}

/** Every operation refers to the one description of what is answered when something is wrong. */
const withFailure = (document: unknown): object => {
  const { paths, ...rest } = description.parse(document)
  const failing = { $ref: '#/components/responses/Failure' }
  for (const operations of Object.values(paths))
    for (const { responses } of Object.values(operations)) responses['default'] = failing
  const content = { 'application/json': { schema: wire(failure) } }
  return { ...rest, paths, components: { responses: { Failure: { description: 'Something is wrong', content } } } }
}

const isDescribed = (url: string): boolean => url.startsWith(AREA) && url !== ADDRESS

const saysItsAnswer = ({ response }: FastifySchema): boolean =>
  Object.keys(response ?? {}).some((status) => status.startsWith('2'))

/** Collects the routes that are added after this. One that does not say what it answers is refused. */
export const describeRoutes = async (app: FastifyInstance, version: string): Promise<void> => {
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'BidSeal', version } },
    hideUntagged: false,
    transform: ({ schema, url }) =>
      isDescribed(url) ? { schema: describe(schema ?? {}), url } : { schema: { ...schema, hide: true }, url },
  })
  app.addHook('onRoute', ({ url, method, schema }) => {
    if (isDescribed(url) && !saysItsAnswer(schema ?? {}))
      throw new TypeError(`${String(method)} ${url} does not say what it answers`)
  })
  app.get(ADDRESS, async () => withFailure(app.swagger()))
}
