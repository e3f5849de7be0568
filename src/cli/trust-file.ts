/** Certificates and revocation lists in files: DER, or PEM with any number of each. */
import { equalBytes, ownBytes, type Bytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { parseCrl } from '#core/certificate/crl'
import { readPem } from '#core/certificate/pem'
import { AppError } from '#core/errors'

const SEQUENCE = 0x30

export interface TrustFile {
  readonly certificates: readonly Certificate[]
  /** DER. */
  readonly crls: readonly Bytes[]
}

const isCrl = (der: Bytes): boolean => {
  try {
    parseCrl(der)
    return true
  } catch {
    return false // Then it must be a certificate, and whoever reads that says what is wrong.
  }
}

/** Reads a file. Other PEM blocks are passed over. Throws `certificate-malformed`, also when nothing is in it. */
export const readTrustFile = (file: Bytes): TrustFile => {
  if (file[0] === SEQUENCE) {
    const der = ownBytes(file)
    return isCrl(der) ? { certificates: [], crls: [der] } : { certificates: [parseCertificate(der)], crls: [] }
  }
  const text = new TextDecoder('latin1').decode(file)
  const crls = readPem(text, 'X509 CRL')
  for (const crl of crls) parseCrl(crl)
  const certificates = readPem(text, 'CERTIFICATE').map((der) => parseCertificate(der))
  if (crls.length + certificates.length === 0) throw new AppError('certificate-malformed', { reason: 'nothing in it' })
  return { certificates, crls }
}

/** The same certificates, each once. */
export const distinct = (certificates: readonly Bytes[]): readonly Bytes[] =>
  certificates.filter((der, index) => certificates.findIndex((other) => equalBytes(other, der)) === index)
