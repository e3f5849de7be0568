/**
 * Key files (PKCS#12, RFC 7292) with one key and its certificates: PBES2 with PBKDF2 and AES-256-CBC,
 * HMAC-SHA-256 for integrity. What OpenSSL 3 writes by default is read as well.
 */
import { equalBytes, ownBytes, type Bytes } from '../bytes/bytes.ts'
import type { RandomBytes } from '../cms/auth-enveloped.ts'
import { childrenOf, contextTag, element, oid, parseElement, setOf, TAG, type Element } from '../cms/der.ts'
import { AppError } from '../errors.ts'
import { expect, explicit, integer, octets, readInteger, readOid, sequence, VALUE_TAG } from './asn1.ts'
import { parseCertificate, type Certificate } from './certificate.ts'
import { decrypt, encrypt, ITERATIONS, macOf, malformed, MAX_ITERATIONS, SHA256_ALGORITHM } from './pkcs12-cipher.ts'
import { bmpPassword } from './pkcs12-kdf.ts'
import { keyFits } from './signature.ts'

const PKCS12 = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
} as const

const MAX_LENGTH = 256 * 1024
const MAX_CERTIFICATES = 20

const bmpString = (text: string): Bytes => element(VALUE_TAG.bmpString, bmpPassword(text).slice(0, -2))
const bag = (type: string, value: Uint8Array, attributes: readonly Uint8Array[]): Bytes =>
  sequence(oid(type), explicit(0, value), ...(attributes.length === 0 ? [] : [setOf(...attributes)]))
const dataInfo = (content: Bytes): Bytes => sequence(oid(PKCS12.data), explicit(0, octets(content)))

export interface Pkcs12Options {
  /** PKCS#8 of the private key. */
  readonly pkcs8: Bytes
  /** DER, the key's certificate first. */
  readonly certificates: readonly Bytes[]
  readonly password: string
  /** Shown by programs that list the file. */
  readonly name: string
  readonly random: RandomBytes
}

/** A key file; DER. */
export const writePkcs12 = async (options: Pkcs12Options): Promise<Bytes> => {
  const { pkcs8, certificates, password, name, random } = options
  const attributes = [
    sequence(oid(PKCS12.friendlyName), setOf(bmpString(name))),
    sequence(oid(PKCS12.localKeyId), setOf(octets(Uint8Array.of(1)))),
  ]
  const bags = certificates.map((der, index) =>
    bag(
      PKCS12.certificateBag,
      sequence(oid(PKCS12.x509Certificate), explicit(0, octets(der))),
      index === 0 ? attributes : [],
    ),
  )
  const [certificateCipher, sealedBags] = await encrypt(sequence(...bags), password, random)
  const [keyCipher, sealedKey] = await encrypt(pkcs8, password, random)
  const encryptedContent = sequence(oid(PKCS12.data), certificateCipher, element(0x80, sealedBags))
  const authenticated = sequence(
    sequence(oid(PKCS12.encryptedData), explicit(0, sequence(integer(0), encryptedContent))),
    dataInfo(sequence(bag(PKCS12.shroudedKeyBag, sequence(keyCipher, octets(sealedKey)), attributes))),
  )
  const salt = random(16)
  const mac = macOf(readOid(childrenOf(parseElement(SHA256_ALGORITHM))[0]), password, salt, ITERATIONS)(authenticated)
  const digestInfo = sequence(SHA256_ALGORITHM, octets(mac))
  return sequence(integer(3), dataInfo(authenticated), sequence(digestInfo, octets(salt), integer(ITERATIONS)))
}

/** The content of a ContentInfo of type data. */
const readData = (info: Element): Bytes => {
  const [type, wrapped] = childrenOf(expect(info, TAG.sequence))
  if (readOid(type) !== PKCS12.data) throw malformed('content type')
  return ownBytes(expect(childrenOf(wrapped)[0], TAG.octetString).content)
}

const requireMac = (mac: Element | undefined, authenticated: Bytes, password: string): void => {
  if (mac === undefined) return
  const [digestInfo, salt, iterations] = childrenOf(mac)
  const [algorithm, digest] = childrenOf(digestInfo)
  const rounds = iterations === undefined ? 1 : readInteger(iterations, MAX_ITERATIONS)
  const saltBytes = expect(salt, TAG.octetString).content
  const code = macOf(readOid(childrenOf(algorithm)[0]), password, saltBytes, rounds)(authenticated)
  if (!equalBytes(code, expect(digest, TAG.octetString).content)) throw new AppError('password-wrong')
}

