/** Certificates of a claim come from an authority of another organisation, whose officers look at orders themselves. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { issueAnswer } from '#core/application/issuing'
import { parseCertificate } from '#core/certificate/certificate'
import { toPem } from '#core/certificate/pem'
import { orderList } from '#core/order/order'
import { openAccounts, type Accounts } from '#tests/support/accounts'
import { act, applicationOf, CERTIFICATE, fillClaim, identified, LI, WANG, type Person } from '#tests/support/applying'
import { askCertificates, csrOf, giveUp, holdingsOf, pay, submitRecovery } from '#tests/support/issuing'
import { agree, wishToJoin } from '#tests/support/joining'
import {
  freePort,
  introduce,
  startSecond,
  told,
  type Place,
  type SecondAuthority,
} from '#tests/support/second-authority'
import { signingKeys } from '#tests/support/server'

let folder: string
let accounts: Accounts
let place: Place
let second: SecondAuthority
let wang: Person
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'elsewhere-'))
  accounts = await openAccounts()
  place = { data: at('second'), port: await freePort(), publicPort: await freePort() }
  const address = `https://localhost:${place.port}`
  await introduce(folder, place, { front: accounts.server.data, address, more: ['--review'] })
  second = await startSecond(place)
  wang = await identified(accounts, '13700000001')
})
afterAll(async () => {
  await second.kill()
  await accounts.remove()
  rmSync(folder, { recursive: true, force: true })
})

const openssl = (...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile('openssl', args, { cwd: folder }, (_error, stdout, stderr) => resolve(stdout + stderr))
  })

/** With root and lists of the other organisation. */
const judge = async (der: Uint8Array): Promise<string> => {
  const get = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await (await fetch(`${second.address}/ca/${name}`)).arrayBuffer())
  writeFileSync(at('leaf.pem'), toPem('CERTIFICATE', der))
  for (const name of ['root', 'issuing']) {
    writeFileSync(at(`${name}.pem`), toPem('CERTIFICATE', await get(`${name}.crt`)))
    writeFileSync(at(`${name}-list.pem`), toPem('X509 CRL', await get(`${name}.crl`)))
  }
  const lists = ['-crl_check_all', '-CRLfile', 'root-list.pem', '-CRLfile', 'issuing-list.pem']
  return openssl('verify', '-x509_strict', ...lists, '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', 'leaf.pem')
}

test('waits for the officer over there, comes under the root over there, seals letters, and is revoked there', async () => {
  const draft = await fillClaim(accounts, wang)
  await act(wang, draft.id, 'certificate', { certificate: { ...CERTIFICATE, organisation: 'second' } })
  const { id, version } = applicationOf(await act(wang, draft.id, 'submit'))
  await accounts.server.review.approve(id, version, 'reviewer')
  await pay(accounts, wang, id)
  const keys = await signingKeys()
  const csr = await csrOf(keys)
  await second.kill()
  expect(await askCertificates(wang, id, csr)).toMatchObject({ status: 503, error: 'organisation-unreachable' })
  second = await startSecond(place)
  expect(await askCertificates(wang, id, csr)).toMatchObject({ status: 409, error: 'order-waiting' })
  expect(await askCertificates(wang, id, await csrOf(await signingKeys()))).toMatchObject({ error: 'order-conflict' })
  await told('approve', id, '--data', place.data, '--officer', 'chen')
  const { body } = await askCertificates(wang, id, csr)
  const issued = issueAnswer.parse(body)
  const { signing, encryption, root } = issued
  for (const [certificate] of [signing, encryption]) expect(await judge(certificate!)).toContain('leaf.pem: OK')
  expect(root).toEqual(new Uint8Array(await (await fetch(`${second.address}/ca/root.crt`)).arrayBuffer()))
  expect(parseCertificate(signing[0]!)).toMatchObject({ person: WANG.name })
  const organisation = { id: 'second', name: '第二认证中心' }
  expect(await holdingsOf(wang)).toMatchObject([{ application: id, organisation, state: 'in-force' }])

  const li = await identified(accounts, '13700000002', LI)
  const joining = await wishToJoin(li, wang)
  const agreed = await agree(accounts, wang, joining, { signing, seals: issued.seals, keys })
  expect(agreed.body).toMatchObject({ state: 'agreed' })

  expect(await giveUp(wang, id, keys, accounts.now())).toMatchObject({ status: 200, body: { state: 'revoked' } })
  for (const [certificate] of [signing, encryption]) expect(await judge(certificate!)).toContain('certificate revoked')
})

test('keys that are lost before the authority answers: what was paid for is got back, and not paid for again', async () => {
  const person = await identified(accounts, '13700000003', LI)
  const draft = await fillClaim(accounts, person, { creditCode: '92440300MAK8DEM349' })
  await act(person, draft.id, 'certificate', { certificate: { ...CERTIFICATE, organisation: 'second' } })
  const { id, version } = applicationOf(await act(person, draft.id, 'submit'))
  await accounts.server.review.approve(id, version, 'reviewer')
  await pay(accounts, person, id)
  const lost = await csrOf(await signingKeys())
  expect(await askCertificates(person, id, lost)).toMatchObject({ error: 'order-waiting' })
  await told('approve', id, '--data', place.data, '--officer', 'chen')
  const becomes = async (application: string, state: string): Promise<void> =>
    vi.waitFor(
      async () => {
        accounts.round()
        expect(applicationOf(await person.page.get(`applications/${application}`)).state).toBe(state)
      },
      { timeout: 30_000, interval: 500 },
    )
  // until the authority is asked again
  accounts.pass(6000)
  await becomes(id, 'issued')
  const csr = await csrOf(await signingKeys())
  expect(await askCertificates(person, id, csr)).toMatchObject({ error: 'order-conflict' })
  const again = await submitRecovery(accounts, person, id, LI)
  await becomes(again, 'paid')
  expect(await askCertificates(person, again, csr)).toMatchObject({ error: 'order-waiting' })
  await told('approve', again, '--data', place.data, '--officer', 'chen')
  expect(await askCertificates(person, again, csr)).toMatchObject({ status: 200 })
  const states = (await holdingsOf(person)).map(({ application, state }) => [application, state])
  expect(Object.fromEntries(states)).toEqual({ [id]: 'revoked', [again]: 'in-force' })
  const { orders } = orderList.parse((await person.page.get('orders')).body)
  expect(orders.map(({ kind, fen, state }) => [kind, fen, state])).toEqual([
    ['recover', 0, 'paid'],
    ['claim', expect.any(Number), 'paid'],
  ])
})
