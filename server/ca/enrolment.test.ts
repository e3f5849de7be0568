import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toBase64url } from '#core/bytes/base64url'
import { utf8, type Bytes } from '#core/bytes/bytes'
import { openEnvelope } from '#core/cms/auth-enveloped'
import { parseCertificate } from '#core/certificate/certificate'
import { judgeChain } from '#core/certificate/chain'
import { makeCsr } from '#core/certificate/csr'
import { enrolmentAnswer } from '#core/certificate/enrolment'
import { readPem, toPem } from '#core/certificate/pem'
import { verifySealRecord } from '#core/certificate/seal-record'
import {
  DEMO_CODE,
  enrolmentFor,
  openTestServer,
  signingKeys,
  type KeyPair,
  type TestServer,
} from '#tests/support/server'
import { openStore } from '../store/store.ts'
import { openRecoveryKey } from './keys/recovery-key.ts'

let server: TestServer

beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.remove())

const post = (payload: object) => server.app.inject({ method: 'POST', url: '/api/enrolments', payload })

const enrol = async (keys: KeyPair, change: object = {}) => {
  const answer = await post(await enrolmentFor(keys, change))
  expect(answer.statusCode).toBe(201)
  return enrolmentAnswer.parse(answer.json())
}

const get = async (url: string) => new Uint8Array((await server.app.inject({ url })).rawPayload)
const put = (name: string, text: string | Uint8Array): string => {
  const file = join(server.data, name)
  writeFileSync(file, text)
  return file
}

/** openssl's judgement of a certificate under the root and issuing certificate that the server hands out. */
const opensslVerify = async (certificate: Bytes): Promise<string> => {
  const root = put('judge-root.pem', (await server.app.inject({ url: '/ca/root.pem' })).payload)
  const issuing = put('judge-issuing.pem', toPem('CERTIFICATE', await get('/ca/issuing.crt')))
  const lists = [await get('/ca/issuing.crl'), await get('/ca/root.crl')].map((crl) => toPem('X509 CRL', crl))
  const crls = put('judge-crls.pem', lists.join(''))
  const leaf = put('judge-leaf.pem', toPem('CERTIFICATE', certificate))
  const args = [
    'verify',
    '-x509_strict',
    '-crl_check_all',
    '-CAfile',
    root,
    '-untrusted',
    issuing,
    '-CRLfile',
    crls,
    leaf,
  ]
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' })
}

test('a person gets two certificates that openssl and the chain judge accept', async () => {
  const { company, signing, encryption } = await enrol(await signingKeys())
  expect(company).toBe('河南示范建设有限公司')
  for (const [certificates, usage] of [
    [signing, 'sign'],
    [encryption, 'encrypt'],
  ] as const) {
    expect(await opensslVerify(certificates[0]!)).toContain('OK')
    const leaf = parseCertificate(certificates[0]!)
    expect(leaf).toMatchObject({ usage, company, creditCode: DEMO_CODE, person: '王敏' })
    expect(leaf.serial.length).toBeGreaterThanOrEqual(31)
    const now = new Date()
    const roots = readPem(readFileSync(server.root, 'utf8'), 'CERTIFICATE')
    const crls = [await get('/ca/issuing.crl'), await get('/ca/root.crl')]
    const judged = await judgeChain(certificates, { roots, crls, at: now, now, usage })
    expect(judged).toMatchObject({ chain: 'valid', revocation: 'good', reason: null })
  }
})

test('the encryption key arrives for the signing key only, and belongs to its certificate', async () => {
  const keys = await signingKeys()
  const { signing, encryption, encryptionKey } = await enrol(keys)
  const pkcs8OfSigning = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  const ecdh = { name: 'ECDH', namedCurve: 'P-256' }
  const recipient = await crypto.subtle.importKey('pkcs8', pkcs8OfSigning, ecdh, false, ['deriveBits'])
  const pkcs8 = await openEnvelope(encryptionKey, { certificate: signing[0]!, privateKey: recipient })
  const key = put('judge-key.der', pkcs8!)
  const publicKey = execFileSync('openssl', ['pkey', '-inform', 'DER', '-in', key, '-pubout', '-outform', 'DER'])
  expect(new Uint8Array(publicKey)).toEqual(parseCertificate(encryption[0]!).spki)
})

test('the company seal is bound to the signing certificate', async () => {
  const { signing, encryption, seals } = await enrol(await signingKeys())
  const roots = [parseCertificate(await get('/ca/root.crt')).der]
  const trust = { intermediates: signing.slice(1), roots, at: new Date() }
  const record = await verifySealRecord(seals[0]!, { ...trust, signer: signing[0]! })
  expect(record).toMatchObject({ kind: 'company', name: '河南示范建设有限公司公章', width: 42, height: 42 })
  await expect(verifySealRecord(seals[0]!, { ...trust, signer: encryption[0]! })).rejects.toMatchObject({
    code: 'seal-not-yours',
  })
})

