/** All stand-ins, each on a listener of its own, and the developer page. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { developerPage } from './developer-page.ts'
import { openKeys, writeSettings } from './folder.ts'
import { servePageStyle } from './page.ts'
import type { StandIn } from './stand-in.ts'
import { STAND_INS } from './stand-ins.ts'

export interface SandboxOptions {
  /** For keys and settings; made when it is missing. */
  readonly folder: string
  /** The address of the server that will use the stand-ins; any on this machine otherwise. */
  readonly server?: string
  readonly now?: () => number
}

export interface Sandbox {
  /** The developer page's address, without a slash at its end. */
  readonly page: string
  /** Settings for a server: a `services.json`. */
  readonly settings: string
  /** Addresses of the stand-ins by their entries in the settings. */
  readonly addresses: Readonly<Record<string, string>>
  close(): Promise<void>
}

const HOST = '127.0.0.1'
const NAMES: readonly string[] = [HOST, 'localhost']
/** What a form or a picture of an invoice may have. */
const BODY_LIMIT = 256 * 1024

const createListener = (): FastifyInstance => {
  const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true })
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(body.toString()))),
  )
  /** A page of somebody's whose name leads to this machine learns no codes. */
  app.addHook('onRequest', async ({ hostname }, reply) => {
    if (!NAMES.includes(hostname)) await reply.code(421).send()
  })
  servePageStyle(app)
  return app
}

const listen = async (app: FastifyInstance): Promise<string> => {
  const { port } = new URL(await app.listen({ host: HOST, port: 0 }))
  return `http://localhost:${port}`
}

interface Running {
  readonly standIn: StandIn
  readonly address: string
  readonly app: FastifyInstance
}

const run = async (standIn: StandIn): Promise<Running> => {
  const app = createListener()
  standIn.routes(app)
  return { standIn, address: await listen(app), app }
}

/** Starts the stand-ins on free ports of this machine and writes the settings that lead to them. */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const { folder, server = 'http://localhost', now = Date.now } = options
  const keyPair = await openKeys(join(folder, 'keys'))
  const ground = { now, random: (length: number): Uint8Array => randomBytes(length), server, keyPair }
  const running = await Promise.all(STAND_INS.map(async (create) => run(await create(ground))))
  const entries = running.map(({ standIn, address }) => [standIn.name, standIn.settings(address)] as const)
  const secrets = Object.assign({}, ...running.map(({ standIn }) => standIn.secrets)) as Record<string, string>
  const settings = await writeSettings(folder, Object.fromEntries(entries), secrets)
  const page = createListener()
  developerPage(page, server, () => running.map(({ standIn, address }) => standIn.section(address)))
  const apps = [page, ...running.map(({ app }) => app)]
  return {
    page: await listen(page),
    settings,
    addresses: Object.fromEntries(running.map(({ standIn, address }) => [standIn.name, address])),
    close: async () => void (await Promise.all(apps.map((app) => app.close()))),
  }
}
