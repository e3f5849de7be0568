import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'

/** What `--json` says about a certificate. */
export interface CertificateFacts {
  readonly company: string
  readonly creditCode: string
  readonly person: string
  readonly serial: string
  readonly fingerprint: string
  readonly notBefore: string
  readonly notAfter: string
}

export const certificateFacts = (certificate: Certificate): CertificateFacts => ({
  company: certificate.company,
  creditCode: certificate.creditCode,
  person: certificate.person,
  serial: certificate.serial,
  fingerprint: certificate.fingerprint,
  notBefore: certificate.notBefore.toISOString(),
  notAfter: certificate.notAfter.toISOString(),
})

/** The facts of a DER certificate; null where there is none or it cannot be read. */
export const factsOf = (der: Bytes | undefined): CertificateFacts | null => {
  try {
    return der === undefined ? null : certificateFacts(parseCertificate(der))
  } catch {
    return null // Whoever judges the chain says that it is malformed.
  }
}

/** `河南示范建设有限公司 (91410100MA9ABCD16M)` */
export const holder = (facts: Pick<CertificateFacts, 'company' | 'creditCode'> | null): string =>
  facts === null ? '' : facts.creditCode === '' ? facts.company : `${facts.company} (${facts.creditCode})`
