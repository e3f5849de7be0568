/** The server put together: relay, certificate authority, console and pages behind one address. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type Server as HttpServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { pino, type DestinationStream, type Logger } from 'pino'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { toPem } from '#core/certificate/pem'
import { AppError } from '#core/errors'
import type { Clock } from '#core/pairing/ports'
import manifest from '../package.json' with { type: 'json' }
import { createPasswords, type PasswordCost } from './access/password.ts'
import { consoleRoutes } from './admin/routes.ts'
import { createFactor } from './admin/factor.ts'
import { ensureOfficer } from './admin/officer.ts'
import { openCa } from './ca/ca.ts'
import { caRoutes } from './ca/routes.ts'
import { certificateAuthority, revokeBySerial } from './certificate-authority.ts'
import { sealDrafts } from './ca/seal/drafts.ts'
import { openSealFont } from './ca/seal/font.ts'
import { TIMESTAMP_POLICY } from './ca/status/tsa.ts'
import { databaseOf } from './database.ts'
import { openDemoAuthority } from './demo-authority.ts'
import { createApp } from './http/app.ts'
import { describeRoutes } from './http/openapi.ts'
import { servePage } from './http/pages.ts'
import { ownOrigins } from './http/security.ts'
import { servePolicyPage } from './http/policy-page.ts'
import { serveStartPage } from './http/start-page.ts'
import { serveStatus } from './http/status.ts'
import type { RelayLimits } from './relay/limits.ts'
import { maskPerson } from './registration/account/mask.ts'
import { createOrderRegister } from './registration/order/search.ts'
import { openRegistrationDesk } from './registration/registration-desk.ts'
import type { Review } from './registration/review/review.ts'
import type { ServiceName } from './outside/call.ts'
import type { Services } from './outside/services.ts'
import { createSealerCheck } from './letter-seal.ts'
import { createRelay, type Relay } from './relay/relay.ts'
import { attachRelay } from './relay/upgrade.ts'
import { openOutside, type Outside } from './services.ts'
import { openSettings } from './settings.ts'
import { openStore, type Store } from './store/store.ts'

export interface ServerOptions {
  /** Where everything is kept; made when it is missing. */
  readonly data: string
  /** PostgreSQL's address, or a file that holds it; as `databaseOf` finds it otherwise. */
  readonly database?: string
  /** 0 for any free one. */
  readonly port?: number
  readonly host?: string
  /** Makes a new folder a demo. A folder that was not made as one stays closed. */
  readonly demo?: boolean
  /** The address that phones and certificates know this server by; `http://localhost:PORT` otherwise. */
  readonly publicAddress?: string
  /** Where the passphrase of the authority's keys stands; in the data folder otherwise. */
  readonly passphraseFile?: string
  /** Built pages; `dist` beside this folder otherwise. */
  readonly pages?: string
  /** Where the log goes; nowhere otherwise. */
  readonly log?: DestinationStream
  readonly logLevel?: string
  readonly clock?: Clock
  /** An officer who cannot log in any more, and gets a new password and second factor. */
  readonly resetOfficer?: string
  /** What a guess at an officer's password costs; the usual, dear one otherwise. */
  readonly passwordCost?: PasswordCost
  /** What the relay allows; the policy otherwise. */
  readonly relayLimits?: Partial<RelayLimits>
  /** Services outside, in place of what the settings name. */
  readonly services?: Partial<Services>
  /** The settings of services outside; `services.json` in the data folder, if there is one, otherwise. */
  readonly servicesFile?: string
  /** In a demo: starts stand-ins where there are no such settings, and a second authority, as processes of their own. */
  readonly sandbox?: boolean
}

/** In a demo, desktops and phones share the address of one machine. */
const DEMO_LIMITS = { opensPerMinute: 120, rooms: 100, messagesPerSecond: 200, messageBurst: 600 }

