import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { REVOCATION_REASONS } from '#core/certificate/crl'
import { toPem } from '#core/certificate/pem'
import { databaseOf, removeData } from '#tests/support/database'
import { certId, ocspRequest } from '#tests/support/status-requests'
import { openStore, type Store } from '../../store/store.ts'
import { openKeyFolder } from '../keys/key-folder.ts'
import { openOcspResponder, type OcspResponder } from './ocsp.ts'
import { openSigner, type CaSigner } from '../keys/signer.ts'

/** openssl judges answers by its own clock. */
const NOW = Math.floor(Date.now() / 1000) * 1000
const DAY = 24 * 3600_000
const YEAR = 365 * DAY
const CODE = '91410100MA9ABCD16M'

const random = (length: number): Bytes => ownBytes(randomBytes(length))

let now: number
let folder: string
let store: Store
let signer: CaSigner
let responder: OcspResponder
let warnings: object[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ocsp-'))
  store = await openStore(await databaseOf(folder))
  await store.companies.add([{ name: '示范公司', creditCode: CODE }], NOW)
  const keys = { folder: join(folder, 'ca'), passphraseFile: null, address: 'http://localhost:1' }
  signer = await openSigner(await openKeyFolder({ ...keys, now: new Date(NOW), random }), random)
  const { root, issuing } = signer.certificates
  writeFileSync(join(folder, 'chain.pem'), [issuing, root].map(({ der }) => toPem('CERTIFICATE', der)).join(''))
  writeFileSync(join(folder, 'issuing.pem'), toPem('CERTIFICATE', issuing.der))
})
beforeEach(async () => {
  now = NOW
  warnings = []
  responder = await openOcspResponder({ store, signer, now: () => now, warn: (facts) => void warnings.push(facts) })
})
afterAll(async () => {
  await store.close()
  await removeData(folder)
})

/** Records a certificate as the authority does. */
const issued = async (serial: string): Promise<string> => {
  const facts = { serial, fingerprint: serial, keyId: serial, usage: 'sign', orderId: 'a', creditCode: CODE }
  const times = { notBefore: NOW, notAfter: NOW + YEAR, issuedAt: NOW }
  await store.certificates.add({ ...facts, ...times, company: '', person: '' }, random(1))
  return serial
}

