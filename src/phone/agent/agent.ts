/** The phone's working part: credentials, PIN, scanned codes. It has no DOM; everything outside is a parameter. */
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import type { Clock, ConnectSocket, RandomBytes } from '#core/pairing/ports'
import { parseQr } from '#core/pairing/qr'
import { revocationBytes } from '#core/application/holding'
import { createClient, type Client } from './client.ts'
import { openConfirmation, type LiveConfirmation } from './confirmation.ts'
import { credentialView, openCredentials, signingCertificate, type Credential } from './credential.ts'
import { createDownloads } from './download.ts'
import type { EnrolOrder } from './enrol.ts'
import { fetched } from './fetched.ts'
import { openHistory } from './history.ts'
import { createHoldingsApi } from './holdings.ts'
import { createServerApi, type FetchLike } from './http.ts'
import { createIssuingApi } from './issuing.ts'
import { PIN_COST, type PinCost } from './pin.ts'
import { createQueue, type Queue } from './queue.ts'
import { createRevocation } from './revocation.ts'
import { requireStatement, signStatement } from './statement.ts'
import { unopenedBids } from './unopened.ts'
import { createVault } from './vault.ts'
import type { Agent, AgentStore, CredentialView } from './views.ts'
import { wipe } from './wipe.ts'

export interface AgentOptions {
  /** Http address of the server that this phone app comes from. */
  readonly server: string
  readonly store: AgentStore
  readonly fetch: FetchLike
  /** Asks for the person who is logged in; as nobody unless given. */
  readonly member?: Client
  readonly connect: ConnectSocket
  readonly clock: Clock
  readonly random: RandomBytes
  /** What the phone calls itself unless it is told otherwise. */
  readonly device: string
  /** One piece of work after the other, whoever else uses the same store; else only in this agent. */
  readonly queue?: Queue
  /** What a guess at a new credential's PIN costs. */
  readonly pinCost?: PinCost
}

/** Keys and certificates in files. */
export interface SoftwareKeys {
  readonly signP12: Bytes
  readonly encryptP12: Bytes
  /** DER of the seal records. */
  readonly seals: readonly Bytes[]
}

export interface HostedAgent extends Agent {
  /** The page is visible again or the network is back: open confirmations catch up. */
  wake(): void
  /** For demo data only: throws `not-authorised` unless the server says that it is a demo. Throws as `changePin` does. */
  exportSoftware(credential: string, pin: string, password: string): Promise<SoftwareKeys>
}

