/**
 * An authority as a process of its own, for `bidseal ca serve`: takes approved orders from
 * registration fronts that it knows over mutual TLS 1.3, and serves its certificates, lists, status
 * and timestamps to everybody over HTTP.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import { parseArgs } from 'node:util'
import { join, resolve } from 'node:path'
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { pino } from 'pino'
import { ownBytes } from '#core/bytes/bytes'
import { AppError, errorShape } from '#core/errors'
import { openCa } from './ca/ca.ts'
import { frontRoutes } from './ca/order/front-routes.ts'
import { openLink, type Link } from './ca/order/link.ts'
import { findSettings, ORGANISATION_FILE, type OrganisationSettings } from './ca/order/organisation.ts'
import { authorityRoutes } from './ca/routes.ts'
import { openDataStore } from './database.ts'
import { createApp } from './http/app.ts'
import { answerError } from './http/errors.ts'

/** What is written is for this user only. */
process.umask(0o077)

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '4190' },
    'public-port': { type: 'string', default: '4191' },
    public: { type: 'string' },
    'passphrase-file': { type: 'string' },
    'log-level': { type: 'string', default: 'info' },
    /** Ends with whoever holds its standard input. */
    leashed: { type: 'boolean', default: false },
  },
})

const now = (): number => Date.now()
const random = (length: number) => ownBytes(randomBytes(length))
const log: FastifyBaseLogger = pino(
  { level: values['log-level'], base: null, redact: ['req.headers'] },
  pino.destination(2),
)
const { host } = values

const fail = (error: unknown): never => {
  const system = error instanceof Error && !(error instanceof AppError) && 'code' in error ? error.message : null
  const shape = system === null ? errorShape(error) : { code: 'server-not-started', details: { reason: system } }
  process.stderr.write(`${JSON.stringify({ event: 'failed', ...shape })}\n`)
  process.exit(1)
}

const portOf = (server: HttpServer): number => {
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new TypeError('no port')
  return bound.port
}

/** Only TLS 1.3, and never without a certificate that a front has been registered with. */
const openFrontDoor = async ({ tls }: Link): Promise<FastifyInstance> => {
  const app: FastifyInstance = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 32 * 1024,
    https: {
      ...tls,
      minVersion: 'TLSv1.3',
      requestCert: true,
      // Fronts are known by their very certificates, which stand under no root: the routes judge them.
      rejectUnauthorized: false,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
    },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerError)
  return app
}

const start = async (): Promise<() => Promise<void>> => {
  const data = resolve(values.data ?? '.')
  const passphraseFile = values['passphrase-file'] === undefined ? null : resolve(values['passphrase-file'])
  const settings = async (): Promise<OrganisationSettings> => {
    const found = await findSettings(data)
    if (found === null) throw new AppError('file-not-found', { name: ORGANISATION_FILE })
    return found
  }
  const { id, name } = await settings()
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 })
  server.listen(Number(values['public-port']), host)
  await once(server, 'listening')
  const address = new URL(values.public ?? `http://localhost:${portOf(server)}`).origin
  const opening = openDataStore(data)
  const warn = (facts: object): void => log.warn(facts)
  const keys = { folder: data, passphraseFile, address, isLasting: true, isDemo: false, random, now, warn }
  const ca = await openCa(keys, opening)
  const store = await opening
  const link = await openLink({ folder: join(data, 'ca'), passphraseFile, now: new Date(), random })
  const [pages, fronts] = await Promise.all([createApp({ server, address, log }), openFrontDoor(link)])
  await pages.register(authorityRoutes(ca))
  await pages.ready()
  const { issuance, revocation, certificates } = ca
  const current = async (): Promise<OrganisationSettings> => ({
    ...(await settings()),
    prices: await ca.settings.prices(),
  })
  await fronts.register(frontRoutes({ store, issuance, revocation, certificates, settings: current, now }))
  await fronts.listen({ port: Number(values.port), host })
  const bound = fronts.server.address()
  const port = typeof bound === 'object' ? bound?.port : null
  const ready = { event: 'listening', id, name, port, address, data, link: link.certificate.fingerprint }
  process.stdout.write(`${JSON.stringify(ready)}\n`)
  return async () => {
    await ca.close()
    await Promise.all([fronts.close(), pages.close()])
    server.closeAllConnections()
    server.close()
    await store.close()
  }
}

const close = await start().catch(fail)

let isEnding = false
const end = (): void => {
  if (isEnding) return
  isEnding = true
  close().then(() => process.exit(0), fail)
}
if (values.leashed) {
  /** A Ctrl-C in a terminal goes to the server as well, which ends this. */
  process.on('SIGINT', () => undefined)
  process.stdin.once('end', end).resume()
} else process.on('SIGINT', end)
process.on('SIGTERM', end)
