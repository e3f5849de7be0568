import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { party, random, testAuthority, type TestParty } from '#tests/support/authority'
import { concat, ownBytes, type Bytes } from '../bytes/bytes.ts'
import { contextTag, element, oid, setOf, TAG } from '../cms/der.ts'
import {
  bits,
  explicit,
  ia5String,
  integer,
  octets,
  printableString,
  sequence,
  unsigned,
  utf8String,
  VALUE_TAG,
} from './asn1.ts'
import { extension } from './extensions.ts'
import { OID } from './oids.ts'
import { PROFILES, type Profile, type ProfileName } from './profiles.ts'
import { judgeRules, RULES } from './rules.ts'
import { ECDSA_SHA256 } from './signature.ts'
import { generalizedTime, x509Time } from './time.ts'

const nameOf = (type: string, value: Bytes): Bytes => sequence(setOf(sequence(oid(type), value)))
const NAME = nameOf(OID.commonName, utf8String('示范'))
const [FROM, UNTIL] = [new Date('2026-01-01T00:00:00Z'), new Date('2027-01-01T00:00:00Z')]
const uri = (text: string): Bytes => element(0x86, ia5String(text).subarray(2))
const CA = extension(OID.basicConstraints, true, sequence(element(VALUE_TAG.boolean, Uint8Array.of(0xff))))
const usage = (bit: number, critical = true): Bytes =>
  extension(OID.keyUsage, critical, element(TAG.bitString, Uint8Array.of(0, bit)))
const [SIGNS, CERTIFIES] = [usage(0x80), usage(0x04)]
const keyId = (critical = false): Bytes => extension(OID.subjectKeyIdentifier, critical, octets(random(20)))
const issuerKey = (critical = false): Bytes =>
  extension(OID.authorityKeyIdentifier, critical, sequence(element(0x80, random(20))))
const purposesOf = (critical: boolean, ...types: readonly string[]): Bytes =>
  extension(OID.extendedKeyUsage, critical, sequence(...types.map(oid)))
const access = (address: string, critical = false): Bytes =>
  extension(OID.authorityInfoAccess, critical, sequence(sequence(oid(OID.caIssuers), uri(address))))
const lists = (address: string): Bytes =>
  extension(OID.crlDistributionPoints, false, sequence(sequence(explicit(0, explicit(0, uri(address))))))
const policies = (...types: readonly string[]): Bytes =>
  extension(OID.certificatePolicies, false, sequence(...types.map((type) => sequence(oid(type)))))

interface Draft {
  readonly version: readonly Bytes[]
  readonly serial: Bytes
  readonly outer: Bytes
  readonly issuer: Bytes
  readonly validity: Bytes
  readonly subject: Bytes
  readonly more: readonly Bytes[]
  readonly extensions: readonly Bytes[]
}

const GOOD: Draft = {
  version: [explicit(0, integer(2))],
  serial: unsigned(Uint8Array.from({ length: 16 }, () => 0x41)),
  outer: ECDSA_SHA256,
  issuer: nameOf(OID.commonName, utf8String('机构')),
  validity: sequence(x509Time(FROM), x509Time(UNTIL)),
  subject: NAME,
  more: [],
  extensions: [SIGNS, keyId(), issuerKey()],
}

/** Nobody signs it: rules do not look at signatures. */
const draft = (change: Partial<Draft>): Bytes => {
  const { version, serial, outer, issuer, validity, subject, more, extensions } = { ...GOOD, ...change }
  const key = sequence(sequence(oid(OID.ecPublicKey), oid(OID.prime256v1)), bits(random(65)))
  const fields = [...version, serial, ECDSA_SHA256, issuer, validity, subject, key, ...more]
  const list = extensions.length === 0 ? [] : [element(contextTag(3), sequence(...extensions))]
  return sequence(sequence(...fields, ...list), outer, bits(random(70)))
}

const AUTHORITY = [CA, CERTIFIES, keyId(), issuerKey()]

