import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'

export interface StatusOptions {
  readonly version: string
  readonly isDemo: boolean
  readonly now: () => number
}

const answer = z.strictObject({
  name: z.literal('bidseal'),
  version: z.string(),
  time: z.iso.datetime(),
  demo: z.boolean(),
})

/** Says who answers here, and its clock. */
export const serveStatus = (app: FastifyInstance, { version, isDemo, now }: StatusOptions): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.get('/api/status', { schema: { response: { 200: answer } } }, async () => ({
    ...{ name: 'bidseal' as const, version, time: new Date(now()).toISOString(), demo: isDemo },
  }))
}
