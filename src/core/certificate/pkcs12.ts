/**
 * Key files (PKCS#12, RFC 7292) with one key and its certificates, by pkijs: PBES2 with PBKDF2 and
 * AES-256-CBC, HMAC-SHA-256 for integrity. What OpenSSL 3 writes by default is read as well.
 */
import { BmpString, OctetString } from 'asn1js'
import {
  type AlgorithmIdentifier,
  Attribute,
  AuthenticatedSafe,
  CertBag,
  ContentInfo,
  CryptoEngine,
  EncryptedContentInfo,
  EncryptedData,
  PBES2Params,
  PBKDF2Params,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  SafeBag,
  SafeContents,
} from 'pkijs'
import { equalBytes, ownBytes, utf8, type Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { parseCertificate, type Certificate } from './certificate.ts'
import { keyFits } from './signature.ts'

const TYPE = {
  pbes2: '1.2.840.113549.1.5.13',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
} as const

const MAX_LENGTH = 256 * 1024
const MAX_CERTIFICATES = 20
/** Rounds of both key derivations when writing. */
const ITERATIONS = 100_000
/** Beyond this a file is taken for an attack on time. */
const MAX_ITERATIONS = 1_000_000

const engine = new CryptoEngine({ name: 'webcrypto', crypto })

const malformed = (reason: string, cause?: unknown): AppError =>
  new AppError('certificate-malformed', { part: 'pkcs12', reason }, cause)

const octetString = (content: Bytes | ArrayBuffer): OctetString => new OctetString({ valueHex: content })
const passwordBytes = (password: string): ArrayBuffer => ownBytes(utf8(password)).buffer

/** In one piece, and so DER: the library's own way is pieces of indefinite length. */
const encryptedContent = (algorithm: AlgorithmIdentifier, content: OctetString): EncryptedContentInfo =>
  new EncryptedContentInfo({
    contentType: ContentInfo.DATA,
    contentEncryptionAlgorithm: algorithm,
    encryptedContent: content,
    disableSplit: true,
  })

const encrypt = async (plain: ArrayBuffer, password: string): Promise<EncryptedContentInfo> => {
  const sealed = await engine.encryptEncryptedContentInfo({
    password: passwordBytes(password),
    // the type asks for an iv; the library takes a random one of its own
    contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256, iv: new Uint8Array() },
    hmacHashAlgorithm: 'SHA-256',
    iterationCount: ITERATIONS,
    contentToEncrypt: plain,
    contentType: ContentInfo.DATA,
  })
  return encryptedContent(sealed.contentEncryptionAlgorithm, octetString(sealed.getEncryptedContent()))
}

const contentsOf = (safeBags: SafeBag[]): ArrayBuffer => new SafeContents({ safeBags }).toSchema().toBER()

export interface Pkcs12Options {
  /** PKCS#8 of the private key. */
  readonly pkcs8: Bytes
  /** DER, the key's certificate first. */
  readonly certificates: readonly Bytes[]
  readonly password: string
  /** Shown by programs that list the file. */
  readonly name: string
}

/** A key file; DER. */
export const writePkcs12 = async ({ pkcs8, certificates, password, name }: Pkcs12Options): Promise<Bytes> => {
  const bagAttributes = [
    new Attribute({ type: TYPE.friendlyName, values: [new BmpString({ value: name })] }),
    new Attribute({ type: TYPE.localKeyId, values: [octetString(Uint8Array.of(1))] }),
  ]
  const certificateBags = certificates.map(
    (der, index) =>
      new SafeBag({
        bagId: TYPE.certificateBag,
        bagValue: new CertBag({ certId: TYPE.x509Certificate, certValue: octetString(der) }),
        ...(index === 0 ? { bagAttributes } : {}),
      }),
  )
  const sealedKey = await encrypt(ownBytes(pkcs8).buffer, password)
  const keyBag = new SafeBag({
    bagId: TYPE.shroudedKeyBag,
    bagValue: new PKCS8ShroudedKeyBag({
      encryptionAlgorithm: sealedKey.contentEncryptionAlgorithm,
      encryptedData: octetString(sealedKey.getEncryptedContent()),
    }),
    bagAttributes,
  })
  const encryptedContentInfo = await encrypt(contentsOf(certificateBags), password)
  const authenticatedSafe = new AuthenticatedSafe({
    safeContents: [
      new ContentInfo({
        contentType: ContentInfo.ENCRYPTED_DATA,
        content: new EncryptedData({ encryptedContentInfo }).toSchema(),
      }),
      new ContentInfo({ contentType: ContentInfo.DATA, content: octetString(contentsOf([keyBag])) }),
    ],
  })
  const file = new PFX({ parsedValue: { integrityMode: 0, authenticatedSafe } })
  const integrity = { password: passwordBytes(password), iterations: ITERATIONS, hmacHashAlgorithm: 'SHA-256' }
  await file.makeInternalValues({ ...integrity, pbkdf2HashAlgorithm: { name: 'SHA-256' } }, engine)
  return new Uint8Array(file.toSchema().toBER())
}