const BAD: readonly (readonly [string, Partial<Draft>])[] = [
  ['algorithms-differ', { outer: sequence(oid(OID.ecdsaWithSha384)) }],
  ['version', { version: [] }],
  ['serial-not-positive', { serial: element(TAG.integer, Uint8Array.of(0x80, ...random(8))) }],
  ['serial-too-long', { serial: element(TAG.integer, Uint8Array.of(1, ...random(20))) }],
  ['serial-short', { serial: integer(7) }],
  ['issuer-empty', { issuer: sequence() }],
  ['string-type', { subject: nameOf(OID.commonName, element(VALUE_TAG.teletexString, Uint8Array.of(65))) }],
  ['name-length', { subject: nameOf(OID.organization, utf8String('长'.repeat(65))) }],
  ['country', { subject: nameOf(OID.country, printableString('cn')) }],
  ['time-type', { validity: sequence(generalizedTime(FROM), x509Time(UNTIL)) }],
  ['validity', { validity: sequence(x509Time(UNTIL), x509Time(FROM)) }],
  ['subject-empty', { subject: sequence() }],
  ['unique-identifiers', { more: [element(0x81, Uint8Array.of(0, 1))] }],
  ['extension-repeated', { extensions: [...GOOD.extensions, SIGNS] }],
  ['authority-key-missing', { extensions: [SIGNS] }],
  ['authority-key-critical', { extensions: [SIGNS, issuerKey(true)] }],
  ['subject-key-missing', { extensions: [CA, CERTIFIES, issuerKey()] }],
  ['subject-key-critical', { extensions: [SIGNS, keyId(true), issuerKey()] }],
  ['key-usage-missing', { extensions: [CA, keyId(), issuerKey()] }],
  ['key-usage-empty', { extensions: [usage(0), issuerKey()] }],
  ['key-usage-not-critical', { extensions: [usage(0x80, false), issuerKey()] }],
  ['policy-repeated', { extensions: [...GOOD.extensions, policies('1.2.3', '1.2.3')] }],
  ['signs-without-authority', { extensions: [CERTIFIES, issuerKey()] }],
  [
    'constraints-not-critical',
    {
      extensions: [
        extension(OID.basicConstraints, false, sequence(element(VALUE_TAG.boolean, Uint8Array.of(0xff)))),
        ...AUTHORITY.slice(1),
      ],
    },
  ],
  ['path-length', { extensions: [...GOOD.extensions, extension(OID.basicConstraints, true, sequence(integer(0)))] }],
  ['list-address', { extensions: [...GOOD.extensions, lists('file:///a.crl')] }],
  ['access-critical', { extensions: [...GOOD.extensions, access('http://ca.example/a.crt', true)] }],
  ['access-address', { extensions: [...GOOD.extensions, access('a.crt')] }],
  ['responder-checked', { extensions: [...GOOD.extensions, purposesOf(false, OID.ocspSigning)] }],
  ['timestamping', { extensions: [...GOOD.extensions, purposesOf(false, OID.timeStamping)] }],
]

it('finds nothing in what is right', () => {
  expect(judgeRules(draft({}))).toEqual([])
  expect(judgeRules(draft({ extensions: AUTHORITY }))).toEqual([])
})

it.each(BAD)('finds %s, and nothing else', (id, change) => {
  expect(judgeRules(draft(change)).map((finding) => finding.id)).toEqual([id])
})

it('has a bad certificate for every rule', () => {
  expect(BAD.map(([id]) => id)).toEqual(RULES.map(({ id }) => id))
})

it('says malformed of anything else, and never throws', () => {
  const good = draft({})
  const damaged = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }))
  fc.assert(
    fc.property(damaged, fc.nat(good.length), ([at, change], end) => {
      const bytes = ownBytes(good)
      bytes[at]! ^= change
      for (const each of [bytes, bytes.slice(0, end)]) expect(Array.isArray(judgeRules(each))).toBe(true)
    }),
  )
  for (const bytes of [new Uint8Array(), random(100), concat(good, good)])
    expect(judgeRules(bytes).map(({ id }) => id)).toEqual(['malformed'])
})

it('breaks no rule in any certificate of ours, which certtool reads as well', async () => {
  const authority = await testAuthority()
  const certtool = (args: readonly string[], input: Bytes): string =>
    execFileSync('certtool', args, { input, encoding: 'utf8', stdio: 'pipe' })
  for (const profile of Object.keys(PROFILES) as ProfileName[]) {
    const { isSelfIssued, purposes }: Profile = PROFILES[profile]
    const issuer: TestParty | null =
      isSelfIssued === true ? null : profile === 'issuing' ? authority.root : authority.issuing
    const { der } = await party(profile, { issuer })
    expect(judgeRules(der)).toEqual([])
    // certtool cannot spell our own purposes, whose one arc has 128 bits.
    if (purposes.some((purpose) => purpose.startsWith('2.25.'))) continue
    const words = certtool(['--certificate-info', '--inder'], der)
    expect(words).toContain('Version: 3')
    expect(words).not.toMatch(/error|warning|broken/i)
  }
})
