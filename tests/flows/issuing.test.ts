/** From a paid application to certificates, and what becomes of them: renewed, recovered, revoked. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Bytes } from '#core/bytes/bytes'
import type { Certificate } from '#core/certificate/certificate'
import { toPem } from '#core/certificate/pem'
import { keyFits } from '#core/certificate/signature'
import { openEnvelope } from '#core/cms/auth-enveloped'
import { keysAnswer } from '#core/application/issuing'
import type { MessageList } from '#core/application/messages'
import { DEVICE, openAccounts, PASSWORD, type Accounts } from '#tests/support/accounts'
import {
  act,
  applicationOf,
  CERTIFICATE,
  claimed,
  COMPANY_CODE,
  COMPANY_NAME,
  identified,
  LI,
  WANG,
  type Person,
} from '#tests/support/applying'
import {
  askCertificates,
  csrOf,
  fetchCertificates,
  giveUp,
  holdingsOf,
  issuedApplication,
  paidRecovery,
  pay,
  renewedApplication,
  type IssuedApplication,
} from '#tests/support/issuing'
import { freshCode, passwordOf, secretOf } from '#tests/support/officer'
import { told } from '#tests/support/second-authority'
import { signingKeys } from '#tests/support/server'

const DAY = 24 * 3600_000
const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const

let accounts: Accounts
let folder: string
let wang: Person
let first: IssuedApplication

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'issuing-'))
  accounts = await openAccounts()
  wang = await identified(accounts, '13700000001')
})
afterAll(async () => {
  await accounts.remove()
  rmSync(folder, { recursive: true, force: true })
})

const openssl = (...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile('openssl', args, { cwd: folder }, (_error, stdout, stderr) => resolve(stdout + stderr))
  })

const put = (name: string, content: Uint8Array | string): string => {
  writeFileSync(join(folder, name), content)
  return name
}

const publicFile = async (name: string): Promise<Bytes> =>
  new Uint8Array(await (await fetch(`${accounts.server.address}/ca/${name}`)).arrayBuffer())

/** What openssl says of a certificate, with the lists and the responder as they are now. */
const judge = async ({ der }: Certificate): Promise<string> => {
  put('leaf.pem', toPem('CERTIFICATE', der))
  put('root.pem', readFileSync(accounts.server.root))
  put('issuing.pem', toPem('CERTIFICATE', await publicFile('issuing.crt')))
  for (const list of ['root', 'issuing']) put(`${list}.crl`, toPem('X509 CRL', await publicFile(`${list}.crl`)))
  const lists = ['-crl_check_all', '-CRLfile', 'root.crl', '-CRLfile', 'issuing.crl']
  const at = ['-attime', String(Math.floor(accounts.now() / 1000))]
  const trust = ['-CAfile', 'root.pem', '-untrusted', 'issuing.pem']
  const list = await openssl('verify', '-x509_strict', ...at, ...lists, ...trust, 'leaf.pem')
  const ask = ['ocsp', '-url', `${accounts.server.address}/ca/ocsp`, '-issuer', 'issuing.pem', '-cert', 'leaf.pem']
  // The server's clock is ahead of this one.
  ask.push('-validity_period', '99999999')
  return list + (await openssl(...ask, '-CAfile', 'root.pem', '-verify_other', 'issuing.pem'))
}

const kinds = async ({ page }: Person): Promise<readonly string[]> =>
  ((await page.get('messages')).body as MessageList).messages.map(({ kind }) => kind)

const holding = async (person: Person, id: string) =>
  (await holdingsOf(person)).find(({ application }) => application === id)