test('the escrowed key is opened by the recovery key, which two of three shares open', async () => {
  const { encryption } = await enrol(await signingKeys())
  const { serial, spki } = parseCertificate(encryption[0]!)
  const store = await openStore(server.database)
  const entry = await store.escrow.find(serial)
  await store.close()
  const shares = [3, 1].map((n) => ({
    name: `${n}`,
    text: readFileSync(join(server.data, `recovery-share-${n}.txt`), 'utf8'),
  }))
  const recovery = await openRecoveryKey(readFileSync(join(server.data, 'ca/recovery.key'), 'utf8'), shares)
  const files = [put('escrow.der', entry!), put('recovery.der', recovery)] as const
  const certificate = put(
    'recovery.pem',
    toPem('CERTIFICATE', new Uint8Array(readFileSync(join(server.data, 'ca/recovery.crt')))),
  )
  const args = [
    'cms',
    '-decrypt',
    '-inform',
    'DER',
    '-in',
    files[0],
    '-keyform',
    'DER',
    '-inkey',
    files[1],
    '-recip',
    certificate,
    '-binary',
  ]
  const pkcs8 = put('recovered.der', execFileSync('openssl', args))
  const publicKey = execFileSync('openssl', ['pkey', '-inform', 'DER', '-in', pkcs8, '-pubout', '-outform', 'DER'])
  expect(new Uint8Array(publicKey)).toEqual(spki)
})

test('of a request only the key is believed', async () => {
  const keys = await signingKeys()
  const { signing } = await enrol(keys, { csr: toBase64url(await makeCsr(keys, 'CN=别的公司')) })
  expect(parseCertificate(signing[0]!).subject).not.toContain('别的公司')
})

test.each([
  ['credit-code-invalid', 400, { creditCode: '91410100MA9ABCD16A' }],
  ['credit-code-invalid', 400, { creditCode: 'x' }],
  ['company-unknown', 404, { creditCode: '91350100M000100Y43' }],
  ['csr-rejected', 400, { csr: toBase64url(utf8('not a request')) }],
  ['invalid-input', 400, { csr: 'not base64url!' }],
  ['invalid-input', 400, { person: '' }],
  ['invalid-input', 400, { more: 1 }],
] as const)('refuses with %s', async (code, status, change) => {
  const answer = await post({ ...(await enrolmentFor(await signingKeys())), ...change })
  expect(answer.statusCode).toBe(status)
  expect(answer.json()).toMatchObject({ error: { code } })
})

test('refuses a request that somebody else has signed', async () => {
  const [mine, theirs] = [await signingKeys(), await signingKeys()]
  const csr = await makeCsr({ publicKey: mine.publicKey, privateKey: theirs.privateKey }, 'x')
  const answer = await post(await enrolmentFor(mine, { csr: toBase64url(csr) }))
  expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code]).toEqual([400, 'csr-rejected'])
})

test('certifies no key twice, also not at the same time', async () => {
  const request = await enrolmentFor(await signingKeys())
  const answers = await Promise.all([post(request), post(request), post(request)])
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 400, 400])
  const refused = answers.find(({ statusCode }) => statusCode === 400)
  expect(refused?.json()).toMatchObject({ error: { code: 'csr-rejected', details: { reason: 'key reuse' } } })
})

test('refuses what is no JSON and what is too long', async () => {
  const raw = (payload: string) =>
    server.app.inject({
      method: 'POST',
      url: '/api/enrolments',
      payload,
      headers: { 'content-type': 'application/json' },
    })
  expect((await raw('{"person":')).json()).toMatchObject({ error: { code: 'malformed-json' } })
  expect((await raw(JSON.stringify({ person: 'x'.repeat(40_000) }))).statusCode).toBe(413)
})

test('a folder that was not made as a demo issues nothing, also when it is later started as one', async () => {
  const closed = await openTestServer({ demo: false })
  const payload = await enrolmentFor(await signingKeys())
  const ask = async (app: TestServer['app']) => {
    const answer = await app.inject({ method: 'POST', url: '/api/enrolments', payload })
    return [answer.statusCode, answer.json<{ error: { code: string } }>().error.code]
  }
  expect(await ask(closed.app)).toEqual([403, 'enrolment-closed'])
  expect((await closed.app.inject('/api/demo')).statusCode).toBe(403)
  await closed.close()
  const again = await openTestServer({ data: closed.data, demo: true })
  expect(await ask(again.app)).toEqual([403, 'enrolment-closed'])
  expect((await again.app.inject('/api/status')).json()).toMatchObject({ name: 'bidseal', demo: false })
  await again.remove()
})

test('a demo lists its companies', async () => {
  const { companies } = (await server.app.inject('/api/demo')).json<{ companies: object[] }>()
  expect(companies).toHaveLength(3)
  expect(companies).toContainEqual({ name: '河南示范建设有限公司', creditCode: DEMO_CODE })
})

test('certificates and lists are served with their types', async () => {
  const type = async (url: string) => (await server.app.inject({ url })).headers['content-type']
  expect(await type('/ca/root.crt')).toBe('application/pkix-cert')
  expect(await type('/ca/issuing.crt')).toBe('application/pkix-cert')
  expect(await type('/ca/root.crl')).toBe('application/pkix-crl')
  expect(await type('/ca/issuing.crl')).toBe('application/pkix-crl')
})
