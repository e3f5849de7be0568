/** A small certificate authority for tests: a P-256 root and signing certificates under it. */
import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  AuthorityKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import type { Bytes } from '#core/bytes/bytes'
import { keySigner, type Signer } from '#core/cms/signer'

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const YEAR = 365 * 24 * 3600 * 1000

export interface TestSigner extends Signer {
  /** DER of the root. */
  readonly root: Bytes
  readonly rootPem: string
  readonly privateKey: Awaited<ReturnType<typeof crypto.subtle.importKey>>
}

/** A signer whose chain is [signing certificate, root], valid from a day ago for a year. */
export const testSigner = async (name = 'O=河南示范建设有限公司, CN=河南示范建设有限公司'): Promise<TestSigner> => {
  const rootKeys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const notBefore = new Date(Date.now() - YEAR / 365)
  const notAfter = new Date(Date.now() + YEAR)
  const rootId = await SubjectKeyIdentifierExtension.create(rootKeys.publicKey)
  const root = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=BidSeal Test Root',
    notBefore,
    notAfter,
    signingAlgorithm: P256,
    keys: rootKeys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      rootId,
    ],
  })
  const certificate = await X509CertificateGenerator.create({
    serialNumber: '0a2b3c',
    subject: name,
    issuer: root.subject,
    notBefore,
    notAfter,
    signingAlgorithm: P256,
    publicKey: keys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  })
  const rootDer = new Uint8Array(root.rawData)
  const signer = keySigner(keys.privateKey, [new Uint8Array(certificate.rawData), rootDer])
  return { ...signer, root: rootDer, rootPem: root.toString('pem'), privateKey: keys.privateKey }
}
