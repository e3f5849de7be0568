/**
 * Orders fulfilled: two certificates, an escrowed encryption key and seals, all or nothing.
 * An order is fulfilled once: whoever asks again gets the same answer.
 */
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import type { ReceivedOrderRow } from '../../store/received-orders.ts'
import type { Store } from '../../store/store.ts'
import type { Authority } from '../authority.ts'
import { addReleases, releasedFor, requireRecoverable } from './key-release.ts'
import type { Kmc } from '../kmc.ts'
import {
  contentOf,
  digestOf,
  ORDER_PROFILES,
  readIssued,
  writeContent,
  writeIssued,
  type CertificateOrder,
  type Issued,
  type ReleasedKeys,
} from './order.ts'
import { createSealMaker, type SealPicture } from '../seal/order-seals.ts'
import type { CaSigner } from '../keys/signer.ts'

/** The registration in the authority's own process, as the sender of orders. */
export const OWN_FRONT = 'own'

export interface Issuance {
  /**
   * Throws `order-conflict` for an id that another order or another front has used, `csr-rejected`,
   * `order-waiting` until an officer has approved it where that is asked for, and `order-refused`, also when it
   * recovers what is not its own.
   * @param front fingerprint of the sender's certificate, or `own`
   */
  issue(order: CertificateOrder, front: string): Promise<Issued>
  /** Throws `invalid-input` for an order that the front has not placed. */
  releasedKeys(order: string, front: string): Promise<ReleasedKeys>
}

export interface IssuanceOptions {
  readonly store: Store
  readonly signer: CaSigner
  readonly authority: Authority
  readonly kmc: Kmc
  /** Whether this authority's officers look at every order themselves. */
  readonly isReviewed: () => Promise<boolean>
  readonly picture: SealPicture
  readonly random: RandomBytes
  readonly now: () => number
}

export const createIssuance = (options: IssuanceOptions): Issuance => {
  const { store, signer, authority, kmc, isReviewed, picture, random, now } = options
  const issuing = signer.certificates.issuing.der
  const sealMaker = createSealMaker({ store, signer, picture, random, now })

  const fulfil = async (order: CertificateOrder): Promise<Issued> => {
    const profiles = ORDER_PROFILES[order.profile]
    const seals = await sealMaker.draw(order)
    const key = await kmc.makeKey()
    try {
      return await store.transaction(async (records) => {
        const signing = await authority.certify(records, order, order.csr, profiles.signing)
        const encryption = await authority.certify(records, order, key.csr, profiles.encryption)
        await records.escrow.add(encryption.serial, await key.escrowEntry(), now())
        const escrowed = { serial: encryption.serial }
        await records.audit.append({ actor: 'kmc', action: 'key-escrowed', facts: escrowed }, now())
        const issued = {
          company: order.company,
          signing: [signing.der, issuing],
          encryption: [encryption.der, issuing],
          encryptionKey: await key.wrapFor(signing.der),
          seals: await sealMaker.issue(records, signing, seals),
        }
        await addReleases(records, order, signing.serial, now())
        if (!(await records.receivedOrders.finish(order.id, JSON.stringify(writeIssued(issued)))))
          throw new AppError('order-conflict', { order: order.id })
        return issued
      })
    } finally {
      key.forget()
    }
  }

  /** The order as it was received first; recorded now when it is new. */
  const receive = async (order: CertificateOrder, front: string): Promise<ReceivedOrderRow> => {
    const content = contentOf(order)
    const digest = await digestOf(content)
    const before = await store.receivedOrders.find(order.id)
    if (before === null) {
      await requireRecoverable(store, order, front)
      const state = (await isReviewed()) ? 'waiting' : 'approved'
      await store.transaction(async ({ companies, receivedOrders, audit }) => {
        const row = { id: order.id, front, digest, content: writeContent(content), state, receivedAt: now() } as const
        if (!(await receivedOrders.add(row))) return
        await companies.add([{ name: order.company, creditCode: order.creditCode }], now())
        const facts = { order: order.id, front, creditCode: order.creditCode, state }
        await audit.append({ actor: 'registration', action: 'order-received', facts }, now())
      })
    }
    const row = before ?? (await store.receivedOrders.find(order.id))
    if (row === null) throw new AppError('internal', { reason: 'order not recorded' })
    if (row.front !== front || row.digest !== digest) throw new AppError('order-conflict', { order: order.id })
    return row
  }

  return {
    releasedKeys: async (id, front) => {
      const order = await store.receivedOrders.find(id)
      if (order?.front !== front) throw new AppError('invalid-input', { reason: 'no such order' })
      return releasedFor(store, order, issuing)
    },

    issue: async (order, front) => {
      const { state, answer, reason } = await receive(order, front)
      if (answer !== null) return readIssued(JSON.parse(answer))
      if (state === 'waiting') throw new AppError('order-waiting', { order: order.id })
      if (state === 'refused') throw new AppError('order-refused', { order: order.id, reason })
      try {
        return await fulfil(order)
      } catch (error) {
        // Asked twice at once: the other one may have been first.
        const done = await store.receivedOrders.find(order.id)
        if (done?.answer !== null && done?.answer !== undefined) return readIssued(JSON.parse(done.answer))
        throw error
      }
    },
  }
}
