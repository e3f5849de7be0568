/**
 * The second CA organisation of a demo, so that there is something to choose from: an authority as it
 * would run on another host, a process of its own with its own root, prices and lists, which the
 * server is introduced to by mutual TLS. It lies below the server's data folder and ends with the server.
 */
import { mkdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { z } from 'zod'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { parseCertificate } from '#core/certificate/certificate'
import { toPem } from '#core/certificate/pem'
import { errorShape } from '#core/errors'
import { onlyCertificate, readEntries, writeEntries, type OrganisationEntry } from './ca/order/cards.ts'
import { isMissing, replaceFile } from './ca/keys/durable.ts'
import { openKeyFolder } from './ca/keys/key-folder.ts'
import { openLink } from './ca/order/link.ts'
import { findSettings, ORGANISATION_FILE, USUAL, type OrganisationSettings } from './ca/order/organisation.ts'
import { DATABASE_FILE } from './database.ts'
import { startLeashed, type LeashedProcess } from './leashed-process.ts'
import { openStore, type Store } from './store/store.ts'

const PROGRAM = join(import.meta.dirname, 'ca-service.ts')
const HOST = '127.0.0.1'
const FOLDER = 'second-authority'
/** Where everybody finds its lists. Certificates name it, so that it stays the same. */
const ADDRESS_FILE = 'address'
const ROOT_FILE = 'root.pem'
/** From the server's port to that of the authority's lists: 4180 and 4191, as `bidseal ca serve` has it. */
const NEXT_PORT = 11

const SETTINGS: OrganisationSettings = {
  ...{ format: 'bidseal-organisation/1', id: 'huaxin', name: '华信示范 CA', review: false },
  prices: { claim: 28_000, join: 18_000, renew: 18_000, recover: 6_000 },
}

export interface DemoAuthorityOptions {
  /** The server's data folder. */
  readonly data: string
  /** Of the server's own keys. */
  readonly passphraseFile?: string
  readonly address: string
  /** Where the server was told to listen: this machine only, and at any port, unless given. */
  readonly host?: string
  readonly port?: number
  readonly random: RandomBytes
  readonly now: () => number
}

export interface DemoAuthority {
  /** PEM file of its root. */
  readonly root: string
  /**
   * Starts it and introduces the server to it, while the server goes on: applicants can choose it as soon as it is
   * there. What is returned ends it.
   */
  launch(store: Pick<Store, 'transaction'>, warn: (facts: object) => void): () => Promise<void>
}

const ready = z.object({ event: z.literal('listening'), port: z.int() })

/** A port that is free now: the wanted one if possible. */
const freePort = async (wanted: number, host: string): Promise<number> => {
  const probe = createServer().listen(wanted, host)
  try {
    await once(probe, 'listening')
    const bound = probe.address()
    return typeof bound === 'object' && bound !== null ? bound.port : 0
  } catch (error) {
    if (wanted === 0) throw error
    return freePort(0, host)
  } finally {
    probe.close()
  }
}

const chooseAddress = async (options: DemoAuthorityOptions): Promise<string> => {
  const { address, host = HOST, port = 0 } = options
  const wanted = port === 0 || port + NEXT_PORT > 65_535 ? 0 : port + NEXT_PORT
  return `http://${new URL(address).hostname}:${await freePort(wanted, host)}`
}

/** The address of one that was founded before; null for a new one. */
const findAddress = async (folder: string): Promise<string | null> => {
  try {
    return (await readFile(join(folder, ADDRESS_FILE), 'utf8')).trim()
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Makes its keys, which takes a moment once. */
const found = async (folder: string, options: DemoAuthorityOptions): Promise<string> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const address = (await findAddress(folder)) ?? (await chooseAddress(options))
  await replaceFile(join(folder, ADDRESS_FILE), `${address}\n`)
  const { now, random } = options
  const keys = { folder: join(folder, 'ca'), passphraseFile: null, address, now: new Date(now()), random }
  const keyFolder = await openKeyFolder(keys)
  const { root } = keyFolder.certificates
  await keyFolder.close()
  if ((await findSettings(folder)) === null)
    await replaceFile(join(folder, ORGANISATION_FILE), `${JSON.stringify(SETTINGS, null, 2)}\n`)
  await replaceFile(join(folder, ROOT_FILE), toPem('CERTIFICATE', root.der))
  return address
}

const pemIn = async (folder: string, name: string): Promise<string> =>
  toPem('CERTIFICATE', parseCertificate(new Uint8Array(await readFile(join(folder, 'ca', `${name}.crt`)))).der)

/** What `bidseal ca add-front` does: its orders are accepted. */
const addFront = async (folder: string, options: DemoAuthorityOptions): Promise<void> => {
  const { data, passphraseFile = null, random, now } = options
  const { certificate, tls } = await openLink({
    ...{ folder: join(data, 'ca'), passphraseFile, random, now: new Date(now()) },
  })
  const { fingerprint } = certificate
  const store = await openStore(join(folder, DATABASE_FILE))
  try {
    if ((await store.fronts.find(fingerprint)) !== null) return
    await store.transaction(async ({ fronts, audit }) => {
      await fronts.put({ fingerprint, name: USUAL.name, certificate: tls.cert }, now())
      await audit.append({ actor: 'operator', action: 'front-added', facts: { front: fingerprint } }, now())
    })
  } finally {
    await store.close()
  }
}

/**
 * What `bidseal ca add-organisation` does. At every start: prices and port may be others than before.
 * @param address where it waits for fronts
 */
const addOrganisation = async (
  folder: string,
  address: string,
  { data, now }: DemoAuthorityOptions,
  store: Pick<Store, 'transaction'>,
): Promise<void> => {
  const { id, name, prices } = (await findSettings(folder)) ?? SETTINGS
  const pem = (key: string): Promise<string> => pemIn(folder, key)
  const [link, issuing, root] = [await pem('link'), await pem('issuing'), await pem('root')]
  const entry: OrganisationEntry = { id, name, prices, address, link, issuing, root }
  const others = await readEntries(data)
  await writeEntries(data, [...others.filter((other) => other.id !== id), entry])
  if (others.some((other) => other.id === id && other.link === link)) return
  const facts = { organisation: id, link: onlyCertificate(entry.link).fingerprint }
  await store.transaction(({ audit }) =>
    audit.append({ actor: 'operator', action: 'organisation-added', facts }, now()),
  )
}

/** It never keeps its orders in the database that the server was told to use. */
const ownDatabase = (): NodeJS.ProcessEnv => ({ ...process.env, BIDSEAL_DATABASE: '' })

const EVERYWHERE = ['0.0.0.0', '::']

/** Introduces both to each other, and starts it. */
const start = async (
  folder: string,
  address: string,
  options: DemoAuthorityOptions,
  store: Pick<Store, 'transaction'>,
  ended: () => void,
): Promise<LeashedProcess<z.output<typeof ready>>> => {
  const { host = HOST } = options
  await addFront(folder, options)
  const ports = ['--port', '0', '--public-port', new URL(address).port, '--public', address]
  const args = ['--data', folder, '--host', host, ...ports, '--log-level', 'warn', '--leashed']
  const facts = { name: 'the second authority', program: PROGRAM, args, env: ownDatabase(), ready, ended }
  const started = await startLeashed(facts)
  try {
    const door = `https://${EVERYWHERE.includes(host) ? 'localhost' : host}:${started.ready.port}`
    await addOrganisation(folder, door, options, store)
    return started
  } catch (error) {
    await started.close()
    throw error
  }
}

/** Opens the authority of a demo, or founds it. */
export const openDemoAuthority = async (options: DemoAuthorityOptions): Promise<DemoAuthority> => {
  const folder = join(options.data, FOLDER)
  const address = await found(folder, options)
  return {
    root: join(folder, ROOT_FILE),
    launch: (store, warn) => {
      const starting = start(folder, address, options, store, () => warn({ event: 'second-authority-ended' })).catch(
        (error: unknown) => {
          warn({ event: 'second-authority-not-started', ...errorShape(error) })
          return null
        },
      )
      return async () => (await starting)?.close()
    },
  }
}