/** What openssl reads in the answer to a question about serial numbers. */
const judged = async (serials: readonly string[], nonce: Bytes | null = null, at = NOW): Promise<string> => {
  const ids = await Promise.all(serials.map((serial) => certId(signer.certificates.issuing, serial)))
  const { der } = await responder.answer(ocspRequest(ids, nonce))
  writeFileSync(join(folder, 'answer.der'), der)
  const asked = serials.flatMap((serial) => ['-serial', `0x${serial}`])
  const args = ['ocsp', '-sha256', '-respin', 'answer.der', '-issuer', 'issuing.pem', ...asked, '-CAfile', 'chain.pem']
  args.push('-resp_text', '-no_nonce', '-attime', `${at / 1000}`, '-validity_period', `${(2 * YEAR) / 1000}`)
  const { stdout, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
  return stdout + stderr
}

const refusalOf = (der: Bytes): number => {
  expect(der).toHaveLength(5)
  return der[4]!
}

test('an answer says good, revoked or unknown, and holds for an hour', async () => {
  await issued('a1')
  await issued('a2')
  await store.certificates.revoke('a2', NOW - 5000, REVOCATION_REASONS.superseded)
  const words = await judged(['a1', 'a2', 'a3'])
  expect(words).toContain('Response verify OK')
  expect(words).toMatch(/0xa1: good\n[^]*0xa2: revoked\n[^]*Reason: superseded\n[^]*0xa3: unknown/)
  const timeOf = (what: string): number => Date.parse(new RegExp(`${what}: (.*)`).exec(words)?.[1] ?? '')
  expect(timeOf('Revocation Time')).toBe(NOW - 5000)
  expect(timeOf('Produced At')).toBe(NOW)
  expect(timeOf('This Update')).toBe(NOW)
  expect(timeOf('Next Update')).toBe(NOW + 3600_000)
})

test('a reason that is unspecified is left out', async () => {
  await issued('a4')
  await store.certificates.revoke('a4', NOW, REVOCATION_REASONS.unspecified)
  const words = await judged(['a4'])
  expect(words).toContain('0xa4: revoked')
  expect(words).not.toContain('Reason:')
})

test('the certificates of the authority itself are good, but not the one that the root has issued', async () => {
  const { tsa, recovery, ocsp, issuing } = signer.certificates
  const words = await judged([tsa, recovery, ocsp, issuing].map(({ serial }) => serial))
  for (const { serial } of [tsa, recovery, ocsp]) expect(words).toContain(`0x${serial}: good`)
  expect(words).toContain(`0x${issuing.serial}: unknown`)
})

test('a nonce comes back, and its answer is for nobody else', async () => {
  const id = await certId(signer.certificates.issuing, 'b1')
  const nonce = random(32)
  const { der, fresh } = await responder.answer(ocspRequest([id], nonce))
  expect(Buffer.from(der).includes(Buffer.from(nonce))).toBe(true)
  expect(fresh).toBeNull()
  expect((await responder.answer(ocspRequest([id]))).fresh).toEqual({
    from: new Date(NOW),
    until: new Date(NOW + 3600_000),
  })
  expect(await judged(['b1'], nonce)).toContain('OCSP Nonce')
})

test('who asks about another issuer as well gets no answer at all', async () => {
  const { issuing, root } = signer.certificates
  const ids = [await certId(issuing, 'a1'), await certId(root, issuing.serial)]
  expect(refusalOf((await responder.answer(ocspRequest(ids))).der)).toBe(6)
  expect(refusalOf((await responder.answer(random(30))).der)).toBe(1)
  expect(warnings).toEqual([])
})

test('no answer outlives the certificate of the responder, and after it there is none', async () => {
  const renewResponder = (): Promise<never> => Promise.reject(new Error('disk'))
  const warn = (facts: object): void => void warnings.push(facts)
  const responder = await openOcspResponder({ store, signer: { ...signer, renewResponder }, now: () => now, warn })
  const end = signer.certificates.ocsp.notAfter.getTime()
  const request = ocspRequest([await certId(signer.certificates.issuing, 'a1')])
  now = end - 60_000
  expect((await responder.answer(request)).fresh?.until).toEqual(new Date(end))
  now = end
  expect(refusalOf((await responder.answer(request)).der)).toBe(2)
  expect(warnings).toEqual([
    { event: 'responder-not-renewed', code: 'internal' },
    { event: 'ocsp-not-answered', code: 'certificate-expired' },
  ])
})

test('a store that fails is no reason to say anything', async () => {
  const find = (): Promise<never> => Promise.reject(new Error('disk'))
  const broken = { certificates: { ...store.certificates, find } }
  const warn = (facts: object): void => void warnings.push(facts)
  const silent = await openOcspResponder({ store: broken, signer, now: () => now, warn })
  const request = ocspRequest([await certId(signer.certificates.issuing, 'a1')])
  expect(refusalOf((await silent.answer(request)).der)).toBe(2)
  expect(warnings).toEqual([{ event: 'ocsp-not-answered', code: 'internal' }])
})

test('the responder gets its next certificate while it works, and kept ones go on to be known', async () => {
  const { ocsp, issuing } = signer.certificates
  await issued('c1')
  const ask = async () => (await responder.answer(ocspRequest([await certId(issuing, 'c1')]))).der
  const holds = (answer: Bytes, certificate: Bytes): boolean => Buffer.from(answer).includes(Buffer.from(certificate))
  expect(holds(await ask(), ocsp.der)).toBe(true)
  now = ocsp.notAfter.getTime() - 91 * DAY
  expect(holds(await ask(), ocsp.der)).toBe(true)
  now += 2 * DAY
  const answers = await Promise.all([ask(), ask()])
  const next = signer.responder()
  expect(next.fingerprint).not.toBe(ocsp.fingerprint)
  expect(answers.some((answer) => holds(answer, next.der))).toBe(true)
  expect(next.notAfter.getTime()).toBeGreaterThan(ocsp.notAfter.getTime())
  now = ocsp.notAfter.getTime() + DAY
  const words = await judged([next.serial, ocsp.serial, 'c1'], null, now)
  expect(words).toContain('Response verify OK')
  for (const serial of [next.serial, ocsp.serial, 'c1']) expect(words).toContain(`0x${serial}: good`)
  const kept = { folder: join(folder, 'ca'), passphraseFile: null, address: 'http://localhost:1', now: new Date(now) }
  const reopened = await openKeyFolder({ ...kept, random })
  expect(reopened.certificates.ocsp.fingerprint).toBe(next.fingerprint)
  expect(warnings).toEqual([])
})