const readSafe = async (info: Element, password: string): Promise<readonly Element[]> => {
  const [type, wrapped] = childrenOf(info)
  if (readOid(type) === PKCS12.data) return childrenOf(parseElement(readData(info)))
  if (readOid(type) !== PKCS12.encryptedData) throw malformed('unsupported: encryption')
  const [, encrypted] = childrenOf(childrenOf(wrapped)[0])
  const [, algorithm, sealed] = childrenOf(encrypted)
  return childrenOf(parseElement(await decrypt(algorithm, expect(sealed, 0x80).content, password)))
}

interface Contents {
  readonly keys: Bytes[]
  readonly certificates: Bytes[]
}

const readBag = async (value: Element, password: string, { keys, certificates }: Contents): Promise<void> => {
  const [type, wrapped] = childrenOf(value)
  const inner = expect(childrenOf(expect(wrapped, contextTag(0)))[0], TAG.sequence)
  const name = readOid(type)
  if (name === PKCS12.keyBag) keys.push(ownBytes(inner.bytes))
  if (name === PKCS12.shroudedKeyBag) {
    const [algorithm, sealed] = childrenOf(inner)
    keys.push(await decrypt(algorithm, expect(sealed, TAG.octetString).content, password))
  }
  if (name === PKCS12.certificateBag) {
    const [kind, content] = childrenOf(inner)
    if (readOid(kind) === PKCS12.x509Certificate)
      certificates.push(ownBytes(expect(childrenOf(content)[0], TAG.octetString).content))
  }
  if (keys.length > MAX_CERTIFICATES || certificates.length > MAX_CERTIFICATES) throw malformed('too many bags')
}

const readContents = async (der: Bytes, password: string): Promise<Contents> => {
  if (der.length > MAX_LENGTH) throw malformed('too large')
  const [version, info, mac] = childrenOf(expect(parseElement(der), TAG.sequence))
  if (info === undefined || readInteger(version) !== 3) throw malformed('version')
  const authenticated = readData(info)
  requireMac(mac, authenticated, password)
  const contents: Contents = { keys: [], certificates: [] }
  for (const safe of childrenOf(expect(parseElement(authenticated), TAG.sequence)))
    for (const value of await readSafe(safe, password)) await readBag(value, password, contents)
  return contents
}

/** The key's certificate first, then each one's issuer as far as they are there, then the rest. */
const inOrder = (leaf: Certificate, others: readonly Certificate[]): readonly Bytes[] => {
  const rest = [...others]
  const ordered = [leaf]
  for (let last = leaf; ;) {
    const next = rest.findIndex(({ subjectName }) => equalBytes(subjectName, last.issuerName))
    if (next < 0) break
    ;[last] = rest.splice(next, 1) as [Certificate]
    ordered.push(last)
  }
  return [...ordered, ...rest].map(({ der }) => der)
}

export interface Pkcs12 {
  /** PKCS#8 of the private key. */
  readonly pkcs8: Bytes
  /** DER, the key's certificate first. */
  readonly certificates: readonly Bytes[]
}

/**
 * Opens a key file. Of several keys the first one that has a certificate is taken. Throws
 * `password-wrong`, `key-mismatch` when no certificate belongs to a key, and `certificate-malformed`
 * when it is not DER of a key file or is protected in a way that is not known here (3DES, RC2).
 */
export const readPkcs12 = async (der: Bytes, password: string): Promise<Pkcs12> => {
  let contents: Contents
  try {
    contents = await readContents(ownBytes(der), password)
  } catch (error) {
    throw error instanceof AppError ? error : malformed('not a key file', error)
  }
  const certificates = contents.certificates.map(parseCertificate)
  for (const pkcs8 of contents.keys)
    for (const leaf of certificates)
      if (await keyFits(pkcs8, leaf.spki))
        return {
          pkcs8,
          certificates: inOrder(
            leaf,
            certificates.filter((other) => other !== leaf),
          ),
        }
  throw new AppError('key-mismatch')
}
