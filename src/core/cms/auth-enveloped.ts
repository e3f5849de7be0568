/**
 * A short secret wrapped for one certificate: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM
 * (RFC 5084). P-256 recipients by key agreement (RFC 5753: ephemeral-static ECDH, X9.63 KDF with
 * SHA-256, AES-256 key wrap), RSA recipients by RSAES-OAEP with SHA-256 (RFC 8017).
 * `openssl cms -decrypt` opens the result.
 */
import { aeskw } from '@noble/ciphers/aes.js'
import {
  BitString,
  Constructed,
  fromBER,
  Integer,
  Null,
  ObjectIdentifier,
  OctetString,
  Primitive,
  Sequence,
  Set as SetOf,
  type AsnType,
} from 'asn1js'
import { concat, equalBytes, ownBytes, type Bytes } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/digest.ts'
import { uint } from '../bytes/frames.ts'
import { AppError } from '../errors.ts'

const OID = {
  authEnvelopedData: '1.2.840.113549.1.9.16.1.23',
  data: '1.2.840.113549.1.7.1',
  aes256Gcm: '2.16.840.1.101.3.4.1.46',
  aes256Wrap: '2.16.840.1.101.3.4.1.45',
  stdDhSha256Kdf: '1.3.132.1.11.1',
  ecPublicKey: '1.2.840.10045.2.1',
  prime256v1: '1.2.840.10045.3.1.7',
  rsaEncryption: '1.2.840.113549.1.1.1',
  rsaOaep: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const

const MAX_ENVELOPE = 8192
/** How a point begins (SEC 1, 2.3.3); libraries take hybrid ones, which begin otherwise, for the same point. */
const UNCOMPRESSED = 4
const TAG_LENGTH = 16

/** WebCrypto's key, by the name that browser and Node types share. */
export type SubtleKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** A certificate and its private key: ECDH P-256 with `deriveBits`, or RSA-OAEP SHA-256 with `decrypt`. */
export interface RecipientKey {
  readonly certificate: Bytes
  readonly privateKey: SubtleKey
}

/** Random bytes of good quality. */
export type RandomBytes = (length: number) => Bytes

interface Identity {
  /** DER of the issuer's Name. */
  readonly issuer: Bytes
  /** Content of the serial number's INTEGER. */
  readonly serial: Bytes
  readonly algorithm: 'ec' | 'rsa'
  /** DER of SubjectPublicKeyInfo. */
  readonly publicKey: Bytes
}

const der = (value: AsnType): Bytes => new Uint8Array(value.toBER())

const parseDer = (bytes: Uint8Array): AsnType | null => {
  try {
    const { offset, result } = fromBER(ownBytes(bytes))
    return offset === bytes.length ? result : null
  } catch {
    return null
  }
}

const children = (value: AsnType | undefined): readonly AsnType[] =>
  value instanceof Sequence || value instanceof SetOf || value instanceof Constructed ? value.valueBlock.value : []

const content = (value: AsnType | undefined): Bytes | null =>
  value instanceof OctetString || value instanceof Integer || value instanceof Primitive
    ? ownBytes(value.valueBlock.valueHexView)
    : null

const oid = (value: AsnType | undefined): string | null =>
  value instanceof ObjectIdentifier ? value.valueBlock.toString() : null

const raw = (value: AsnType | undefined): Bytes => ownBytes(value?.valueBeforeDecodeView ?? new Uint8Array())

const identify = (certificate: Bytes): Identity => {
  const tbs = children(children(parseDer(certificate) ?? undefined)[0])
  const first = tbs[0] instanceof Constructed && tbs[0].idBlock.tagClass === 3 ? 1 : 0
  const serial = tbs[first]
  const issuer = tbs[first + 2]
  const publicKey = tbs[first + 5]
  const [algorithm, curve] = children(children(publicKey)[0])
  const isEc = oid(algorithm) === OID.ecPublicKey && oid(curve) === OID.prime256v1
  const isRsa = oid(algorithm) === OID.rsaEncryption
  if (!(serial instanceof Integer) || !(issuer instanceof Sequence)) throw new AppError('certificate-malformed')
  if (!isEc && !isRsa) throw new AppError('certificate-wrong-usage', { reason: 'key type' })
  return {
    issuer: raw(issuer),
    serial: ownBytes(serial.valueBlock.valueHexView),
    algorithm: isEc ? 'ec' : 'rsa',
    publicKey: raw(publicKey),
  }
}

const sequence = (...value: AsnType[]): Sequence => new Sequence({ value })
const identifier = (value: string): ObjectIdentifier => new ObjectIdentifier({ value })
const octets = (bytes: Bytes): OctetString => new OctetString({ valueHex: bytes })
const tagged = (tagNumber: number, ...value: AsnType[]): Constructed =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value })