export interface Server {
  /** Without a slash at its end. */
  readonly address: string
  readonly data: string
  /** The root certificate's file, PEM. */
  readonly root: string
  /** Files with the roots of all authorities that run here, PEM. */
  readonly roots: readonly string[]
  /** Services outside that are not set up; what needs them answers `service-missing`. */
  readonly missingServices: readonly ServiceName[]
  /** Where the stand-ins show what they were asked; null without them. */
  readonly developerPage: string | null
  readonly app: FastifyInstance
  /** Applications as officers decide about them. */
  readonly review: Review
  /** Stops everything; nothing is lost. */
  close(): Promise<void>
}

const HOST = '127.0.0.1'
/** The weight of type on paper. */
const REGULAR = 400
const DIST = join(import.meta.dirname, '../dist')

const REAL_CLOCK: Clock = {
  now: () => Date.now(),
  after: (milliseconds, act) => {
    const timer = setTimeout(act, milliseconds)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

const random = (length: number): Bytes => ownBytes(randomBytes(length))

const createLog = ({ log, logLevel = 'info' }: ServerOptions): Logger =>
  log === undefined
    ? pino({ level: 'silent' })
    : pino(
        {
          level: logLevel,
          base: null,
          redact: ['req.headers', 'password', '*.password', '*.proof', '*.share', '*.csr', '*.passphrase'],
        },
        log,
      )

/** Listens before anything else, so that the address is known; answers 503 until the rest is there. */
const listen = async (server: HttpServer, { port = 0, host = HOST }: ServerOptions): Promise<number> => {
  server.listen(port, host)
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new TypeError('no port')
  return bound.port
}

const notReady = (_request: unknown, response: ServerResponse): void => {
  response.writeHead(503, { 'retry-after': '1' }).end()
}

interface Running {
  readonly server: HttpServer
  readonly relay: Relay
  readonly store: Store
  readonly app: FastifyInstance
  readonly closeCa: () => Promise<void>
  readonly outside: Outside
}

const stop = async ({ server, relay, store, app, closeCa, outside }: Running): Promise<void> => {
  await closeCa()
  relay.close()
  const closed = new Promise((resolve) => server.close(resolve))
  await app.close()
  server.closeAllConnections()
  await closed
  await Promise.all([store.close(), outside.close()])
}

/** Whether the address is one that the next start has as well. */
const isLasting = ({ publicAddress, port = 0 }: ServerOptions): boolean => publicAddress !== undefined || port !== 0

const compose = async (
  options: ServerOptions,
  server: HttpServer,
  address: string,
): Promise<Omit<Server, 'address'>> => {
  const { data, clock = REAL_CLOCK, pages = DIST, passphraseFile = null } = options
  const log = createLog(options)
  const now = (): number => clock.now()
  const database = await databaseOf(data, options.database)
  const { demo: isDemo } = await openSettings(data, options.demo === true, database)
  if (options.demo === true && !isDemo) log.warn({ event: 'not-a-demo-folder' })
  const opening = openStore(database)
  const warn = (facts: object): void => log.warn(facts)
  const openingOutside = openOutside({
    ...{ folder: data, file: options.servicesFile ?? null, env: process.env, address },
    ...{ hasSandbox: isDemo && options.sandbox === true, world: { fetch, now, random, warn } },
  })
  try {
    const [ca, store, app, outside, second] = await Promise.all([
      openCa(
        { folder: data, passphraseFile, address, isLasting: isLasting(options), isDemo, random, now, warn },
        opening,
      ),
      opening,
      createApp({ server, address, log }),
      openingOutside,
      isDemo && options.sandbox === true ? openDemoAuthority({ ...options, address, random, now }) : null,
    ])
    const root = join(data, 'root.pem')
    await writeFile(root, toPem('CERTIFICATE', ca.certificates.root.der))
    const passwords = createPasswords(random, options.passwordCost)
    const factor = createFactor({ store, storageKey: ca.storageKey, random, now })
    await ensureOfficer({ store, factor, passwords, folder: data, isDemo, random, now }, options.resetOfficer)
    const limits = { ...(isDemo ? DEMO_LIMITS : {}), ...options.relayLimits }
    const relay = createRelay({ clock, limits, log: (event) => log.info(event) })
    const origins = ownOrigins(address)
    await describeRoutes(app, manifest.version)
    serveStatus(app, { version: manifest.version, isDemo, now })
    await app.register(caRoutes(ca))
    const isSecure = address.startsWith('https:')
    const { storageKey } = ca
    const services = { ...outside.services, ...options.services }
    const missingServices = outside.missing.filter((name) => !(name in (options.services ?? {})))
    if (missingServices.length > 0) log.warn({ event: 'services-missing', services: missingServices })
    const registration = await openRegistrationDesk({
      ...{ store, passwords, services, storageKey, data, address, origins, isSecure, random, now, warn },
      ...{ organisations: ca.organisations.list, typeface: await openSealFont(REGULAR) },
      authority: certificateAuthority(ca),
      findSealer: createSealerCheck(ca.organisations, now),
    })
    await app.register(registration.routes)
    const figures = (): ReturnType<Relay['figures']> => relay.figures()
    await app.register(
      consoleRoutes({
        ...{ store, factor, passwords, isDemo, origins, figures, random, now },
        ...{ version: manifest.version, startedAt: now() },
        ...{
          isSecure,
          revoke: revokeBySerial(ca, registration.applicationDesk.holdings),
          orderRegister: createOrderRegister(store),
        },
        reviewDesk: registration.applicationDesk.reviewDesk,
        ...{ people: registration.people, maskName: maskPerson, sealMaker: sealDrafts },
        ...{ ownOrganisation: ca.organisations.usual, settings: ca.settings },
      }),
    )
    const { developerPage } = outside
    await serveStartPage(app, { address, isDemo, developerPage })
    await servePolicyPage(app, { address, isDemo, timestampPolicy: TIMESTAMP_POLICY })
    await servePage(app, { area: 'phone', prefix: '/p', folder: join(pages, 'phone'), address })
    await servePage(app, { area: 'console', prefix: '/console', folder: join(pages, 'console'), address })
    await app.ready()
    const detach = attachRelay(server, relay, { origins: (origin) => origins.includes(origin) })
    const stopUpkeep = registration.start(clock)
    const closeSecond = second?.launch(store, warn)
    const closeCa = async (): Promise<void> => {
      detach()
      await stopUpkeep()
      await closeSecond?.()
      return ca.close()
    }
    const close = (): Promise<void> => stop({ server, relay, store, app, closeCa, outside })
    const { review } = registration.applicationDesk
    const roots = second === null ? [root] : [root, second.root]
    return { data, root, roots, missingServices, developerPage, app, review, close }
  } catch (error) {
    /** What could not be opened needs no closing. */
    await openingOutside.then(({ close }) => close()).catch(() => undefined)
    await (await opening).close()
    throw error
  }
}

/**
 * Starts a server. Throws `passphrase-wrong`, `invalid-input` for a public address that is none,
 * `services-invalid`, and the system's own error for a port that is taken.
 */
export const startServer = async (options: ServerOptions): Promise<Server> => {
  const { publicAddress } = options
  if (publicAddress !== undefined && !/^https?:$/.test(URL.parse(publicAddress)?.protocol ?? ''))
    throw new AppError('invalid-input', { reason: 'public address' })
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 })
  server.on('request', notReady)
  const port = await listen(server, options)
  const address = new URL(publicAddress ?? `http://localhost:${port}`).origin
  try {
    const rest = await compose(options, server, address)
    server.off('request', notReady)
    return { address, ...rest }
  } catch (error) {
    server.closeAllConnections()
    server.close()
    throw error
  }
}
