/** A server in a process of its own, for people who apply; decides as officers do when it is told to. */
import { z } from 'zod'
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
  z.object({ n: z.number(), act: z.literal('return'), id: z.string(), version: z.number() }),
])

const fake = openFakeServices()
const [data = ''] = process.argv.slice(2)
const { address, review } = await startServer({ data, demo: true, passwordCost: CHEAP, services: fake.services })

const answer = async (message: unknown): Promise<void> => {
  const asked = ask.parse(message)
  let result = ''
  if (asked.act === 'code') result = fake.codeFor(asked.mobile)
  if (asked.act === 'pay') fake.pay(asked.order)
  if (asked.act === 'approve') await review.approve(asked.id, asked.version, asked.officer)
  if (asked.act === 'return') await review.returnWith(asked.id, asked.version, 'reviewer', ['照片不清楚'])
  process.send?.({ n: asked.n, result })
}

process.on('message', (message) => void answer(message))
process.send?.({ address })
