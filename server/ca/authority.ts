/**
 * The issuing authority. It takes an approved order, a certification request and a profile, and
 * nothing else: of the request it believes the public key only, names come from the order.
 */
import { sha256, sha256Hex } from '#core/bytes/digest'
import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { lintCertificate } from '#core/certificate/lint'
import { endOfProfile } from '#core/certificate/profiles'
import { readCsr } from '#core/certificate/request'
import { AppError } from '#core/errors'
import type { Repositories } from '../store/store.ts'
import { urlsOf } from './keys/authority-keys.ts'
import type { CaSigner, LeafProfile } from './keys/signer.ts'

/** What the registration has verified and approved. */
export interface ApprovedOrder {
  /** Random. */
  readonly id: string
  readonly company: string
  readonly creditCode: string
  readonly person: string
}

export interface Authority {
  /**
   * Issues a certificate and records it, as part of a transaction. Throws `csr-rejected` without
   * proof of possession, for a weak key and for a key that has a certificate already.
   */
  certify(records: Repositories, order: ApprovedOrder, csr: Bytes, profile: LeafProfile): Promise<Certificate>
}

export interface AuthorityOptions {
  readonly signer: CaSigner
  /** This server's address. */
  readonly address: string
  /** Whether certificates say where their status is answered: software may refuse them when nobody answers there. */
  readonly namesResponder: boolean
  /** How long certificates are valid, where that is less than their profile allows. */
  readonly months?: (records: Repositories) => Promise<number>
  readonly now: () => number
}

const SECOND = 1000
/** For phones and desktops whose clocks are behind. */
const BACKDATED = 300 * SECOND

const USAGES = { 'company-signing': 'sign', 'company-encryption': 'encrypt' } as const

/** The same day so many months later, or the last one of a month that has no such day. */
const endAfter = (notBefore: Date, months: number): Date => {
  const end = new Date(notBefore)
  end.setUTCMonth(end.getUTCMonth() + months)
  if (end.getUTCDate() !== notBefore.getUTCDate()) end.setUTCDate(0)
  return end
}

const validity = (
  profile: LeafProfile,
  months: number | null,
  now: number,
  issuer: Certificate,
): { notBefore: Date; notAfter: Date } => {
  const notBefore = new Date(Math.floor((now - BACKDATED) / SECOND) * SECOND)
  const ends = [
    endOfProfile(profile, notBefore),
    issuer.notAfter,
    ...(months === null ? [] : [endAfter(notBefore, months)]),
  ]
  const end = Math.min(...ends.map((each) => each.getTime()))
  return { notBefore, notAfter: new Date(end) }
}

export const createAuthority = ({ signer, address, namesResponder, months, now }: AuthorityOptions): Authority => ({
  certify: async (records, order, csr, profile) => {
    const { spki } = await readCsr(csr)
    const keyId = sha256Hex(await sha256(spki))
    const own = Object.values(signer.certificates).map((certificate) => certificate.spki)
    const isOwn = own.some((key) => key.every((byte, i) => byte === spki[i]))
    if (isOwn || (await records.certificates.hasKey(keyId))) throw new AppError('csr-rejected', { reason: 'key reuse' })
    const { company, creditCode, person } = order
    const { notBefore, notAfter } = validity(
      profile,
      (await months?.(records)) ?? null,
      now(),
      signer.certificates.issuing,
    )
    const known = urlsOf(address, 'issuing')
    const urls = namesResponder ? known : { ...known, ocsp: null }
    const subject = { company, creditCode, person }
    const der = await signer.issue({ profile, subject, publicKey: spki, notBefore, notAfter, urls })
    const findings = lintCertificate(der, profile, namesResponder)
    if (findings.length > 0) throw new AppError('internal', { reason: `lint: ${findings.join('; ')}` })
    const certificate = parseCertificate(der)
    const { serial, fingerprint } = certificate
    const usage = USAGES[profile]
    const added = await records.certificates.add(
      {
        ...{ serial, fingerprint, keyId, usage, orderId: order.id, creditCode, company, person },
        ...{ notBefore: notBefore.getTime(), notAfter: notAfter.getTime(), issuedAt: now() },
      },
      der,
    )
    if (!added) throw new AppError('csr-rejected', { reason: 'key or serial number in use' })
    const facts = { serial, usage, creditCode, order: order.id, fingerprint }
    await records.audit.append({ actor: 'authority', action: 'certificate-issued', facts }, now())
    return certificate
  },
})
