/**
 * Older encryption keys on their way to a new phone: an order names the earlier ones whose keys it is
 * to bring, keepers of the recovery key release them, and the phone fetches what was released.
 */
import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { AppError } from '#core/errors'
import type { ReceivedOrderRow } from '../../store/received-orders.ts'
import type { Repositories } from '../../store/store.ts'
import { readIssued, readOrder, type CertificateOrder, type ReleasedKeys } from './order.ts'

/** An earlier order that was fulfilled for the same front, company and person. */
const isOwn = (earlier: ReceivedOrderRow | null, order: CertificateOrder, front: string): boolean => {
  if (earlier?.front !== front || earlier.answer === null) return false
  const { creditCode, person } = readOrder(JSON.parse(earlier.content))
  return creditCode === order.creditCode && person === order.person
}

/** Throws `order-refused` when an order wants keys of others, or of orders that brought none. */
export const requireRecoverable = async (
  { receivedOrders }: Pick<Repositories, 'receivedOrders'>,
  order: CertificateOrder,
  front: string,
): Promise<void> => {
  for (const id of order.recovers)
    if (!isOwn(await receivedOrders.find(id), order, front))
      throw new AppError('order-refused', { order: order.id, reason: 'recovers', earlier: id })
}

/** Has the keys of earlier orders wait for their release to a signing certificate. */
export const addReleases = async (
  { receivedOrders, keyReleases, audit }: Pick<Repositories, 'receivedOrders' | 'keyReleases' | 'audit'>,
  { id, recovers }: CertificateOrder,
  recipient: string,
  at: number,
): Promise<void> => {
  for (const earlier of recovers) {
    const row = await receivedOrders.find(earlier)
    if (row === null || row.answer === null) throw new AppError('internal', { reason: 'earlier order', order: earlier })
    const [encryption] = readIssued(JSON.parse(row.answer)).encryption
    const { serial } = parseCertificate(encryption!)
    await keyReleases.add({ orderId: id, serial, recipient }, at)
    const facts = { order: id, serial, recipient }
    await audit.append({ actor: 'kmc', action: 'key-release-asked', facts }, at)
  }
}

/** @param issuing the issuer of the older certificates */
export const releasedFor = async (
  { keyReleases, certificates }: Pick<Repositories, 'keyReleases' | 'certificates'>,
  order: Pick<ReceivedOrderRow, 'id' | 'answer'>,
  issuing: Bytes,
): Promise<ReleasedKeys> => {
  const rows = await keyReleases.ofOrder(order.id)
  const keys = []
  for (const { serial, envelope } of rows) {
    if (envelope === null) continue
    const der = await certificates.der(serial)
    if (der === null) throw new AppError('internal', { reason: 'certificate of a released key', serial })
    keys.push({ encryption: [der, issuing], encryptionKey: envelope })
  }
  return { isComplete: order.answer !== null && keys.length === rows.length, keys }
}
