import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { openCrookedService } from '#tests/support/crooked-service'
import { testWorld } from '#tests/support/sandbox'
import { callService, codeIn, jsonOf, reporting, type Call } from './call.ts'

type Answer = (response: ServerResponse, request: IncomingMessage) => void

const ask = async (answer: Answer, change: Partial<Call> = {}) => {
  const service = await openCrookedService(answer)
  try {
    const url = new URL(service.address)
    const result = await callService(testWorld({ patience: 300 }), {
      service: 'sms',
      method: 'GET',
      url,
      ...change,
    }).catch((error: unknown) => error)
    return { result, asked: service.asked() }
  } finally {
    await service.close()
  }
}

const unavailable = (reason: string) => ({ code: 'service-unavailable', details: { service: 'sms', reason } })

describe('a call', () => {
  test('brings what was answered, whatever its status below 500', async () => {
    const { result } = await ask((response) => response.writeHead(403, { 'x-why': 'no' }).end('{"a":1}'))
    expect(result).toMatchObject({ status: 403, text: '{"a":1}' })
  })

  test.each<[string, Answer]>([
    ['timeout', () => undefined],
    ['timeout', (response) => void response.writeHead(200).write('{')],
    ['unreachable', (response) => void response.destroy()],
    ['unreachable', (response) => void response.writeHead(302, { location: 'http://localhost:1/' }).end()],
    ['status-502', (response) => void response.writeHead(502).end('<html>')],
    ['too-large', (response) => void response.end(Buffer.alloc(65 * 1024, 'a'))],
    ['malformed', (response) => void response.end(Buffer.from([0x7b, 0xff, 0x7d]))],
  ])('fails as %s, and is not repeated by itself', async (reason, answer) => {
    const { result, asked } = await ask(answer)
    expect(result).toMatchObject(unavailable(reason))
    expect(asked).toBe(1)
  })

  test('that costs nothing is repeated once', async () => {
    let isFirst = true
    const { result, asked } = await ask(
      (response) => {
        if (isFirst) response.destroy()
        else response.end('{}')
        isFirst = false
      },
      { isRepeatable: true },
    )
    expect(result).toMatchObject({ status: 200 })
    expect(asked).toBe(2)
    const again = await ask((response) => response.writeHead(503).end(), { isRepeatable: true })
    expect(again).toMatchObject({ result: unavailable('status-503'), asked: 2 })
  })

  test('fails where nobody listens', async () => {
    const call: Call = { service: 'sms', method: 'GET', url: new URL('http://localhost:1/') }
    await expect(callService(testWorld(), call)).rejects.toMatchObject(unavailable('unreachable'))
  })
})

test('what is no JSON is no answer', () => {
  expect(() => jsonOf('sms', '<html>')).toThrow(expect.objectContaining(unavailable('malformed')))
})

test('the log gets codes, not what the vendor writes', async () => {
  expect(codeIn('isv.AMOUNT_NOT_ENOUGH')).toBe('isv.AMOUNT_NOT_ENOUGH')
  expect(codeIn('13900001111 is wrong')).toBe('unknown')
  const facts: object[] = []
  const world = testWorld({ warn: (fact) => facts.push(fact) })
  const work = (): Promise<never> =>
    callService(world, {
      service: 'sms',
      method: 'GET',
      url: new URL('http://localhost:1/?mobile=13900001111'),
    }) as Promise<never>
  await expect(reporting(world, work)).rejects.toMatchObject(unavailable('unreachable'))
  expect(facts).toEqual([
    { event: 'service-failed', code: 'service-unavailable', service: 'sms', reason: 'unreachable' },
  ])
})