const wrapAlgorithm = (): Sequence => sequence(identifier(OID.aes256Wrap))

/** RFC 5753 section 7.2, and X9.63 KDF for one block of output. */
const wrappingKey = (sharedSecret: Bytes): Promise<Bytes> => {
  const sharedInfo = sequence(wrapAlgorithm(), tagged(2, octets(uint(256, 4))))
  return sha256(concat(sharedSecret, uint(1, 4), der(sharedInfo)))
}

const issuerAndSerial = (who: Identity): Sequence => {
  const issuer = parseDer(who.issuer)
  if (issuer === null) throw new AppError('certificate-malformed')
  return sequence(issuer, new Integer({ valueHex: who.serial }))
}

const keyAgreement = (who: Identity, ephemeral: Bytes, wrapped: Bytes): AsnType =>
  tagged(
    1,
    new Integer({ value: 3 }),
    tagged(0, tagged(1, sequence(identifier(OID.ecPublicKey)), new BitString({ valueHex: ephemeral }))),
    sequence(identifier(OID.stdDhSha256Kdf), wrapAlgorithm()),
    sequence(sequence(issuerAndSerial(who), octets(wrapped))),
  )

const keyTransport = (who: Identity, wrapped: Bytes): AsnType => {
  const hash = (): Sequence => sequence(identifier(OID.sha256), new Null())
  const parameters = sequence(tagged(0, hash()), tagged(1, sequence(identifier(OID.mgf1), hash())))
  return sequence(
    new Integer({ value: 0 }),
    issuerAndSerial(who),
    sequence(identifier(OID.rsaOaep), parameters),
    octets(wrapped),
  )
}

const contentInfo = (recipient: AsnType, nonce: Bytes, ciphertext: Bytes, tag: Bytes): Bytes =>
  der(
    sequence(
      identifier(OID.authEnvelopedData),
      tagged(
        0,
        sequence(
          new Integer({ value: 0 }),
          new SetOf({ value: [recipient] }),
          sequence(
            identifier(OID.data),
            sequence(identifier(OID.aes256Gcm), sequence(octets(nonce), new Integer({ value: TAG_LENGTH }))),
            new Primitive({ idBlock: { tagClass: 3, tagNumber: 0 }, valueHex: ciphertext }),
          ),
          octets(tag),
        ),
      ),
    ),
  )

const P256 = { name: 'ECDH', namedCurve: 'P-256' } as const
const OAEP = { name: 'RSA-OAEP', hash: 'SHA-256' } as const

const wrapFor = async (who: Identity, contentKey: Bytes): Promise<AsnType> => {
  if (who.algorithm === 'rsa') {
    const key = await crypto.subtle.importKey('spki', who.publicKey, OAEP, false, ['encrypt'])
    return keyTransport(who, new Uint8Array(await crypto.subtle.encrypt(OAEP, key, contentKey)))
  }
  const theirs = await crypto.subtle.importKey('spki', who.publicKey, P256, false, [])
  const ours = await crypto.subtle.generateKey(P256, true, ['deriveBits'])
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, ours.privateKey, 256)
  const kek = await wrappingKey(new Uint8Array(secret))
  const ephemeral = new Uint8Array(await crypto.subtle.exportKey('raw', ours.publicKey))
  return keyAgreement(who, ephemeral, ownBytes(aeskw(kek).encrypt(contentKey)))
}

/**
 * Wraps a short secret for one certificate and returns DER. Throws `certificate-malformed`, or
 * `certificate-wrong-usage` when the key is neither P-256 nor RSA.
 */
export const envelop = async (secret: Bytes, certificate: Bytes, random: RandomBytes): Promise<Bytes> => {
  const who = identify(certificate)
  const contentKey = random(32)
  const nonce = random(12)
  const key = await crypto.subtle.importKey('raw', contentKey, 'AES-GCM', false, ['encrypt'])
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, secret))
  const recipient = await wrapFor(who, contentKey)
  const end = sealed.length - TAG_LENGTH
  return contentInfo(recipient, nonce, sealed.slice(0, end), sealed.slice(end))
}

