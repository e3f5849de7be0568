import type { FastifyInstance } from 'fastify'

export interface StatusOptions {
  readonly version: string
  readonly isDemo: boolean
  readonly now: () => number
}

/** Says who answers here, and its clock. */
export const serveStatus = (app: FastifyInstance, { version, isDemo, now }: StatusOptions): void => {
  app.get('/api/status', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    return { name: 'bidseal', version, time: new Date(now()).toISOString(), demo: isDemo }
  })
}
