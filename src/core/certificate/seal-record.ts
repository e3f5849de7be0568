/** Electronic seal records (GB/T 38540-2020 section 6: SESeal version 4), made by the authority and read by everybody. */
import { sha256 } from '@noble/hashes/sha2.js'
import { equalBytes, ownBytes, toHex, type Bytes } from '../bytes/bytes.ts'
import { isSha256, sha256Hex, type Sha256 } from '../bytes/digest.ts'
import { childrenOf, contextTag, oid, parseElement, TAG, type Element } from '../cms/der.ts'
import type { SigningKey } from '../cms/signing-key.ts'
import { AppError } from '../errors.ts'
import {
  bits,
  expect,
  ia5String,
  integer,
  octets,
  readBits,
  readInteger,
  readOid,
  readString,
  sequence,
  utf8String,
} from './asn1.ts'
import { parseCertificate } from './certificate.ts'
import { judgeChain } from './chain.ts'
import { readExtensions } from './extensions.ts'
import { OID } from './oids.ts'
import { ECDSA_SHA256, isSignedBy, signBytes } from './signature.ts'
import { generalizedTime, readTime } from './time.ts'

/** Numbers of `property.type`; the standard leaves them to the issuer. */
export const SEAL_TYPES = {
  company: 1,
  'legal-representative': 2,
  personal: 3,
  handwritten: 4,
  contract: 5,
  finance: 6,
} as const
export type SealKind = keyof typeof SEAL_TYPES

const VERSION = 4
const VENDOR = 'BidSeal'
/** `certListType`: whole certificates, or digests of them. */
const LIST = { certificates: 1, digests: 2 } as const
const MAX_LENGTH = 160 * 1024
const MAX_MILLIMETRES = 500
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

export interface SealRecordOptions {
  /** ASCII, unique at the authority. */
  readonly id: string
  readonly kind: SealKind
  readonly name: string
  /** PNG with transparency. */
  readonly picture: Bytes
  /** True size in whole millimetres. */
  readonly width: number
  readonly height: number
  /** DER of the signing certificates that may use the seal. */
  readonly certificates: readonly Bytes[]
  readonly createDate: Date
  readonly validStart: Date
  readonly validEnd: Date
  readonly maker: { readonly certificate: Bytes; readonly key: SigningKey }
}

export interface SealRecord {
  readonly id: string
  readonly kind: SealKind
  readonly name: string
  readonly picture: Bytes
  /** Millimetres. */
  readonly width: number
  readonly height: number
  readonly createDate: Date
  readonly validStart: Date
  readonly validEnd: Date
  /** SHA-256 of the certificates that may use the seal. */
  readonly certificates: readonly Sha256[]
  /** DER of the maker's certificate. */
  readonly maker: Bytes
  /** DER of eSealInfo: what the maker signed. */
  readonly signed: Bytes
  readonly signature: Bytes
}

/** DER of eSealInfo: all that the maker signs. */
export const sealBodyOf = (options: Omit<SealRecordOptions, 'maker'>): Bytes => {
  const { id, kind, name, picture, width, height, certificates, createDate, validStart, validEnd } = options
  const header = sequence(ia5String('ES'), integer(VERSION), ia5String(VENDOR))
  const property = sequence(
    integer(SEAL_TYPES[kind]),
    utf8String(name),
    integer(LIST.certificates),
    sequence(...certificates.map(octets)),
    generalizedTime(createDate),
    generalizedTime(validStart),
    generalizedTime(validEnd),
  )
  const image = sequence(ia5String('PNG'), octets(picture), integer(width), integer(height))
  return sequence(header, ia5String(id), property, image)
}

/**
 * Makes a seal record; DER. The maker signs the DER of eSealInfo and nothing else: GB/T 38540-2020,
 * unlike GM/T 0031-2014, leaves certificate and algorithm out of what is signed. Throws
 * `seal-record-invalid` when the result would not be readable.
 */
export const issueSealRecord = async (options: SealRecordOptions): Promise<Bytes> => {
  const { certificate, key } = options.maker
  const body = sealBodyOf(options)
  const signature = await signBytes(key, body)
  const record = sequence(body, octets(certificate), oid(OID.ecdsaWithSha256), bits(signature))
  parseSealRecord(record)
  return record
}

const readList = (type: number, list: Element | undefined): Sha256[] => {
  const items = childrenOf(expect(list, TAG.sequence))
  if (items.length === 0 || items.length > 64) throw new RangeError('certificate list')
  if (type === LIST.certificates)
    return items.map((item) => toHex(sha256(expect(item, TAG.octetString).content))).filter(isSha256)
  if (type !== LIST.digests) throw new RangeError('type of certificate list')
  return items.map((item) => {
    const [algorithm, value] = childrenOf(expect(item, TAG.sequence))
    const digest = toHex(expect(value, TAG.octetString).content)
    const isKnown = /^(sha-?256|2\.16\.840\.1\.101\.3\.4\.2\.1)$/i.test(readString(algorithm))
    if (!isKnown || !isSha256(digest)) throw new RangeError('digest')
    return digest
  })
}

const kindOf = (type: number): SealKind => {
  const found = (Object.keys(SEAL_TYPES) as SealKind[]).find((kind) => SEAL_TYPES[kind] === type)
  if (found === undefined) throw new RangeError('seal type')
  return found
}

