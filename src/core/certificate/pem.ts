/** Textual encodings (RFC 7468). */
import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import { ownBytes, type Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'

export type PemLabel = 'CERTIFICATE' | 'X509 CRL' | 'CERTIFICATE REQUEST' | 'PRIVATE KEY'

const MAX_LENGTH = 4 * 1024 * 1024

/** One block, ready for a file. */
export const toPem = (label: PemLabel, der: Uint8Array): string => {
  const base64 = toBase64url(der).replaceAll('-', '+').replaceAll('_', '/')
  const lines = base64.padEnd(Math.ceil(base64.length / 4) * 4, '=').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}

const decode = (body: string): Bytes => {
  const base64 = body.replaceAll(/\s/g, '').replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_')
  const bytes = fromBase64url(base64)
  if (bytes === null) throw new AppError('certificate-malformed', { reason: 'base64' })
  return bytes
}

/** All blocks with a label, in order; text around them is ignored. Throws `certificate-malformed`. */
export const readPem = (text: string, label: PemLabel): readonly Bytes[] => {
  if (text.length > MAX_LENGTH) throw new AppError('certificate-malformed', { reason: 'too large' })
  const blocks = text.split(`-----BEGIN ${label}-----`).slice(1)
  return blocks.map((block) => {
    const end = block.indexOf(`-----END ${label}-----`)
    if (end < 0) throw new AppError('certificate-malformed', { reason: 'no end of block' })
    return decode(block.slice(0, end))
  })
}

/** The certificates of a file that holds one in DER or any number in PEM. Throws `certificate-malformed`. */
export const readCertificateFile = (file: Uint8Array): readonly Bytes[] => {
  if (file[0] === 0x30) return [ownBytes(file)]
  const certificates = readPem(new TextDecoder().decode(file), 'CERTIFICATE')
  if (certificates.length === 0) throw new AppError('certificate-malformed', { reason: 'no certificate' })
  return certificates
}
