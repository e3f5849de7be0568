/** Reads the certificates and seals of a phone and makes their company the project's bidder. */
import { decoded, toBase64url } from '#core/bytes/base64url'
import { equalBytes } from '#core/bytes/bytes'
import { parseSealRecord } from '#core/certificate/seal-record'
import { AppError } from '#core/errors'
import type { IdentifyAnswer } from '#core/pairing/messages'
import { askPhone } from '../pairing/ask.ts'
import type { Phone } from '../pairing/phone.ts'
import type { Trust } from '../trust/trust.ts'
import type { Work } from './job.ts'
import type { JobPorts } from './ports.ts'
import { bidderOf, storedBidder, type Bidder } from './project-facts.ts'

const NONCE_LENGTH = 32

/**
 * The bidder an answer speaks of: both certificates trusted and for their purpose, of one company,
 * and every seal made for the signing certificate. Seals whose time is over are left out.
 */
const bidderFrom = async (answer: IdentifyAnswer, phone: Phone, trust: Trust, now: Date): Promise<Bidder> => {
  const signing = answer.signing.map(decoded)
  const encryption = answer.encryption.map(decoded)
  const [leaf = new Uint8Array()] = signing
  if (!equalBytes(leaf, phone.certificate.der)) throw new AppError('peer-unauthenticated', { what: 'certificate' })
  const signer = await trust.require(signing, now, 'sign')
  const recipient = await trust.require(encryption, now, 'encrypt')
  if (recipient.creditCode !== signer.creditCode || recipient.company !== signer.company)
    throw new AppError('wrong-company', { needed: signer.company, scanned: recipient.company })
  const seals = answer.seals.map(decoded).filter((seal) => parseSealRecord(seal).validEnd >= now)
  for (const seal of seals) await trust.sealRecord(seal, signing, now)
  return {
    company: signer.company,
    creditCode: signer.creditCode,
    person: phone.person,
    device: phone.device,
    signing,
    encryption,
    seals,
  }
}

export const identifyWork =
  (ports: JobPorts, id: string): Work =>
  async (context) => {
    const project = await ports.projects.read(id)
    const known = bidderOf(project)
    context.phase('phone')
    const { phone, answer } = await askPhone(
      ports,
      {
        kind: 'identify',
        intent: 'identify',
        documents: [],
        bidder: known,
        body: async () => ({
          origin: new URL(ports.server()).origin,
          nonce: toBase64url(ports.random(NONCE_LENGTH)),
          purpose: project.tender.tenderName,
        }),
      },
      context,
    )
    context.phase('checking')
    const bidder = await bidderFrom(answer, phone, ports.trust, ports.now())
    context.signal.throwIfAborted()
    context.phase('finishing')
    await ports.projects.setBidder(id, storedBidder(bidder))
  }