const readProperty = (property: Element | undefined) => {
  const [type, name, listType, list, createDate, validStart, validEnd, ...more] = childrenOf(
    expect(property, TAG.sequence),
  )
  if (more.length > 0) throw new RangeError('property')
  return {
    kind: kindOf(readInteger(type)),
    name: readString(name),
    certificates: readList(readInteger(listType), list),
    createDate: readTime(createDate),
    validStart: readTime(validStart),
    validEnd: readTime(validEnd),
  }
}

const readPicture = (image: Element | undefined) => {
  const [type, data, width, height, ...more] = childrenOf(expect(image, TAG.sequence))
  const picture = ownBytes(expect(data, TAG.octetString).content)
  if (more.length > 0 || readString(type).toUpperCase() !== 'PNG') throw new RangeError('picture type')
  if (!equalBytes(picture.subarray(0, PNG.length), PNG)) throw new RangeError('picture')
  const size = { width: readInteger(width, MAX_MILLIMETRES), height: readInteger(height, MAX_MILLIMETRES) }
  if (size.width === 0 || size.height === 0) throw new RangeError('size')
  return { picture, ...size }
}

const requireKnown = (extra: Element | undefined): void => {
  if (extra === undefined) return
  const extensions = readExtensions(childrenOf(expect(extra, contextTag(0)))[0]!)
  if ([...extensions.values()].some(({ critical }) => critical)) throw new RangeError('unknown critical data')
}

const read = (der: Bytes): SealRecord => {
  if (der.length > MAX_LENGTH) throw new RangeError('too large')
  const [info, maker, algorithm, signature, ...more] = childrenOf(expect(parseElement(der), TAG.sequence))
  const [header, id, property, image, extra, ...rest] = childrenOf(expect(info, TAG.sequence))
  const [mark, version, vendor] = childrenOf(expect(header, TAG.sequence))
  if (more.length > 0 || rest.length > 0) throw new RangeError('elements after the end')
  if (readString(mark) !== 'ES' || readInteger(version) !== VERSION) throw new RangeError('not a seal of version 4')
  readString(vendor)
  requireKnown(extra)
  if (readOid(algorithm) !== OID.ecdsaWithSha256) throw new RangeError('unsupported: signature algorithm')
  const { validStart, validEnd, ...facts } = readProperty(property)
  if (validEnd <= validStart) throw new RangeError('validity')
  return {
    id: readString(id),
    ...facts,
    validStart,
    validEnd,
    ...readPicture(image),
    maker: ownBytes(expect(maker, TAG.octetString).content),
    signed: ownBytes(info!.bytes),
    signature: ownBytes(readBits(signature)),
  }
}

/** Reads a record without believing it. Throws `seal-record-invalid` with the reason. */
export const parseSealRecord = (der: Bytes): SealRecord => {
  try {
    return read(ownBytes(der))
  } catch (cause) {
    const reason = cause instanceof RangeError ? cause.message : 'malformed'
    throw new AppError('seal-record-invalid', { reason }, cause)
  }
}

export interface SealTrust {
  /** DER of the signing certificate that wants to use the seal. */
  readonly signer: Bytes
  /** DER of certificates that may stand between the maker and a root. */
  readonly intermediates: readonly Bytes[]
  readonly roots: readonly Bytes[]
  readonly crls?: readonly Bytes[]
  /** When the seal was used. */
  readonly at: Date
}

const invalid = (reason: string, cause?: unknown): AppError => new AppError('seal-record-invalid', { reason }, cause)

const makerOf = ({ maker }: SealRecord) => {
  try {
    return parseCertificate(maker)
  } catch (cause) {
    throw invalid('maker', cause)
  }
}

/**
 * Checks a seal record: structure, maker's signature, the maker's chain and right to make seals on
 * the day the seal was made, the seal's validity at `at`, and that the signer is among those it was
 * made for. A maker known to be revoked by `at` is refused; a revocation that nothing is known about
 * is left to the judgement of the signer, whose certificate comes from the same authority. Throws
 * `seal-record-invalid` with the reason, or `seal-not-yours`.
 */
export const verifySealRecord = async (record: Bytes, trust: SealTrust): Promise<SealRecord> => {
  const seal = parseSealRecord(record)
  const { spki } = makerOf(seal)
  if (!(await isSignedBy(spki, parseElement(ECDSA_SHA256), seal.signed, seal.signature))) throw invalid('signature')
  const { chain, revocation, reason } = await judgeChain([seal.maker, ...trust.intermediates], {
    roots: trust.roots,
    crls: trust.crls ?? [],
    at: seal.createDate,
    revokedBy: trust.at,
    now: trust.at,
    usage: 'seal-maker',
  })
  if (chain !== 'valid') throw invalid(`maker: ${reason?.code ?? chain}`, reason)
  if (revocation === 'revoked') throw invalid('maker: certificate-revoked')
  if (trust.at < seal.validStart || trust.at > seal.validEnd) throw invalid('validity')
  const signer = sha256Hex(sha256(trust.signer))
  if (!seal.certificates.includes(signer)) throw new AppError('seal-not-yours', { seal: seal.name })
  return seal
}
