import fastify from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import openapiTS, { astToString } from 'openapi-typescript'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeRoutes } from './openapi.ts'

/** A text that is read into a number. */
const page = z.string().transform(Number)

const open = async () => {
  const app = fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await describeRoutes(app, '1.2.3')
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.get('/hidden', async () => '')
  typed.post(
    '/api/things/:id',
    {
      schema: {
        ...{ params: z.object({ id: z.string() }), querystring: z.object({ page }) },
        ...{ body: z.strictObject({ name: z.string().max(8) }), response: { 201: z.object({ n: z.number() }) } },
      },
    },
    async (_request, reply) => reply.code(201).send({ n: 1 }),
  )
  return app
}

test('tells every route under /api, as its schemas have it on the wire', async () => {
  const app = await open()
  const document = (await app.inject('/api/openapi.json')).json<Record<string, Record<string, unknown>>>()
  expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'BidSeal', version: '1.2.3' } })
  expect(Object.keys(document['paths']!)).toEqual(['/api/things/{id}'])
  expect(document['paths']!['/api/things/{id}']).toMatchObject({
    post: {
      parameters: [
        { in: 'query', name: 'page', required: true, schema: { type: 'string' } },
        { in: 'path', name: 'id', required: true, schema: { type: 'string' } },
      ],
      requestBody: {
        content: {
          'application/json': {
            schema: { additionalProperties: false, properties: { name: { type: 'string', maxLength: 8 } } },
          },
        },
      },
      responses: {
        201: { content: { 'application/json': { schema: { properties: { n: { type: 'number' } } } } } },
        default: { $ref: '#/components/responses/Failure' },
      },
    },
  })
  expect(document['components']).toMatchObject({
    responses: { Failure: { content: { 'application/json': { schema: { required: ['error'] } } } } },
  })
})

test('tells of which type an answer is that is no JSON', async () => {
  const app = await open()
  const csv = { content: { 'text/csv': { schema: z.string() } } }
  app.get('/api/table', { schema: { response: { 200: csv } } }, async () => '')
  const { paths } = (await app.inject('/api/openapi.json')).json<{ paths: Record<string, object> }>()
  expect(paths['/api/table']).toMatchObject({
    get: { responses: { 200: { content: { 'text/csv': { schema: { type: 'string' } } } } } },
  })
})

test('refuses a route that does not say what it answers', async () => {
  const app = await open()
  expect(() => app.get('/api/silent', async () => ({}))).toThrow('GET /api/silent does not say what it answers')
})

test('is a document that a second program reads', async () => {
  const app = await open()
  const document = (await app.inject('/api/openapi.json')).body
  expect(astToString(await openapiTS(document))).toContain('"/api/things/{id}"')
})
