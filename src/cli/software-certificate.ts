/** A certificate with its key in a file (PKCS#12, .p12), opened with the password in another. */
import { basename } from 'node:path'
import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { readPkcs12 } from '#core/certificate/pkcs12'
import type { RecipientKey } from '#core/cms/auth-enveloped'
import { keySigner, type Signer } from '#core/cms/signer'
import { AppError } from '#core/errors'
import { naming, readPassword, readSmallFile } from './files.ts'

interface Opened {
  readonly certificate: Certificate
  /** DER, its own certificate first. */
  readonly chain: readonly Bytes[]
  readonly pkcs8: Bytes
}

const openFile = async (path: string, passwordFile: string, usage: 'sign' | 'encrypt'): Promise<Opened> => {
  const file = await readSmallFile(path)
  const { pkcs8, certificates } = await naming(path, readPkcs12(file, await readPassword(passwordFile)))
  const [der] = certificates
  if (der === undefined) throw new AppError('no-certificate')
  const certificate = parseCertificate(der)
  if (certificate.usage !== usage)
    throw new AppError('certificate-wrong-usage', { name: basename(path), found: certificate.usage, needed: usage })
  return { certificate, chain: certificates, pkcs8 }
}

const importKey = async (pkcs8: Bytes, name: 'ECDSA' | 'ECDH', usage: 'sign' | 'deriveBits') => {
  try {
    return await crypto.subtle.importKey('pkcs8', pkcs8, { name, namedCurve: 'P-256' }, false, [usage])
  } catch (cause) {
    throw new AppError('certificate-wrong-usage', { reason: 'key type' }, cause)
  }
}

export interface SoftwareSigner extends Signer {
  readonly certificate: Certificate
}

/**
 * Rejects with `password-wrong`, `no-certificate`, `certificate-wrong-usage`, `certificate-expired`
 * or `certificate-not-yet-valid` (nobody signs with those), or a file error.
 */
export const openSigner = async (path: string, passwordFile: string, now: Date): Promise<SoftwareSigner> => {
  const { certificate, chain, pkcs8 } = await openFile(path, passwordFile, 'sign')
  if (now > certificate.notAfter) throw new AppError('certificate-expired', { company: certificate.company })
  if (now < certificate.notBefore) throw new AppError('certificate-not-yet-valid', { company: certificate.company })
  return { ...keySigner(await importKey(pkcs8, 'ECDSA', 'sign'), chain), certificate }
}

/** Rejects like openSigner, but takes an expired certificate: old bids must stay openable. */
export const openRecipient = async (
  path: string,
  passwordFile: string,
): Promise<RecipientKey & { readonly facts: Certificate }> => {
  const { certificate, pkcs8 } = await openFile(path, passwordFile, 'encrypt')
  return { certificate: certificate.der, privateKey: await importKey(pkcs8, 'ECDH', 'deriveBits'), facts: certificate }
}
