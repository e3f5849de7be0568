/** A server in a process of its own, for people who apply; decides as officers do when it is told to. */
import { appendFileSync } from 'node:fs'
import { z } from 'zod'
import type { Clock } from '#core/pairing/ports'
import type { SmsGateway } from '#server/outside/sms'
import { openFakeServices } from '#tests/support/fake-services'
import { CHEAP } from '#tests/support/server'
import { startServer } from '#server/server'

const ask = z.discriminatedUnion('act', [
  z.object({ n: z.number(), act: z.literal('code'), mobile: z.string() }),
  z.object({ n: z.number(), act: z.literal('pay'), order: z.string() }),
  z.object({
    n: z.number(),
    act: z.literal('approve'),
    id: z.string(),
    version: z.number(),
    officer: z.string().default('reviewer'),
  }),
  z.object({ n: z.number(), act: z.enum(['return', 'reject']), id: z.string(), version: z.number() }),
])

/** Milliseconds. */
const SOON = 300

const fake = openFakeServices()
const [data = ''] = process.argv.slice(2)
/** What a gateway was given outlives the server. */
const sms: SmsGateway = {
  send: async (message) => {
    appendFileSync(`${data}.sms`, `${JSON.stringify(message)}\n`)
    await fake.services.sms.send(message)
  },
}
/** Rounds come soon after one another. */
const clock: Clock = {
  now: Date.now,
  after: (milliseconds, act) => {
    const timer = setTimeout(act, Math.min(milliseconds, SOON))
    return () => clearTimeout(timer)
  },
}
const { address, review } = await startServer({
  ...{ data, demo: true, passwordCost: CHEAP, clock },
  services: { ...fake.services, sms },
})

const answer = async (message: unknown): Promise<void> => {
  const asked = ask.parse(message)
  let result = ''
  if (asked.act === 'code') result = fake.codeFor(asked.mobile)
  if (asked.act === 'pay') fake.pay(asked.order)
  if (asked.act === 'approve') await review.approve(asked.id, asked.version, asked.officer)
  if (asked.act === 'reject') await review.reject(asked.id, asked.version, 'reviewer', '照片不清楚')
  if (asked.act === 'return') await review.returnWith(asked.id, asked.version, 'reviewer', ['照片不清楚'])
  process.send?.({ n: asked.n, result })
}

process.on('message', (message) => void answer(message))
process.send?.({ address })