export const createAgent = (options: AgentOptions): HostedAgent => {
  const { server, store, connect, clock, random, device, pinCost: cost = PIN_COST, queue = createQueue() } = options
  const api = createServerApi(options.fetch)
  const member = options.member ?? createClient(options.fetch)
  const issuing = createIssuingApi(member)
  const credentials = openCredentials(store)
  const history = openHistory(store)
  const holdings = createHoldingsApi(member)
  const revocation = createRevocation({ api, holdings, credentials, store, clock })
  const vault = createVault({ credentials, api, random, queue })
  const downloads = createDownloads({ store, credentials, vault, api, issuing, clock, random, cost, queue })
  const enrolments = createQueue()
  const open = new Set<LiveConfirmation>()

  const stateOf = async (own: Credential): Promise<CredentialView['state']> => {
    if (await revocation.isRevoked(own)) return 'revoked'
    if (signingCertificate(own).notAfter.getTime() < clock.now()) return 'expired'
    return (await credentials.isLocked(own.id)) ? 'locked' : 'in-force'
  }
  const viewOf = async (own: Credential): Promise<CredentialView> => credentialView(own, await stateOf(own))

  const apply = async (order: EnrolOrder, signal?: AbortSignal): Promise<CredentialView> => {
    const stoppable = signal ? createServerApi((path, request) => options.fetch(path, { ...request, signal })) : api
    const { enrol } = await fetched(import('./enrol.ts'))
    const own = await enrol(order, { api: stoppable, clock, random, cost })
    await credentials.write(own)
    await credentials.choose(own.id)
    return viewOf(own)
  }

  return {
    credentials: async () => {
      const all = await credentials.list()
      if (all.length > 0) await revocation.refresh(all)
      return Promise.all(all.map(viewOf))
    },
    current: async () => {
      const own = await credentials.current()
      return own && viewOf(own)
    },
    choose: (id) => credentials.choose(id),
    enrol: (order, signal) => enrolments(() => apply({ ...order, device: order.device.trim() || device }, signal)),
    changePin: (id, oldPin, newPin) => vault.changePin(id, oldPin, newPin),
    scan: async (text) => {
      const qr = parseQr(text)
      const own = await credentials.current()
      if (own === null) throw new AppError('no-certificate')
      const ports = { server, connect, clock, random, vault, history }
      const confirmation = openConfirmation(ports, { qr, own, credential: await viewOf(own) })
      open.add(confirmation)
      const close = (): void => {
        open.delete(confirmation)
        confirmation.close()
      }
      return { ...confirmation, close }
    },
    history: () => history.list(),
    download: (order, signal) =>
      enrolments(async () => {
        const ordered = { ...order, device: order.device.trim() || device }
        return viewOf(await downloads.download(ordered, signal))
      }),
    pendingDownloads: () => downloads.pending(),
    forgetDownload: (application) => enrolments(() => downloads.forget(application)),
    fetchOlderKeys: async (id, application, pin) => {
      const { missingKeys, receiveOlderKeys } = await fetched(import('./older-keys.ts'))
      const { isComplete, keys } = await issuing.olderKeys(application)
      if (missingKeys(await credentials.read(id), keys).length === 0) return { isComplete, added: 0 }
      return vault.open(id, pin, async ({ own, contentKey }) => {
        const released = missingKeys(own, keys)
        const { received, fault } = await receiveOlderKeys({ own, contentKey, released }, { clock, random })
        if (received.length > 0) await credentials.write({ ...own, older: [...own.older, ...received] })
        if (fault !== null) throw fault
        return { isComplete, added: received.length }
      })
    },
    revoke: async (id, application, pin) => {
      const { sign } = await vault.openKeys(id, pin)
      const at = clock.now()
      await issuing.revoke(application, at, await signStatement(sign, revocationBytes(application, at)))
      await credentials.markRevoked(id)
    },
    signStatement: async (id, pin, statement) => {
      requireStatement(statement)
      return signStatement((await vault.openKeys(id, pin)).sign, statement)
    },
    sealLetter: async (id, pin, letter, at) => {
      // what it takes to write PDFs is needed by administrators only, and stays out of the page's first load
      const { sealLetter } = await fetched(import('./letter.ts'))
      const { sign } = await vault.openKeys(id, pin)
      return sealLetter(letter, await credentials.read(id), sign, new Date(at))
    },
    unopenedBids: async (id) => unopenedBids(await credentials.read(id), await history.list()),
    wake: () => {
      for (const confirmation of open) confirmation.wake()
    },
    exportSoftware: async (id, pin, password) => {
      if (!(await api.isDemo())) throw new AppError('not-authorised')
      // its library is for demonstrations only and stays out of the page's first load
      const { writePkcs12 } = await fetched(import('#core/certificate/pkcs12'))
      const own = await credentials.read(id)
      const { company: name } = signingCertificate(own)
      const keys = await vault.exportKeys(id, pin)
      try {
        const file = (pkcs8: Bytes, certificates: readonly Bytes[]): Promise<Bytes> =>
          writePkcs12({ pkcs8, certificates, password, name })
        return {
          signP12: await file(keys.sign, own.signing),
          encryptP12: await file(keys.encrypt[0] ?? new Uint8Array(), own.encryption),
          seals: own.seals,
        }
      } finally {
        wipe(keys.sign, ...keys.encrypt)
      }
    },
  }
}
