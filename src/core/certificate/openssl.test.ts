/** The openssl program's word on what this room makes. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crlOf, party, sealRecord, testAuthority, type TestAuthority, type TestParty } from '#tests/support/authority'
import { ownBytes, type Bytes } from '../bytes/bytes.ts'
import { parseCertificate } from './certificate.ts'
import { judgeChain } from './chain.ts'
import { parseCrl } from './crl.ts'
import { makeCsr } from './csr.ts'
import { readCertificateFile, toPem } from './pem.ts'
import { readPkcs12, writePkcs12 } from './pkcs12.ts'
import { readCsr } from './request.ts'

let folder = ''
let authority: TestAuthority
let signer: TestParty

const put = (name: string, content: Uint8Array | string): string => {
  writeFileSync(join(folder, name), content)
  return name
}
const openssl = (...args: string[]): string => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' }).toString()
const words = (...args: string[]): string => {
  const { stdout, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
  return stdout + stderr
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bidseal-certificate-'))
  authority = await testAuthority()
  signer = await party('company-signing', { issuer: authority.issuing })
  put('root.pem', toPem('CERTIFICATE', authority.root.der))
  put('issuing.pem', toPem('CERTIFICATE', authority.issuing.der))
  put('signer.pem', toPem('CERTIFICATE', signer.der))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const verifyArgs = ['verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem']

describe('openssl verify', () => {
  it.each(['company-signing', 'company-encryption', 'seal-maker'] as const)(
    'accepts a %s certificate',
    async (name) => {
      const { der } = await party(name, { issuer: authority.issuing })
      expect(openssl(...verifyArgs, put('leaf.pem', toPem('CERTIFICATE', der)))).toContain('leaf.pem: OK')
    },
  )

  it('accepts the lists of both authorities and finds who is revoked', async () => {
    const root = toPem('X509 CRL', await crlOf(authority.root))
    put('good.pem', toPem('X509 CRL', await crlOf(authority.issuing)) + root)
    const lists = ['-crl_check_all', '-CRLfile']
    expect(openssl(...verifyArgs, ...lists, 'good.pem', 'signer.pem')).toContain('OK')
    const revoked = [{ serial: signer.certificate.serial, at: new Date(), reason: 1 }]
    put('bad.pem', toPem('X509 CRL', await crlOf(authority.issuing, { revoked })) + root)
    expect(words(...verifyArgs, ...lists, 'bad.pem', 'signer.pem')).toContain('certificate revoked')
  })
})

describe('openssl x509', () => {
  it('prints what the profile says', () => {
    const text = openssl('x509', '-in', 'signer.pem', '-noout', '-text', '-nameopt', 'utf8,sep_comma_plus_space')
    expect(text).toContain('O=河南示范建设有限公司')
    expect(text).toContain('organizationIdentifier=NTRCN-91410100MA9ABCD16M')
    expect(text).toContain('name=王敏')
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature, Non Repudiation\n/)
    expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE\n/)
    expect(text).toContain('URI:http://localhost:4180/ca/a.crl')
    expect(text).toContain('CA Issuers - URI:http://localhost:4180/ca/a.crt')
    expect(text).toContain('1.2.156.10260.4.1.4')
  })

  it('is read when it is the maker', () => {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'k.pem',
      '-out',
      'c.pem',
      '-subj',
      '/O=Elsewhere/CN=x',
      '-days',
      '2',
    )
    openssl('x509', '-in', 'c.pem', '-outform', 'DER', '-out', 'c.der')
    const certificate = parseCertificate(ownBytes(readFileSync(join(folder, 'c.der'))))
    expect(certificate.company).toBe('Elsewhere')
  })
})

describe('a chain that openssl made', () => {
  const keyKinds = [
    ['rsa:2048'],
    ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
    ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  ]

  it.each(keyKinds)('is judged (%s %s %s)', async (...kind) => {
    const made = ['-newkey', ...kind.filter((word) => word !== undefined), '-nodes', '-days', '2', '-sha384']
    const usage = [
      '-addext',
      'keyUsage=critical,digitalSignature,nonRepudiation',
      '-addext',
      'basicConstraints=critical,CA:FALSE',
    ]
    openssl('req', '-x509', ...made, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/O=CA/CN=CA')
    const issued = ['-CA', 'ca.pem', '-CAkey', 'ca.key', ...usage]
    openssl('req', '-x509', ...made, '-keyout', 'e.key', '-out', 'e.pem', '-subj', '/O=Elsewhere/CN=x', ...issued)
    const [root, leaf] = ['ca.pem', 'e.pem'].flatMap((name) => readCertificateFile(readFileSync(join(folder, name))))
    const moment = { at: new Date(), now: new Date(), usage: 'sign' } as const
    const { chain, reason } = await judgeChain([leaf!], { roots: [root!], crls: [], ...moment })
    expect([chain, reason?.code]).toEqual(['valid', 'revocation-unknown'])
  })
})

describe('openssl crl', () => {
  it('agrees on number, entries and signature', async () => {
    const revoked = [
      { serial: '7b', at: new Date('2026-02-03T04:05:06Z'), reason: 1 },
      { serial: 'ff00', at: new Date('2026-02-03T04:05:06Z'), reason: 0 },
    ]
    put('a.crl', await crlOf(authority.issuing, { number: 300, revoked }))
    const args = ['crl', '-inform', 'DER', '-in', 'a.crl', '-noout']
    expect(words(...args, '-CAfile', 'issuing.pem')).toContain('verify OK')
    const text = openssl(...args, '-text')
    expect(text).toMatch(/CRL Number: \n\s+300/)
    expect(text).toContain('Serial Number: 7B')
    expect(text).toContain('Serial Number: FF00')
    expect(text).toContain('Key Compromise')
    expect(text).toContain('Feb  3 04:05:06 2026 GMT')
  })

  it('carries fifty thousand entries', async () => {
    const at = new Date('2026-02-03T04:05:06Z')
    const revoked = Array.from({ length: 50_000 }, (_, index) => ({
      serial: (2 ** 40 + index).toString(16),
      at,
      reason: 4,
    }))
    const der = await crlOf(authority.issuing, { revoked })
    expect(parseCrl(der).revoked.size).toBe(50_000)
    expect(words('crl', '-inform', 'DER', '-in', put('big.crl', der), '-noout', '-CAfile', 'issuing.pem')).toContain(
      'verify OK',
    )
  })
})

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const

describe('openssl req', () => {
  it('verifies a request of ours', async () => {
    const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
    put('ours.csr', await makeCsr(keys, '手机'))
    expect(words('req', '-inform', 'DER', '-in', 'ours.csr', '-verify', '-noout')).toContain('verify OK')
  })

  it('makes a request that is read, unless its key is another kind', async () => {
    const make = (kind: string[]): Bytes => {
      const files = ['-keyout', 'k.pem', '-out', 'theirs.csr', '-outform', 'DER']
      openssl('req', '-new', '-newkey', ...kind, '-nodes', '-subj', '/CN=x', ...files)
      return ownBytes(readFileSync(join(folder, 'theirs.csr')))
    }
    expect((await readCsr(make(['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']))).spki.length).toBe(91)
    await expect(readCsr(make(['rsa:2048']))).rejects.toMatchObject({ code: 'csr-rejected' })
    await expect(readCsr(make(['ec', '-pkeyopt', 'ec_paramgen_curve:P-384']))).rejects.toMatchObject({
      code: 'csr-rejected',
    })
  })
})

describe('openssl pkcs12', () => {
  const exported = (...args: string[]): Bytes => {
    openssl('pkcs12', '-export', ...args, '-out', 'theirs.p12', '-passout', 'pass:标印')
    return ownBytes(readFileSync(join(folder, 'theirs.p12')))
  }
  const chain = (): Bytes[] => [signer.der, authority.issuing.der, authority.root.der]

  it('opens a key file of ours', async () => {
    const options = { pkcs8: signer.pkcs8, certificates: chain(), password: '标印 pass', name: '河南示范' }
    put('ours.p12', await writePkcs12(options))
    const args = ['pkcs12', '-in', 'ours.p12', '-passin', 'pass:标印 pass', '-nodes']
    const text = openssl(...args)
    expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(3)
    expect(text).toContain('BEGIN PRIVATE KEY')
    expect(words('pkcs12', '-in', 'ours.p12', '-passin', 'pass:wrong', '-noout')).toContain('invalid password')
    expect(words(...args, '-info', '-noout')).toMatch(
      /MAC: sha256, Iteration 100000[^]*PBES2, PBKDF2, AES-256-CBC, Iteration 100000, PRF hmacWithSHA256/,
    )
  })

  it('makes a key file that is read', async () => {
    put('key.pem', toPem('PRIVATE KEY', signer.pkcs8))
    const file = exported('-inkey', 'key.pem', '-in', 'signer.pem', '-certfile', 'issuing.pem')
    const read = await readPkcs12(file, '标印')
    expect(read.certificates).toEqual([signer.der, authority.issuing.der])
    expect(parseCertificate(read.certificates[0]!).serial).toBe(signer.certificate.serial)
    await expect(readPkcs12(file, 'wrong')).rejects.toMatchObject({ code: 'password-wrong' })
  })

  it('makes a key file with a long key that is read and written', async () => {
    const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', 'key.pem', '-out', 'rsa.pem', '-subj', '/O=x/CN=x']
    openssl('req', '-x509', ...made)
    const { pkcs8, certificates } = await readPkcs12(exported('-inkey', 'key.pem', '-in', 'rsa.pem'), '标印')
    put('ours.p12', await writePkcs12({ pkcs8, certificates, password: 'x', name: 'x' }))
    const text = openssl('pkcs12', '-in', 'ours.p12', '-passin', 'pass:x', '-nodes', '-nocerts')
    expect(text).toContain(readFileSync(join(folder, 'key.pem'), 'utf8'))
  })

  it.each([
    ['unsupported: encryption', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES']],
    ['no integrity', ['-nomac']],
    ['iterations', ['-iter', '1000001']],
  ])('makes a key file that is refused: %s', async (reason, args) => {
    put('key.pem', toPem('PRIVATE KEY', signer.pkcs8))
    const file = exported('-inkey', 'key.pem', '-in', 'signer.pem', ...args)
    await expect(readPkcs12(file, '标印')).rejects.toMatchObject({ code: 'certificate-malformed', details: { reason } })
  })
})

describe('openssl asn1parse', () => {
  it('sees the structure of a seal record', async () => {
    const record = await sealRecord(authority, signer.der)
    const text = openssl('asn1parse', '-inform', 'DER', '-in', put('seal.der', record))
    const types = text
      .split('\n')
      .map((line) => /:d=(\d).*?(?:prim|cons): +(.*?) *(?:\[HEX|:|$)/.exec(line)?.slice(1).join(' '))
    expect(types.slice(0, 24)).toEqual([
      '0 SEQUENCE',
      '1 SEQUENCE',
      '2 SEQUENCE',
      '3 IA5STRING',
      '3 INTEGER',
      '3 IA5STRING',
      '2 IA5STRING',
      '2 SEQUENCE',
      '3 INTEGER',
      '3 UTF8STRING',
      '3 INTEGER',
      '3 SEQUENCE',
      '4 OCTET STRING',
      '3 GENERALIZEDTIME',
      '3 GENERALIZEDTIME',
      '3 GENERALIZEDTIME',
      '2 SEQUENCE',
      '3 IA5STRING',
      '3 OCTET STRING',
      '3 INTEGER',
      '3 INTEGER',
      '1 OCTET STRING',
      '1 OBJECT',
      '1 BIT STRING',
    ])
  })
})
