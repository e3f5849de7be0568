/** certtool (GnuTLS), a second program after openssl, on what the authority issues by every profile. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { toPem } from '#core/certificate/pem'
import { PROFILES, type ProfileName } from '#core/certificate/profiles'
import { parseSealRecord } from '#core/certificate/seal-record'
import { random } from '#tests/support/authority'
import { newOrder, openCaBench, type CaBench } from '#tests/support/ca-bench'
import { openLink } from './order/link.ts'
import type { Issued } from './order/order.ts'

let bench: CaBench
let issued: Issued
let found: { readonly [profile in ProfileName]: Bytes }

beforeAll(async () => {
  bench = await openCaBench()
  const { root, issuing, ocsp, tsa, audit, recovery } = bench.ca.certificates
  issued = await bench.ca.issuance.issue(await newOrder(), 'own')
  const keys = { folder: join(bench.data, 'ca'), passphraseFile: null, now: new Date(), random }
  found = {
    ...{ root: root.der, issuing: issuing.der, 'ocsp-responder': ocsp.der, timestamping: tsa.der, audit: audit.der },
    ...{ 'key-recovery': recovery.der, link: (await openLink(keys)).certificate.der },
    ...{ 'company-signing': issued.signing[0]!, 'company-encryption': issued.encryption[0]! },
    'seal-maker': parseSealRecord(issued.seals[0]!).maker,
  }
})
afterAll(() => bench.remove())

const put = (name: string, ...pems: readonly string[]): string => {
  writeFileSync(join(bench.data, name), pems.join(''))
  return name
}
const pem = (der: Bytes): string => toPem('CERTIFICATE', der)

const certtool = (...args: readonly string[]): string => {
  const { stdout, stderr } = spawnSync('certtool', args, { cwd: bench.data, encoding: 'utf8' })
  return stdout + stderr
}

const VERIFIED = 'Chain verification output: Verified. The certificate is trusted.'

/** The last word on a chain under the root, with the lists of both authorities. */
const judged = async (profile: ProfileName): Promise<string> => {
  const above = profile === 'root' || profile === 'issuing' ? [] : [pem(found.issuing)]
  const chain = put('chain.pem', pem(found[profile]), ...above)
  const lists = await Promise.all((['issuing', 'root'] as const).map((name) => bench.ca.revocation.list(name)))
  const crls = put('lists.pem', ...lists.map((list) => toPem('X509 CRL', list)))
  const trust = ['--load-ca-certificate', put('root.pem', pem(found.root)), '--load-crl', crls]
  return certtool('--verify', '--verify-profile', 'high', ...trust, '--infile', chain)
}

const USAGES = {
  digitalSignature: 'Digital signature',
  nonRepudiation: 'Non repudiation',
  keyEncipherment: 'Key encipherment',
  keyAgreement: 'Key agreement',
  keyCertSign: 'Certificate signing',
  cRLSign: 'CRL signing',
} as const
const PURPOSES: { readonly [profile in ProfileName]?: readonly string[] } = {
  'ocsp-responder': ['OCSP signing.'],
  timestamping: ['Time stamping.'],
  link: ['TLS WWW Server.', 'TLS WWW Client.'],
}
/** GnuTLS reads no purposes that are UUIDs (ITU-T X.667): their numbers are longer than its 64 bits. */
const LONG_PURPOSES: readonly ProfileName[] = ['seal-maker', 'audit']

const names = Object.keys(PROFILES) as ProfileName[]

test.each(names.filter((name) => name !== 'link'))('accepts a %s certificate under the root', async (profile) => {
  expect(await judged(profile)).toContain(VERIFIED)
})

test.each(names)('reads in a %s certificate what the profile says', (profile) => {
  const words = certtool('-i', '--infile', put('one.pem', pem(found[profile])))
  const { keyUsage, authority } = PROFILES[profile]
  const [, usages = ''] = /Key Usage \(critical\):\n((?:\t{3}.*\n)+)/.exec(words) ?? []
  expect(
    usages
      .trim()
      .split(/\.\s+|\.$/)
      .filter((usage) => usage !== '')
      .sort(),
  ).toEqual(keyUsage.map((usage) => USAGES[usage]).sort())
  const isAuthority = authority === null ? 'FALSE' : 'TRUE'
  expect(words).toContain(`Basic Constraints (critical):\n\t\t\tCertificate Authority (CA): ${isAuthority}`)
  for (const purpose of PURPOSES[profile] ?? []) expect(words).toContain(purpose)
  expect(words.includes('error:')).toBe(LONG_PURPOSES.includes(profile))
  expect(words).toContain('Signature Algorithm: ECDSA-SHA256')
  expect(words).toContain(parseCertificate(found[profile]).fingerprint)
})

test('nobody but who stands under the root is trusted, and nobody who was revoked', async () => {
  expect(await judged('link')).not.toContain(VERIFIED)
  const { serial } = parseCertificate(issued.encryption[0]!)
  await bench.ca.revocation.revoke(serial, 'superseded', 'officer')
  expect(await judged('company-encryption')).toContain('The certificate chain is revoked.')
  expect(await judged('company-signing')).toContain(VERIFIED)
})

test('the lists of both authorities are theirs', async () => {
  for (const name of ['issuing', 'root'] as const) {
    const list = put('list.pem', toPem('X509 CRL', await bench.ca.revocation.list(name)))
    const by = (signer: 'issuing' | 'root'): string =>
      certtool('--verify-crl', '--load-ca-certificate', put('by.pem', pem(found[signer])), '--infile', list)
    expect(by(name)).toContain('Verification output: Verified')
    expect(by(name === 'root' ? 'issuing' : 'root')).not.toContain('Verification output: Verified')
    expect(certtool('--crl-info', '--infile', list)).toMatch(/CRL Number \(not critical\): [0-9a-f]+/)
  }
})
