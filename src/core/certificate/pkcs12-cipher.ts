/** The protection of key files: PBES2 (RFC 8018) for contents, the PKCS#12 MAC (RFC 7292 appendix B) over them. */
import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { ownBytes, utf8, type Bytes } from '../bytes/bytes.ts'
import type { RandomBytes } from '../cms/auth-enveloped.ts'
import { childrenOf, oid, TAG, type Element } from '../cms/der.ts'
import { AppError } from '../errors.ts'
import { expect, integer, nullValue, octets, readInteger, readOid, sequence } from './asn1.ts'
import { pkcs12MacKey } from './pkcs12-kdf.ts'

const OID = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacSha1: '1.2.840.113549.2.7',
  hmacSha256: '1.2.840.113549.2.9',
  hmacSha512: '1.2.840.113549.2.11',
  aes128: '2.16.840.1.101.3.4.1.2',
  aes256: '2.16.840.1.101.3.4.1.42',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const

/** Rounds of both key derivations when writing. */
export const ITERATIONS = 100_000
/** Beyond this a file is taken for an attack on time. */
export const MAX_ITERATIONS = 1_000_000

export const malformed = (reason: string, cause?: unknown): AppError =>
  new AppError('certificate-malformed', { part: 'pkcs12', reason }, cause)

interface CipherParameters {
  readonly salt: Uint8Array
  readonly iterations: number
  readonly iv: Bytes
  readonly prf: string
  readonly keyBits: number
}

const cipherKey = async (password: string, { salt, iterations, prf, keyBits }: CipherParameters) => {
  const base = await crypto.subtle.importKey('raw', utf8(password), 'PBKDF2', false, ['deriveKey'])
  const parameters = { name: 'PBKDF2', hash: prf, salt: ownBytes(salt), iterations }
  const kind = { name: 'AES-CBC', length: keyBits }
  return crypto.subtle.deriveKey(parameters, base, kind, false, ['encrypt', 'decrypt'])
}

/** Encrypts with AES-256-CBC: AlgorithmIdentifier and ciphertext. */
export const encrypt = async (
  plain: Bytes,
  password: string,
  random: RandomBytes,
): Promise<readonly [Bytes, Bytes]> => {
  const parameters = { salt: random(16), iterations: ITERATIONS, iv: random(16), prf: 'SHA-256', keyBits: 256 }
  const key = await cipherKey(password, parameters)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: parameters.iv }, key, plain)
  const prf = sequence(oid(OID.hmacSha256), nullValue)
  const derivation = sequence(oid(OID.pbkdf2), sequence(octets(parameters.salt), integer(ITERATIONS), prf))
  const cipher = sequence(oid(OID.aes256), octets(parameters.iv))
  return [sequence(oid(OID.pbes2), sequence(derivation, cipher)), new Uint8Array(sealed)]
}

const PRFS: { readonly [prf: string]: string } = {
  [OID.hmacSha1]: 'SHA-1',
  [OID.hmacSha256]: 'SHA-256',
  [OID.hmacSha512]: 'SHA-512',
}

const readCipher = (algorithm: Element | undefined): CipherParameters => {
  const [scheme, parameters] = childrenOf(algorithm)
  if (readOid(scheme) !== OID.pbes2) throw malformed('unsupported: encryption')
  const [derivation, cipher] = childrenOf(parameters)
  const [kdf, kdfParameters] = childrenOf(derivation)
  const [salt, iterations, ...rest] = childrenOf(kdfParameters)
  const prf = rest.find(({ tag }) => tag === TAG.sequence)
  const hash = prf === undefined ? 'SHA-1' : PRFS[readOid(childrenOf(prf)[0])]
  const [cipherName, iv] = childrenOf(cipher)
  const keyBits = { [OID.aes128]: 128, [OID.aes256]: 256 }[readOid(cipherName)]
  if (readOid(kdf) !== OID.pbkdf2 || hash === undefined || keyBits === undefined)
    throw malformed('unsupported: encryption')
  return {
    salt: expect(salt, TAG.octetString).content,
    iterations: readInteger(iterations, MAX_ITERATIONS),
    iv: ownBytes(expect(iv, TAG.octetString).content),
    prf: hash,
    keyBits,
  }
}

/** Throws `password-wrong` when the padding does not come out, and `certificate-malformed` for an unknown scheme. */
export const decrypt = async (algorithm: Element | undefined, sealed: Uint8Array, password: string): Promise<Bytes> => {
  const parameters = readCipher(algorithm)
  const key = await cipherKey(password, parameters)
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv: parameters.iv }, key, ownBytes(sealed)))
  } catch (cause) {
    throw new AppError('password-wrong', {}, cause)
  }
}

/** The MAC function of a key file by the identifier of its hash. */
export const macOf = (algorithm: string, password: string, salt: Uint8Array, iterations: number) => {
  const hash = { [OID.sha1]: sha1, [OID.sha256]: sha256, [OID.sha512]: sha512 }[algorithm]
  if (hash === undefined) throw malformed('unsupported: integrity')
  const key = pkcs12MacKey({ digest: hash, blockLength: hash.blockLen }, password, salt, iterations)
  return (data: Uint8Array): Uint8Array => hmac(hash, key, data)
}

/** DigestInfo's AlgorithmIdentifier and the MAC to write. */
export const SHA256_ALGORITHM: Bytes = sequence(oid(OID.sha256), nullValue)
