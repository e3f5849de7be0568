/** Encryption keys of older certificates, which have been released for a recovery to a new phone. */
import type { Bytes } from '#core/bytes/bytes'
import type { KeysAnswer } from '#core/application/issuing'
import { parseCertificate } from '#core/certificate/certificate'
import type { SubtleKey } from '#core/cms/auth-enveloped'
import { AppError, asAppError } from '#core/errors'
import { encryptionCertificates, signingCertificate, type Credential } from './credential.ts'
import { receiveKey, testDecryption, trustedLeaf, type IssuedPorts } from './issued.ts'
import { olderName, unwrapPrivateKey, wrapPrivateKey } from './private-key.ts'

type Released = KeysAnswer['keys'][number]

const fingerprintOf = ({ encryption: [leaf = new Uint8Array()] }: Released): string =>
  parseCertificate(leaf).fingerprint

/** Those that the credential does not have yet. Throws `certificate-malformed`. */
export const missingKeys = (own: Credential, released: readonly Released[]): readonly Released[] => {
  const known = new Set<string>(encryptionCertificates(own).map(({ fingerprint }) => fingerprint))
  return released.filter((each) => {
    const fingerprint = fingerprintOf(each)
    const isNew = !known.has(fingerprint)
    known.add(fingerprint)
    return isNew
  })
}

export interface OlderKeysOrder {
  readonly own: Credential
  readonly contentKey: SubtleKey
  readonly released: readonly Released[]
}

/**
 * Puts released keys under the content key, each checked: its certificate is of the same company and
 * authority and was good when it was new, and the key is that of the certificate. What is wrong with
 * one is told beside those that are right.
 */
export const receiveOlderKeys = async (
  { own, contentKey, released }: OlderKeysOrder,
  ports: IssuedPorts,
): Promise<{ readonly received: Credential['older']; readonly fault: AppError | null }> => {
  const sign = await unwrapPrivateKey(own.keys.sign, contentKey, own.id, 'sign', true)
  const { creditCode } = signingCertificate(own)

  const receive = async ({ encryption, encryptionKey }: Released): Promise<Credential['older'][number]> => {
    const [first = new Uint8Array(), ...issuers] = encryption
    const at = parseCertificate(first).notBefore
    const leaf = await trustedLeaf([first, ...issuers], 'encrypt', { root: own.root, at })
    if (leaf.creditCode !== creditCode) throw new AppError('certificate-untrusted', { reason: 'company' })
    const key = await receiveKey(encryptionKey, own.signing[0], sign)
    await testDecryption(leaf, key, ports)
    const name = olderName(own.id, leaf.fingerprint)
    const chain: [Bytes, ...Bytes[]] = [leaf.der, ...issuers]
    return { encryption: chain, key: await wrapPrivateKey(key, contentKey, name, 'encrypt', ports.random) }
  }

  const received: Credential['older'] = []
  let fault: AppError | null = null
  for (const each of released)
    try {
      received.push(await receive(each))
    } catch (error) {
      fault ??= asAppError(error)
    }
  return { received, fault }
}