test('a claim that is paid for brings certificates which openssl believes, and they are held', async () => {
  const { id } = await claimed(accounts, wang)
  const csr = await csrOf(await signingKeys())
  expect(await askCertificates(wang, id, csr)).toMatchObject({ error: 'application-state' })
  await pay(accounts, wang, id)
  expect(await askCertificates(wang, id, 'AAAA')).toMatchObject({ error: 'csr-rejected' })
  first = await fetchCertificates(wang, id)
  for (const certificate of [first.signing, first.encryption]) {
    expect(certificate).toMatchObject({ company: COMPANY_NAME, creditCode: COMPANY_CODE, person: WANG.name })
    expect(await judge(certificate)).toMatch(/leaf\.pem: OK[^]*leaf\.pem: good/)
  }
  expect(first.answer.root).toEqual(await publicFile('root.crt'))
  expect(first.answer.seals).toHaveLength(4)
  expect(applicationOf(await wang.page.get(`applications/${id}`))).toMatchObject({ state: 'issued', possible: [] })
  expect(await holdingsOf(wang)).toMatchObject([
    {
      ...{ application: id, kind: 'claim', creditCode: COMPANY_CODE, company: COMPANY_NAME, person: WANG.name },
      ...{ organisation: { id: 'bidseal', name: '标印 CA' }, fingerprint: first.signing.fingerprint },
      ...{ signing: first.signing.serial, encryption: first.encryption.serial, next: null, tags: [] },
      ...{ notBefore: first.signing.notBefore.getTime(), notAfter: first.signing.notAfter.getTime() },
      ...{ state: 'in-force', revokedAt: null, isRenewable: false },
    },
  ])
  expect(await kinds(wang)).toContain('issued')
})

test('asked again the answer is the same; another key gets nothing, and others get less', async () => {
  const again = await askCertificates(wang, first.id, first.csr)
  expect(again).toMatchObject({ status: 200, body: { signing: [expect.any(String), expect.any(String)] } })
  expect(await askCertificates(wang, first.id, first.csr)).toEqual(again)
  const other = await csrOf(await signingKeys())
  expect(await askCertificates(wang, first.id, other)).toMatchObject({ status: 409, error: 'order-conflict' })
  const stranger = await identified(accounts, '13700000002', LI)
  expect(await askCertificates(stranger, first.id, first.csr)).toMatchObject({ status: 404 })
  expect(await stranger.page.get(`applications/${first.id}/keys`)).toMatchObject({ status: 404 })
  expect(await stranger.page.post(`certificates/${first.id}/tags`, { tags: [] })).toMatchObject({ status: 404 })
  expect(await giveUp(stranger, first.id, first.keys, accounts.now())).toMatchObject({ status: 404 })
  expect(await holdingsOf(stranger)).toEqual([])
})

test('asked twice at once, with two keys, one of them is certified', async () => {
  const person = await identified(accounts, '13700000003', LI)
  const { id } = await claimed(accounts, person, { creditCode: '92440300MAK8DEM349' })
  await pay(accounts, person, id)
  const requests = await Promise.all((await Promise.all([signingKeys(), signingKeys()])).map(csrOf))
  const answers = await Promise.all([...requests, ...requests].map((csr) => askCertificates(person, id, csr)))
  expect(answers.map(({ error }) => error).sort()).toEqual([null, null, 'order-conflict', 'order-conflict'])
  expect(await holdingsOf(person)).toHaveLength(1)
  expect(applicationOf(await person.page.get(`applications/${id}`)).history.at(-1)).toMatchObject({ event: 'issue' })
})

test('tags can be changed', async () => {
  const tagged = await wang.page.post(`certificates/${first.id}/tags`, { tags: ['投标', '常用'] })
  expect(tagged).toMatchObject({ status: 200, body: { application: first.id, tags: ['投标', '常用'] } })
  expect(await holding(wang, first.id)).toMatchObject({ tags: ['投标', '常用'] })
  for (const tags of [['a', 'a'], [''], ['x'.repeat(17)], Array.from({ length: 9 }, (_, at) => `${at}`)])
    expect(await wang.page.post(`certificates/${first.id}/tags`, { tags })).toMatchObject({ error: 'invalid-input' })
})

