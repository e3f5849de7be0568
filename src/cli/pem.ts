/** Certificates and revocation lists in files: DER, or PEM (RFC 7468) with any number of each. */
import { equalBytes, ownBytes, type Bytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { parseCrl } from '#core/certificate/crl'
import { AppError } from '#core/errors'

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g
const CERTIFICATES: readonly string[] = ['CERTIFICATE', 'TRUSTED CERTIFICATE', 'X509 CERTIFICATE']
const CRL = 'X509 CRL'
const SEQUENCE = 0x30

export interface PemContent {
  readonly certificates: readonly Certificate[]
  /** DER. */
  readonly crls: readonly Bytes[]
}

interface Block {
  readonly label: string
  readonly der: Bytes
}

const isCrl = (der: Bytes): boolean => {
  try {
    parseCrl(der)
    return true
  } catch {
    return false // Then it must be a certificate, and whoever reads that says what is wrong.
  }
}

const blocksOf = (file: Bytes): readonly Block[] => {
  if (file[0] === SEQUENCE) return [{ label: isCrl(file) ? CRL : 'CERTIFICATE', der: file }]
  const text = new TextDecoder('latin1').decode(file)
  return [...text.matchAll(BLOCK)].map(([, label = '', body = '']) => ({
    label,
    der: ownBytes(Buffer.from(body, 'base64')),
  }))
}

/** Reads a file. Other PEM blocks are passed over. Throws `certificate-malformed`, also when nothing is in it. */
export const readPem = (file: Bytes): PemContent => {
  const blocks = blocksOf(file)
  const of = (labels: readonly string[]): readonly Bytes[] =>
    blocks.filter(({ label }) => labels.includes(label)).map(({ der }) => der)
  const crls = of([CRL])
  for (const crl of crls) parseCrl(crl)
  const certificates = of(CERTIFICATES).map((der) => parseCertificate(der))
  if (crls.length + certificates.length === 0) throw new AppError('certificate-malformed', { reason: 'nothing in it' })
  return { certificates, crls }
}

/** The same certificates, each once. */
export const distinct = (certificates: readonly Bytes[]): readonly Bytes[] =>
  certificates.filter((der, index) => certificates.findIndex((other) => equalBytes(other, der)) === index)

/** A certificate as PEM. */
export const toPem = (der: Bytes): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