/** The content of a ContentInfo of type data. */
const readData = ({ contentType, content }: ContentInfo): ArrayBuffer => {
  if (contentType !== ContentInfo.DATA || !(content instanceof OctetString)) throw malformed('content type')
  return content.getValue()
}

const requireMac = async ({ macData }: PFX, authenticated: ArrayBuffer, password: string): Promise<void> => {
  if (macData === undefined) throw malformed('no integrity')
  const { mac, macSalt, iterations = 1 } = macData
  if (iterations > MAX_ITERATIONS) throw malformed('iterations')
  const isRight = await engine.verifyDataStampedWithPassword({
    password: passwordBytes(password),
    hashAlgorithm: engine.getAlgorithmByOID(mac.digestAlgorithm.algorithmId, true).name,
    salt: macSalt.getValue(),
    iterationCount: iterations,
    contentToVerify: authenticated,
    signatureToVerify: mac.digest.getValue(),
  })
  if (!isRight) throw new AppError('password-wrong')
}

const decrypt = async (encryptedContentInfo: EncryptedContentInfo, password: string): Promise<ArrayBuffer> => {
  const { contentEncryptionAlgorithm: algorithm } = encryptedContentInfo
  if (algorithm.algorithmId !== TYPE.pbes2) throw malformed('unsupported: encryption')
  const { keyDerivationFunc } = new PBES2Params({ schema: algorithm.algorithmParams })
  const { iterationCount } = new PBKDF2Params({ schema: keyDerivationFunc.algorithmParams })
  if (iterationCount > MAX_ITERATIONS) throw malformed('iterations')
  return engine.decryptEncryptedContentInfo({ password: passwordBytes(password), encryptedContentInfo })
}

const readSafe = async (info: ContentInfo, password: string): Promise<readonly SafeBag[]> => {
  const content =
    info.contentType === ContentInfo.ENCRYPTED_DATA
      ? await decrypt(new EncryptedData({ schema: info.content }).encryptedContentInfo, password)
      : readData(info)
  return SafeContents.fromBER(content).safeBags
}

interface Contents {
  readonly keys: Bytes[]
  readonly certificates: Bytes[]
}

const readBag = async ({ bagValue }: SafeBag, password: string, { keys, certificates }: Contents): Promise<void> => {
  if (bagValue instanceof PrivateKeyInfo) keys.push(new Uint8Array(bagValue.toSchema().toBER()))
  if (bagValue instanceof PKCS8ShroudedKeyBag) {
    const { encryptionAlgorithm, encryptedData } = bagValue
    keys.push(new Uint8Array(await decrypt(encryptedContent(encryptionAlgorithm, encryptedData), password)))
  }
  if (bagValue instanceof CertBag && bagValue.certId === TYPE.x509Certificate) {
    if (!(bagValue.certValue instanceof OctetString)) throw malformed('certificate bag')
    certificates.push(new Uint8Array(bagValue.certValue.getValue()))
  }
  if (keys.length > MAX_CERTIFICATES || certificates.length > MAX_CERTIFICATES) throw malformed('too many bags')
}

const readContents = async (der: Bytes, password: string): Promise<Contents> => {
  if (der.length > MAX_LENGTH) throw malformed('too large')
  const file = PFX.fromBER(der)
  const authenticated = readData(file.authSafe)
  await requireMac(file, authenticated, password)
  const contents: Contents = { keys: [], certificates: [] }
  for (const safe of AuthenticatedSafe.fromBER(authenticated).safeContents)
    for (const bag of await readSafe(safe, password)) await readBag(bag, password, contents)
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
 * when it is no key file or is protected in a way that is not known here (3DES, RC2).
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