test('a recovery brings the older keys to come, and revokes what it replaces', async () => {
  const id = await paidRecovery(accounts, wang, first.id)
  expect(await holding(wang, first.id)).toMatchObject({ state: 'in-force', next: id })
  expect(await wang.page.post('applications', { kind: 'recover', previous: first.id })).toMatchObject({
    error: 'certificate-replaced',
  })
  expect(await wang.page.get(`applications/${id}/keys`)).toMatchObject({ error: 'application-state' })
  const second = await fetchCertificates(wang, id)
  expect(second.answer.seals).toHaveLength(4)
  expect(await holding(wang, first.id)).toMatchObject({ state: 'revoked', next: id, isRenewable: false })
  for (const certificate of [first.signing, first.encryption])
    expect(await judge(certificate)).toMatch(/certificate revoked[^]*leaf\.pem: revoked[^]*superseded/)
  expect(await judge(second.signing)).toMatch(/leaf\.pem: OK[^]*leaf\.pem: good/)
  expect((await wang.page.get(`applications/${id}/keys`)).body).toEqual({ isComplete: false, keys: [] })
  expect(await kinds(wang)).not.toContain('revoked')

  const shares = [1, 2].flatMap((n) => ['--share', join(accounts.server.data, `recovery-share-${n}.txt`)])
  await told('release-keys', '--data', accounts.server.data, ...shares)
  const { isComplete, keys } = keysAnswer.parse((await wang.page.get(`applications/${id}/keys`)).body)
  expect([isComplete, keys.map(({ encryption: [der] }) => der)]).toEqual([true, [first.encryption.der]])
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', second.keys.privateKey)
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, ECDH, false, ['deriveBits'])
  const older = await openEnvelope(keys[0]!.encryptionKey, { certificate: second.signing.der, privateKey })
  expect(await keyFits(older!, first.encryption.spki)).toBe(true)
  first = second
})

test('what an officer revokes, by one serial number, is revoked whole', async () => {
  const person = await identified(accounts, '13700000008', LI)
  const own = await issuedApplication(accounts, person, { creditCode: '91440300MA0TESTD78' })
  const officer = accounts.browser()
  await officer.post('console/login', { password: passwordOf(accounts.server) })
  await officer.post('console/factor', { code: await freshCode(secretOf(accounts.server), accounts.now) })
  const path = `console/certificates/${own.encryption.serial}/revoke`
  expect(await officer.post(path, { reason: 'keyCompromise' })).toMatchObject({ status: 200 })
  expect(await officer.post(path, { reason: 'keyCompromise' })).toMatchObject({ error: 'invalid-input' })
  expect(await holding(person, own.id)).toMatchObject({ state: 'revoked', isRenewable: false })
  for (const certificate of [own.signing, own.encryption])
    expect(await judge(certificate)).toMatch(/certificate revoked[^]*leaf\.pem: revoked[^]*keyCompromise/)
  expect(await kinds(person)).toContain('revoked')
  expect(await person.page.post('applications', { kind: 'renew', previous: own.id })).toMatchObject({
    error: 'certificate-revoked',
  })
  const recovered = await fetchCertificates(person, await paidRecovery(accounts, person, own.id, LI))
  expect(await judge(recovered.signing)).toMatch(/leaf\.pem: OK/)
})

test('what is over before it is issued frees what it was to follow, and its order', async () => {
  const { id } = applicationOf(await wang.page.post('applications', { kind: 'recover', previous: first.id }))
  expect(await holding(wang, first.id)).toMatchObject({ next: id })
  await act(wang, id, 'withdraw')
  expect(await holding(wang, first.id)).toMatchObject({ next: null })
  const person = await identified(accounts, '13700000005', LI)
  const claim = await claimed(accounts, person, { creditCode: '91370200MA0TESTA12' })
  expect((await person.page.get('orders')).body).toMatchObject({ orders: [{ state: 'created' }] })
  await act(person, claim.id, 'withdraw')
  expect((await person.page.get('orders')).body).toMatchObject({ orders: [{ state: 'closed' }] })
})

