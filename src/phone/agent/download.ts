/**
 * Certificates for a paid application. The keys are kept under the PIN before the authority hears of
 * them; from then on everything can be asked again until the credential is written, in one record.
 */
import { AppError } from '#core/errors'
import type { Credential, Credentials } from './credential.ts'
import type { ServerApi } from './http.ts'
import { fetched } from './fetched.ts'
import type { IssuedPorts } from './issued.ts'
import type { IssuingApi } from './issuing.ts'
import { requirePin, type PinCost } from './pin.ts'
import type { Queue } from './queue.ts'
import type { Vault } from './vault.ts'
import type { AgentStore, DownloadOrder } from './views.ts'
import {
  makeWaitingKeys,
  openWaitingKeys,
  waitingKeys,
  type KeptKey,
  type OpenWaitingKeys,
  type WaitingKeys,
} from './waiting-keys.ts'
import { wipe } from './wipe.ts'

const WAITING = 'waiting/'

/** As `CertificateLife` promises. */
export interface Downloads {
  download(order: DownloadOrder, signal?: AbortSignal): Promise<Credential>
  pending(): Promise<readonly string[]>
  forget(application: string): Promise<void>
}

export interface DownloadsOptions extends IssuedPorts {
  readonly store: AgentStore
  readonly credentials: Credentials
  readonly vault: Vault
  readonly api: ServerApi
  readonly issuing: IssuingApi
  readonly cost: PinCost
  /** One piece of work after the other, whoever else uses the same store. */
  readonly queue: Queue
}

export const createDownloads = (options: DownloadsOptions): Downloads => {
  const { store, credentials, vault, api, issuing, queue } = options

  const find = async (application: string): Promise<WaitingKeys | null> => {
    const value = await store.read(WAITING + application)
    if (value === undefined) return null
    const parsed = waitingKeys.safeParse(value)
    if (!parsed.success) throw new AppError('storage-unavailable', { reason: 'waiting keys damaged' }, parsed.error)
    return parsed.data
  }

  const issued = async (application: string): Promise<Credential | null> =>
    (await credentials.list()).find((each) => each.application === application) ?? null

  /** Nothing waits any more once the credential is there. */
  const settle = async (own: Credential, application: string): Promise<Credential> => {
    await credentials.choose(own.id)
    await store.remove(WAITING + application)
    return own
  }

  const keysOf = async ({ renews, pin }: DownloadOrder): Promise<readonly KeptKey[]> => {
    if (renews === undefined) return []
    const { encryption, older } = await credentials.read(renews)
    const chains = [encryption, ...older.map((each) => each.encryption)]
    const keys = await vault.exportKeys(renews, pin)
    wipe(keys.sign)
    return keys.encrypt.map((pkcs8, at) => ({ encryption: chains[at] ?? encryption, pkcs8 }))
  }

  const begin = async (order: DownloadOrder): Promise<OpenWaitingKeys> => {
    if (order.renews === undefined) requirePin(order.pin)
    const kept = await keysOf(order)
    const { deposit, ...keys } = await makeWaitingKeys({ ...order, kept }, options)
    try {
      await api.createShare(deposit)
      return await queue(async () => {
        const found = await find(order.application)
        if (found !== null) return openWaitingKeys(found, order.pin, api)
        await store.write(WAITING + order.application, keys.waiting)
        return keys
      })
    } finally {
      wipe(deposit.share, ...kept.map(({ pkcs8 }) => pkcs8))
    }
  }

  return {
    download: async (order, signal) => {
      const { application, creditCode } = order
      const own = await issued(application)
      if (own !== null) return settle(own, application)
      const found = await find(application)
      const keys = await (found === null ? begin(order) : openWaitingKeys(found, order.pin, api))
      const { makeCredential } = await fetched(import('./issued.ts'))
      const answer = await issuing.issue(application, keys.waiting.csr, signal)
      const made = await makeCredential(keys, answer, { creditCode, root: answer.root, application }, options)
      return queue(async () => {
        const other = await issued(application)
        if (other === null) await credentials.write(made)
        return settle(other ?? made, application)
      })
    },

    pending: async () => {
      const names = (await store.keys(WAITING)).map((key) => key.slice(WAITING.length))
      const done = new Set((await credentials.list()).map(({ application }) => application))
      return names.filter((application) => !done.has(application))
    },

    forget: (application) =>
      queue(async () => {
        if ((await find(application)) === null) return
        if ((await issuing.state(application)) === 'issued') throw new AppError('order-conflict')
        await store.remove(WAITING + application)
      }),
  }
}
