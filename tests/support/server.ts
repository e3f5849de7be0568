/** A server in this process with demo companies and data of its own, and what a phone sends to it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toBase64url } from '#core/bytes/base64url'
import { makeCsr } from '#core/certificate/csr'
import type { EnrolmentRequest } from '#core/certificate/enrolment'
import { startServer, type Server, type ServerOptions } from '#server/server'
import { isPostgresAddress } from '#server/store/postgres'
import { databaseOf, removeData } from './database.ts'

export const DEMO_CODE = '91410100MA9ABCD16M'

export interface TestServer extends Server {
  /** What `openStore` takes. */
  readonly database: string
  /** Stops it and removes its data. */
  remove(): Promise<void>
}

/** What passwords cost, where only that they are checked matters. */
export const CHEAP = { memory: 64, passes: 1, parallelism: 1 } as const

/** A data folder with its database, for `startServer`. */
export const placeOf = async (data: string): Promise<Pick<ServerOptions, 'data' | 'database'>> => {
  const database = await databaseOf(data)
  return { data, ...(isPostgresAddress(database) ? { database } : {}) }
}

export const openTestServer = async (options: Partial<ServerOptions> = {}): Promise<TestServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'server-'))
  const { data = join(folder, 'data') } = options
  const database = await databaseOf(data)
  const server = await startServer({ demo: true, passwordCost: CHEAP, ...options, ...(await placeOf(data)) })
  const remove = async (): Promise<void> => {
    await server.close()
    await removeData(data)
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...server, database, remove }
}

export type KeyPair = Extract<Awaited<ReturnType<typeof crypto.subtle.generateKey>>, { readonly privateKey: unknown }>

export const signingKeys = (): Promise<KeyPair> =>
  crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])

/** A phone's application for certificates. */
export const enrolmentFor = async (
  keys: KeyPair,
  change: Partial<EnrolmentRequest> = {},
): Promise<EnrolmentRequest> => ({
  person: '王敏',
  creditCode: DEMO_CODE,
  device: '测试手机',
  csr: toBase64url(await makeCsr(keys, 'anything')),
  ...change,
})