test('its holder gives it up with the key, for good', async () => {
  const person = await identified(accounts, '13700000006', LI)
  const own = await issuedApplication(accounts, person, { creditCode: '91440300MA0TESTC56' })
  const at = accounts.now()
  expect(await giveUp(person, own.id, first.keys, at)).toMatchObject({ error: 'signature-invalid' })
  for (const wrong of [at - 301_000, at + 301_000])
    expect(await giveUp(person, own.id, own.keys, wrong)).toMatchObject({ error: 'request-expired' })
  expect(await judge(own.signing)).toMatch(/leaf\.pem: good/)
  expect(await giveUp(person, own.id, own.keys, at)).toMatchObject({
    ...{ status: 200, body: { state: 'revoked', revokedAt: at, isRenewable: true } },
  })
  accounts.pass(1000)
  expect(await giveUp(person, own.id, own.keys, at)).toMatchObject({ status: 200, body: { revokedAt: at } })
  for (const certificate of [own.signing, own.encryption])
    expect(await judge(certificate)).toMatch(/certificate revoked[^]*leaf\.pem: revoked[^]*cessationOfOperation/)
  expect((await kinds(person)).filter((kind) => kind === 'revoked')).toHaveLength(1)
  expect(await person.page.post('applications', { kind: 'recover', previous: own.id })).toMatchObject({
    error: 'certificate-revoked',
  })
  const renewed = await renewedApplication(accounts, person, own.id)
  expect(await judge(renewed.signing)).toMatch(/leaf\.pem: OK/)
})

/** Until then; logs in again, which he has to after such a time. */
const passTo = async (at: number, { page, mobile }: Person): Promise<void> => {
  accounts.pass(at - accounts.now())
  await page.post('account/login/password', { mobile, password: PASSWORD, device: DEVICE })
}

test('renewed is what is near its end, once', async () => {
  const person = await identified(accounts, '13700000007', LI)
  const own = await issuedApplication(accounts, person, { creditCode: '91110000MA0TESTB34' })
  const renew = (previous: string) => person.page.post('applications', { kind: 'renew', previous })
  expect(await renew(own.id)).toMatchObject({ error: 'renewal-early' })
  await passTo(own.signing.notAfter.getTime() - 90 * DAY, person)
  expect(await holding(person, own.id)).toMatchObject({ isRenewable: true, state: 'in-force' })
  const renewed = await renewedApplication(accounts, person, own.id)
  expect(await holding(person, own.id)).toMatchObject({ state: 'in-force', next: renewed.id, isRenewable: false })
  expect(renewed.answer.seals).toHaveLength(4)
  expect(await renew(own.id)).toMatchObject({ error: 'certificate-replaced', details: { next: renewed.id } })
  expect(await renew(renewed.id)).toMatchObject({ error: 'renewal-early' })
  const recovered = await fetchCertificates(person, await paidRecovery(accounts, person, renewed.id, LI))
  for (const { id, next } of [
    { id: own.id, next: renewed.id },
    { id: renewed.id, next: recovered.id },
  ])
    expect(await holding(person, id)).toMatchObject({ state: 'revoked', next })
  await passTo(recovered.signing.notAfter.getTime() + DAY, person)
  expect(await holding(person, recovered.id)).toMatchObject({ state: 'expired', isRenewable: true })
  const elsewhere = { certificate: { ...CERTIFICATE, organisation: 'second' } }
  const { id } = applicationOf(await renew(recovered.id))
  expect((await act(person, id, 'certificate', elsewhere)).error).toBe('invalid-input')
})

test('who has something to do is told by text message, once', async () => {
  const titles = (): readonly (string | undefined)[] => {
    accounts.round()
    return accounts.fake.sent
      .filter(({ mobile, template }) => mobile === wang.mobile && template === 'notice')
      .map(({ params }) => params['title'])
      .sort()
  }
  const all = ['手机证书可以下载了', '手机证书可以下载了', '认领申请已通过，待支付', '证书找回申请已通过，待支付']
    .map((words) => `“${COMPANY_NAME}”${words}`)
    .sort()
  await expect.poll(titles, { timeout: 20_000 }).toEqual(all)
  accounts.pass(DAY)
  for (let round = 0; round < 5; round++) await expect.poll(titles).toEqual(all)
})
