/** What registration fronts may ask of an authority, over mutual TLS and from known fronts only. */
import { TLSSocket } from 'node:tls'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ownBytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import type { enrolmentAnswer } from '#core/certificate/enrolment'
import { REVOCATION_REASONS } from '#core/certificate/crl'
import { AppError } from '#core/errors'
import type { Store } from '../../store/store.ts'
import { readMessage, signedMessage } from './front-message.ts'
import type { Issuance } from './issuance.ts'
import { priceList, type OrganisationSettings } from './organisation.ts'
import { orderId, readOrder, writeIssued, writeReleased } from './order.ts'
import type { RevocationReason, RevocationService } from '../status/revocation.ts'
import type { CaSigner } from '../keys/signer.ts'

export interface FrontDoorOptions {
  readonly store: Store
  readonly issuance: Issuance
  readonly revocation: RevocationService
  readonly certificates: Pick<CaSigner['certificates'], 'issuing'>
  readonly settings: () => Promise<OrganisationSettings>
  readonly now: () => number
}

const serial = z.string().regex(/^[0-9a-f]{1,40}$/)

const reasons = Object.keys(REVOCATION_REASONS).filter((reason) => reason !== 'caCompromise') as [RevocationReason]
export const revocationOrder = z.strictObject({ serial, reason: z.enum(reasons), officer: z.string().min(1).max(64) })

export const organisationAnswer = z.strictObject({
  id: z.string(),
  name: z.string(),
  prices: priceList,
  /** SHA-256 of the issuing certificate. */
  issuing: z.string(),
})

export const stateAnswer = z.discriminatedUnion('state', [
  z.strictObject({ state: z.enum(['good', 'unknown']) }),
  z.strictObject({ state: z.literal('revoked'), at: z.int(), reason: z.int() }),
])

const peerOf = ({ raw }: FastifyRequest): Certificate | null => {
  const peer = raw.socket instanceof TLSSocket ? raw.socket.getPeerX509Certificate() : undefined
  return peer === undefined ? null : parseCertificate(ownBytes(peer.raw))
}

export const frontRoutes = (options: FrontDoorOptions): FastifyPluginAsync => {
  const { store, issuance, revocation, certificates, settings, now } = options
  const to = certificates.issuing.fingerprint

  /** Whoever holds the key of a certificate that was registered here: TLS has made sure of the key. */
  const frontOf = async (request: FastifyRequest): Promise<Certificate> => {
    const peer = peerOf(request)
    const isKnown = peer !== null && (await store.fronts.find(peer.fingerprint)) !== null
    if (!isKnown || now() < peer.notBefore.getTime() || now() > peer.notAfter.getTime())
      throw new AppError('front-unknown', { fingerprint: peer?.fingerprint ?? null })
    return peer
  }

  /** A front may act on certificates of its own orders only. Null where there is none of these. */
  const ownRow = async (front: Certificate, number: string) => {
    const row = await store.certificates.find(number)
    const order = row === null ? null : await store.receivedOrders.find(row.orderId)
    return order?.front === front.fingerprint ? row : null
  }

  return async (app) => {
    const typed = app.withTypeProvider<ZodTypeProvider>()
    app.addHook('onRequest', async (request) => void (await frontOf(request)))

    typed.get('/organisation', { schema: { response: { 200: organisationAnswer } } }, async () => {
      const { id, name, prices } = await settings()
      return { id, name, prices, issuing: to }
    })

    typed.post('/orders', { schema: { body: signedMessage } }, async (request) => {
      const front = await frontOf(request)
      const order = readOrder(await readMessage(request.body, { kind: 'order', to }, front, now()))
      return writeIssued(await issuance.issue(order, front.fingerprint)) satisfies z.input<typeof enrolmentAnswer>
    })

    typed.get('/orders/:id/keys', { schema: { params: z.strictObject({ id: orderId }) } }, async (request) => {
      const { fingerprint } = await frontOf(request)
      return writeReleased(await issuance.releasedKeys(request.params.id, fingerprint))
    })

    typed.post('/revocations', { schema: { body: signedMessage } }, async (request) => {
      const front = await frontOf(request)
      const asked = revocationOrder.safeParse(await readMessage(request.body, { kind: 'revocation', to }, front, now()))
      const row = asked.success ? await ownRow(front, asked.data.serial) : null
      if (!asked.success || row === null)
        throw new AppError('invalid-input', { reason: 'no such certificate in force' })
      // Asked again, because the answer was lost: it is revoked already.
      if (row.revokedAt === null)
        await revocation.revoke(row.serial, asked.data.reason, `${front.fingerprint.slice(0, 8)}/${asked.data.officer}`)
      return {}
    })

    typed.get(
      '/certificates/:serial',
      { schema: { params: z.strictObject({ serial }), response: { 200: stateAnswer } } },
      async (request) => {
        const row = await ownRow(await frontOf(request), request.params.serial)
        if (row === null) return { state: 'unknown' as const }
        if (row.revokedAt === null) return { state: 'good' as const }
        return { state: 'revoked' as const, at: row.revokedAt, reason: row.revocationReason ?? 0 }
      },
    )
  }
}
