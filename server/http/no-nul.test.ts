import fc from 'fast-check'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { answerError } from './errors.ts'
import { holdsNul, refuseNul } from './no-nul.ts'

test('a text with NUL is found wherever it stands', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, text) => {
      expect(holdsNul([value, { deep: [{ [text]: `${text}\0` }] }])).toBe(true)
      expect(holdsNul([{ [`${text}\0`]: value }])).toBe(true)
      expect(holdsNul(JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '')))).toBe(false)
    }),
  )
})

test('depth costs nothing, and bytes are not looked at', () => {
  expect(holdsNul(JSON.parse(`${'['.repeat(16_000)}"\\u0000"${']'.repeat(16_000)}`))).toBe(true)
  expect(holdsNul(Buffer.from('\0'))).toBe(false)
})

test('a request with one is refused before its route sees it', async () => {
  const app = fastify()
  app.setErrorHandler(answerError)
  refuseNul(app)
  const seen: string[] = []
  app.all('/:name', async ({ url }) => void seen.push(url))
  for (const asked of [
    { method: 'GET', url: '/a%00b' },
    { method: 'GET', url: '/a?text=%00' },
    { method: 'POST', url: '/a', payload: { list: ['a', 'b\0'] } },
  ] as const) {
    const answer = await app.inject(asked)
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { error: { code: 'invalid-input' } }])
  }
  expect(seen).toEqual([])
  expect((await app.inject({ method: 'POST', url: '/a', payload: { list: ['a'] } })).statusCode).toBe(200)
})