interface Envelope {
  readonly who: Identity
  readonly wrapped: Bytes
  readonly ephemeral: Bytes | null
  readonly nonce: Bytes
  readonly sealed: Bytes
}

const malformed = (reason: string): AppError => new AppError('bid-file-damaged', { part: 'slot', reason })

const required = <T>(value: T | null | undefined, reason: string): T => {
  if (value === null || value === undefined) throw malformed(reason)
  return value
}

/** Reads by position, then spells the whole again: whatever differs from what `envelop` writes is refused. */
const readEnvelope = (bytes: Bytes): Envelope => {
  if (bytes.length > MAX_ENVELOPE) throw malformed('too large')
  const outer = required(parseDer(bytes), 'not DER')
  const [, recipients, encrypted, mac] = children(children(children(outer)[1])[0])
  const recipient = required(children(recipients)[0], 'recipient')
  const isAgreement = recipient.idBlock.tagClass === 3
  const fields = children(recipient)
  const encryptedKey = children(children(fields[3])[0])
  const [issuer, serial] = children(isAgreement ? encryptedKey[0] : fields[1])
  const point = children(children(fields[1])[0])[1]
  const [, algorithm, ciphertext] = children(encrypted)
  const who: Identity = {
    issuer: raw(required(issuer, 'issuer')),
    serial: required(content(serial), 'serial'),
    algorithm: isAgreement ? 'ec' : 'rsa',
    publicKey: new Uint8Array(),
  }
  const wrapped = required(content(isAgreement ? encryptedKey[1] : fields[3]), 'wrapped key')
  const ephemeral = isAgreement && point instanceof BitString ? ownBytes(point.valueBlock.valueHexView) : null
  if (isAgreement && !(ephemeral?.length === 65 && ephemeral[0] === UNCOMPRESSED)) throw malformed('ephemeral key')
  const nonce = required(content(children(children(algorithm)[1])[0]), 'nonce')
  const body = required(content(ciphertext), 'content')
  const tag = required(content(mac), 'tag')
  if (nonce.length !== 12 || tag.length !== TAG_LENGTH) throw malformed('content')
  const again = ephemeral === null ? keyTransport(who, wrapped) : keyAgreement(who, ephemeral, wrapped)
  if (!equalBytes(contentInfo(again, nonce, body, tag), bytes)) throw malformed('not canonical')
  return { who, wrapped, ephemeral, nonce, sealed: concat(body, tag) }
}

const parseEnvelope = (bytes: Bytes): Envelope => {
  try {
    return readEnvelope(bytes)
  } catch (cause) {
    throw cause instanceof AppError && cause.code === 'bid-file-damaged' ? cause : malformed('not an envelope')
  }
}

const unwrap = async (envelope: Envelope, privateKey: SubtleKey): Promise<Bytes> => {
  if (envelope.ephemeral === null)
    return new Uint8Array(await crypto.subtle.decrypt(OAEP, privateKey, envelope.wrapped))
  const theirs = await crypto.subtle.importKey('raw', envelope.ephemeral, P256, false, [])
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, privateKey, 256)
  return ownBytes(aeskw(await wrappingKey(new Uint8Array(secret))).decrypt(envelope.wrapped))
}

/** Whether an envelope is for this certificate, by issuer and serial number. Throws `bid-file-damaged` when malformed. */
export const isEnvelopedFor = (envelope: Bytes, certificate: Bytes): boolean => {
  const { who } = parseEnvelope(envelope)
  const mine = identify(certificate)
  return equalBytes(who.issuer, mine.issuer) && equalBytes(who.serial, mine.serial) && who.algorithm === mine.algorithm
}

/**
 * Opens an envelope. Returns null when it is for another certificate; throws `bid-file-damaged`
 * when it is not an envelope and `unwrap-failed`, without saying why, when the key does not open it.
 */
export const openEnvelope = async (envelope: Bytes, recipient: RecipientKey): Promise<Bytes | null> => {
  if (!isEnvelopedFor(envelope, recipient.certificate)) return null
  const parsed = parseEnvelope(envelope)
  try {
    const contentKey = await unwrap(parsed, recipient.privateKey)
    const key = await crypto.subtle.importKey('raw', contentKey, 'AES-GCM', false, ['decrypt'])
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: parsed.nonce }, key, parsed.sealed))
  } catch {
    throw new AppError('unwrap-failed')
  }
}
