/**
 * Key management: makes the key pairs of encryption certificates, hands each to its phone encrypted
 * to the signing key, and escrows it. Here is only the public half of the recovery key.
 */
import type { Bytes } from '#core/bytes/bytes'
import { envelop, type RandomBytes } from '#core/cms/auth-enveloped'
import { makeCsr } from '#core/certificate/csr'

export interface EncryptionKey {
  /** PKCS#10. */
  readonly csr: Bytes
  /** CMS AuthEnvelopedData with the PKCS#8 for whoever holds the key of a certificate. */
  wrapFor(certificate: Bytes): Promise<Bytes>
  /** The PKCS#8 under a random key of its own, which only the recovery key opens. */
  escrowEntry(): Promise<Bytes>
  /** Overwrites the private key. */
  forget(): void
}

export interface Kmc {
  makeKey(): Promise<EncryptionKey>
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** @param recovery certificate of the recovery key */
export const createKmc = (recovery: Bytes, random: RandomBytes): Kmc => ({
  makeKey: async () => {
    const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
    const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
    return {
      csr: await makeCsr(keys, 'encryption'),
      wrapFor: (certificate) => envelop(pkcs8, certificate, random),
      escrowEntry: () => envelop(pkcs8, recovery, random),
      forget: () => void pkcs8.fill(0),
    }
  },
})
