import { concat, type Bytes } from '../bytes/bytes.ts'
import { ecdsaToDer } from './ecdsa.ts'
import { buildSignedAttributes } from './signed-attributes.ts'
import { signWith, type SigningKey } from './signing-key.ts'

/** The answer to one digest. */
export interface SignedAttributes {
  /** DER of the SET OF signed attributes. */
  readonly attributes: Bytes
  /** Over `attributes`: ECDSA P-256 with SHA-256, DER. */
  readonly signature: Bytes
}

/** Whoever holds a signing key: the phone across the channel, or a software certificate. */
export interface Signer {
  /** DER, the signing certificate first, then its issuers. */
  readonly chain: readonly Bytes[]
  /** Signs SHA-256 digests; answers in the same order. */
  sign(digests: readonly Bytes[]): Promise<readonly SignedAttributes[]>
}

/** Builds the attributes of one digest and signs them with a P-256 key. */
export const signDigest = async (digest: Bytes, certificate: Bytes, key: SigningKey): Promise<SignedAttributes> => {
  const attributes = await buildSignedAttributes(digest, certificate)
  return { attributes, signature: ecdsaToDer(await signWith(key, attributes)) }
}

/**
 * A Signer over a P-256 key at hand.
 * @param chain DER, the key's certificate first. Throws a RangeError when empty.
 */
export const keySigner = (key: SigningKey, chain: readonly Bytes[]): Signer => {
  const [certificate] = chain
  if (certificate === undefined) throw new RangeError('a signer needs its certificate')
  return {
    chain: chain.map((der) => concat(der)),
    sign: (digests) => Promise.all(digests.map((digest) => signDigest(digest, certificate, key))),
  }
}
