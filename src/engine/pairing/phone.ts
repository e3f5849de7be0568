/** Who is at the other end of a channel: an introduction, once it has been verified. */
import { decoded } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { AppError } from '#core/errors'
import type { DesktopMachine } from '#core/pairing/desktop'
import type { Introduction } from '#core/pairing/messages'
import { endorsementBytes, isProof } from '#core/pairing/proof'
import type { Trust } from '../trust/trust.ts'

export interface Phone {
  /** DER, the leaf first, without the root. */
  readonly signing: readonly Bytes[]
  readonly encryption: readonly Bytes[]
  readonly certificate: Certificate
  /** The leaf of `encryption`. Its chain has not been judged. */
  readonly encryptionCertificate: Certificate
  /** Encryption certificates that were renewed since, of the same company; the phone still has their keys. Not judged either. */
  readonly olderCertificates: readonly Certificate[]
  readonly person: string
  readonly device: string
}

const leafOf = (chain: readonly Bytes[]): Certificate => parseCertificate(chain[0] ?? new Uint8Array())

/**
 * Believes an introduction: trusted signing certificate in force, the device key endorsed by it, and
 * this very channel proved by the device key. Rejects with the certificate's fault or
 * `peer-unauthenticated`.
 */
export const verifyIntroduction = async (
  introduction: Introduction,
  machine: Pick<DesktopMachine, 'isIntroductionGenuine'>,
  trust: Trust,
  now: Date,
): Promise<Phone> => {
  const signing = introduction.signing.map(decoded)
  const encryption = introduction.encryption.map(decoded)
  const certificate = await trust.require(signing, now, 'sign')
  const deviceKey = decoded(introduction.deviceKey)
  const isEndorsed = await isProof(certificate.spki, endorsementBytes(deviceKey), decoded(introduction.endorsement))
  if (!isEndorsed || !(await machine.isIntroductionGenuine(deviceKey, decoded(introduction.proof))))
    throw new AppError('peer-unauthenticated', { what: 'introduction' })
  const encryptionCertificate = leafOf(encryption)
  const olderCertificates = (introduction.older ?? []).map((der) => parseCertificate(decoded(der)))
  if ([encryptionCertificate, ...olderCertificates].some(({ creditCode }) => creditCode !== certificate.creditCode))
    throw new AppError('peer-unauthenticated', { what: 'encryption certificate' })
  const { person, device } = introduction
  return { signing, encryption, certificate, encryptionCertificate, olderCertificates, person, device }
}
