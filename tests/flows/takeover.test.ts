/** A company whose administrator is gone gets another one, by two officers' decision, over HTTP. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { handoverBytes, memberList, ownCompanies } from '#core/application/company'
import type { ApplicationAnswer, MessageList } from '#core/application/messages'
import type { ReviewAnswer, ReviewList } from '#core/application/review'
import type { OrderList } from '#core/order/order'
import { openStore } from '#server/store/store'
import { openAccounts, type Accounts } from '#tests/support/accounts'
import {
  act,
  applicationOf,
  COMPANY_CODE,
  COMPANY_NAME,
  companyOf,
  download,
  fillClaim,
  identified,
  photograph,
  upload,
  type Person,
} from '#tests/support/applying'
import { addOfficer, firstOfficer, type Officer } from '#tests/support/console-officer'
import {
  askCertificates,
  csrOf,
  fetchCertificates,
  holdingsOf,
  issuedApplication,
  pay,
  type IssuedApplication,
} from '#tests/support/issuing'
import { joined, sealerOf, signed, type Joined } from '#tests/support/joining'
import { signingKeys } from '#tests/support/server'

const SUN = { name: '孙远', idNumber: '999999190003010035' }
const ZHOU = { name: '周齐', idNumber: '999999190003010051' }

let accounts: Accounts
let folder: string
let first: Officer
let second: Officer
/** The administrator who is gone. */
let wang: Person
let own: IssuedApplication
/** One of the staff. */
let li: Joined
/** Of another company. */
let sun: Person
let zhou: Person

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'takeover-'))
  accounts = await openAccounts()
  const at = accounts.now()
  first = await firstOfficer(accounts.server, () => at)
  second = await addOfficer(accounts.server, () => at, first, '何审', ['reviewer'])
  wang = await identified(accounts, '13700000001')
  own = await issuedApplication(accounts, wang)
  li = await joined(accounts, '13700000002', wang, sealerOf(own))
  sun = await identified(accounts, '13700000003', SUN)
  zhou = await identified(accounts, '13700000004', ZHOU)
})
beforeEach(() => accounts.pass(1000))
afterAll(async () => {
  await accounts.remove()
  rmSync(folder, { recursive: true, force: true })
})

const read = async ({ page }: Person, id: string): Promise<ApplicationAnswer> =>
  applicationOf(await page.get(`applications/${id}`))
const mine = async ({ page }: Person) => ownCompanies.parse((await page.get('companies/mine')).body).companies
const kinds = async ({ page }: Person): Promise<readonly string[]> =>
  ((await page.get('messages')).body as MessageList).messages.map(({ kind }) => kind)
const whole = async (officer: Officer, id: string): Promise<ReviewAnswer> =>
  (await officer.get(`applications/${id}`)).body as ReviewAnswer
const approve = async (officer: Officer, id: string) => {
  const { version, checklist } = await whole(officer, id)
  return officer.post(`applications/${id}/approve`, { version, checklist: checklist.version, ticks: checklist.ticks })
}
const submitted = async (person: Person): Promise<string> => {
  const { id } = await fillClaim(accounts, person, {}, 'takeover')
  applicationOf(await act(person, id, 'submit'))
  return id
}
const paid = async (person: Person): Promise<string> => {
  const id = await submitted(person)
  for (const officer of [first, second]) expect((await approve(officer, id)).status).toBe(200)
  await pay(accounts, person, id)
  return id
}
const orderOf = async ({ page }: Person, id: string): Promise<string | undefined> =>
  ((await page.get('orders')).body as OrderList).orders.find(({ application }) => application === id)?.state
/** What administers the company, by account; the database holds it to one. */
const administrators = async (): Promise<readonly string[]> => {
  const store = await openStore(accounts.server.database)
  const members = await store.members.ofCompany(COMPANY_CODE, 100)
  await store.close()
  return members
    .filter(({ role, endedAt }) => role === 'administrator' && endedAt === null)
    .map(({ application }) => application)
}
const offer = async (from: Person, keys: IssuedApplication['keys'], to: string): Promise<string> => {
  accounts.pass(1000)
  const statement = await signed((at) => handoverBytes(COMPANY_CODE, to, at), keys, accounts.now())
  expect(
    (await from.page.post(`companies/${COMPANY_CODE}/handovers`, { application: to, ...statement })).error,
  ).toBeNull()
  return (await mine(from))[0]!.handover!.id
}
const accept = ({ page }: Person, id: string) => page.post(`companies/${COMPANY_CODE}/handovers/${id}/accept`)

let wanted: string
/** What it brought. */
let taken: IssuedApplication

test('it is for companies that have an administrator, under the name that is known, and for others than him', async () => {
  const licence = await upload(accounts, sun, 'licence', await photograph())
  const ask = ({ page }: Person, change: object = {}) =>
    page.post('applications', { kind: 'takeover', company: companyOf(licence.id, change) })
  expect(await ask(sun, { creditCode: '91110108MA0TE5T240' })).toMatchObject({ error: 'company-unclaimed' })
  expect(await ask(sun, { name: '杭州别的科技有限公司' })).toMatchObject({
    error: 'invalid-input',
    details: { at: 'name' },
  })
  expect(await ask(wang)).toMatchObject({ error: 'application-state', details: { reason: 'member' } })
  const stranger = { mobile: '13700000009', page: await accounts.member('13700000009') }
  expect(await ask(stranger)).toMatchObject({ status: 403 })
})

test('the form names the new administrator and says what becomes of the former one', async () => {
  const { id } = await fillClaim(accounts, sun, {}, 'takeover')
  wanted = id
  const { bytes } = await download(accounts, sun, `applications/${id}/form.pdf`)
  const path = join(folder, 'form.pdf')
  writeFileSync(path, bytes)
  execFileSync('qpdf', ['--check', path])
  const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
  for (const words of ['变更企业管理员申请书', '新任企业管理员', SUN.name, COMPANY_NAME, '管理权限终止', '全部注销'])
    expect(text.replaceAll(/\s/g, '')).toContain(words)
  expect(execFileSync('pdfinfo', [path], { encoding: 'utf8' })).toMatch(/Pages: +1[\s\S]*A4/)
})

test('the administrator hears of it and cannot keep anybody from it; officers see whether he was told', async () => {
  applicationOf(await act(sun, wanted, 'submit'))
  expect(await kinds(wang)).toContain('takeover-wanted')
  const sms = (): readonly string[] => {
    accounts.round()
    return accounts.fake.sent.flatMap(({ mobile, params }) => (mobile === wang.mobile ? [params['title'] ?? ''] : []))
  }
  await expect.poll(sms, { timeout: 20_000 }).toContain(`“${COMPANY_NAME}”有人申请变更企业管理员`)
  for (const path of ['withdraw', 'submit'])
    expect(await wang.page.post(`applications/${wanted}/${path}`, { version: 4 })).toMatchObject({ status: 404 })
  expect(await wang.page.get(`joining/${wanted}`)).toMatchObject({ status: 404 })
  expect(await wang.page.get(`applications/${wanted}`)).toMatchObject({ status: 404 })
  await expect
    .poll(async () => (await whole(first, wanted)).checks.find(({ name }) => name === 'administrator-told')?.verdict)
    .toBe('good')
  const shown = await whole(first, wanted)
  expect(shown).toMatchObject({
    ...{ kind: 'takeover', administrator: { name: '王*之', mobile: '137****0001' }, barred: null },
    applicant: { name: SUN.name },
  })
  expect(shown.checklist.ticks).toContain('called-back')
  expect(shown.checks.filter(({ verdict }) => verdict === 'bad')).toEqual([])
  expect(shown.checks).toContainEqual(expect.objectContaining({ name: 'member', verdict: 'note' }))
  const { counts } = (await first.get('applications?kind=takeover')).body as ReviewList
  expect(counts).toMatchObject({ takeover: 1, claim: 0 })
})

test('two officers approve it, neither of them the applicant, and all was looked at', async () => {
  await first.post('officers/officer/number', { mobile: sun.mobile })
  expect(await approve(first, wanted)).toMatchObject({ status: 409, details: { reason: 'person' } })
  await first.post('officers/officer/number', { mobile: null })
  const { version, checklist } = await whole(first, wanted)
  const ticks = checklist.ticks.filter((tick) => tick !== 'called-back')
  const careless = { version, checklist: checklist.version, ticks }
  expect(await first.post(`applications/${wanted}/approve`, careless)).toMatchObject({ status: 400 })
  expect((await approve(first, wanted)).status).toBe(200)
  expect(await approve(first, wanted)).toMatchObject({ status: 409, details: { reason: 'person' } })
  expect(await administrators()).toEqual([own.id])
  expect((await approve(second, wanted)).status).toBe(200)
  expect(await read(sun, wanted)).toMatchObject({ state: 'awaiting-payment' })
  expect(await kinds(wang)).toContain('takeover-approved')
  expect(await administrators()).toEqual([own.id])
  expect((await mine(wang))[0]?.role).toBe('administrator')
})

test('with the certificates he takes the place of the former administrator, whose rights all end', async () => {
  const rival = await paid(zhou)
  const offered = await offer(wang, own.keys, li.id)
  const begun = applicationOf(await wang.page.post('applications', { kind: 'recover', previous: own.id }))
  expect(await askCertificates(sun, wanted, await csrOf(await signingKeys()))).toMatchObject({
    details: { reason: 'not-paid' },
  })
  await pay(accounts, sun, wanted)
  const issued = await fetchCertificates(sun, wanted)
  expect(issued.answer.seals).toHaveLength(4)
  expect(await administrators()).toEqual([wanted])
  expect(await mine(sun)).toMatchObject([
    { role: 'administrator', administrator: SUN.name, members: 2, handover: null },
  ])
  expect(await mine(wang)).toEqual([])
  expect(await wang.page.get(`companies/${COMPANY_CODE}/members`)).toMatchObject({ status: 404 })
  expect(await holdingsOf(wang)).toMatchObject([{ state: 'revoked', isRecoverable: false, isRenewable: false }])
  const store = await openStore(accounts.server.database)
  expect((await store.certificates.find(own.signing.serial))?.revokedAt).not.toBeNull()
  expect((await store.certificates.find(own.encryption.serial))?.revokedAt).not.toBeNull()
  await store.close()
  expect((await read(wang, begun.id)).state).toBe('withdrawn')
  expect(await kinds(wang)).toEqual(expect.arrayContaining(['administrator-replaced', 'revoked']))
  expect((await accept(li.person, offered)).status).toBe(404)
  const { history, state } = await read(zhou, rival)
  expect(state).toBe('rejected')
  expect(history.at(-1)).toMatchObject({ role: 'authority', reasons: [expect.stringContaining('已经变更')] })
  await expect.poll(() => (accounts.round(), orderOf(zhou, rival))).toMatch(/^refund/)
  expect(await askCertificates(zhou, rival, await csrOf(await signingKeys()))).toMatchObject({ status: 409 })
  const { body } = await sun.page.get(`companies/${COMPANY_CODE}/members`)
  expect(memberList.parse(body).history).toContainEqual(expect.objectContaining({ event: 'took-over', name: SUN.name }))
  taken = issued
})

test('an administration that is handed over meanwhile ends what others have begun, paid for or not', async () => {
  const id = await paid(wang)
  const draft = await fillClaim(accounts, zhou, {}, 'takeover')
  expect((await accept(li.person, await offer(sun, taken.keys, li.id))).status).toBe(200)
  expect(await administrators()).toEqual([li.id])
  for (const [person, each] of [
    [wang, id],
    [zhou, draft.id],
  ] as const)
    expect((await read(person, each)).state).toBe('rejected')
  await expect.poll(() => (accounts.round(), orderOf(wang, id))).toMatch(/^refund/)
  expect(await askCertificates(wang, id, await csrOf(await signingKeys()))).toMatchObject({ status: 409 })
  expect(await kinds(wang)).toContain('rejected')
  expect((await kinds(li.person)).filter((kind) => kind === 'takeover-rejected')).toHaveLength(1)
})

test('one of the staff takes over and keeps his certificates; his place among the staff ends', async () => {
  const id = await paid(sun)
  await fetchCertificates(sun, id)
  expect(await administrators()).toEqual([id])
  expect(await mine(sun)).toMatchObject([{ role: 'administrator', application: id, members: 1 }])
  expect((await holdingsOf(sun)).map(({ state }) => state)).toEqual(['in-force', 'in-force'])
  expect((await holdingsOf(li.person)).map(({ state }) => state)).toEqual(['revoked'])
})

test('of two who fetch at once one wins, and the other is paid back', async () => {
  const both = [
    { person: wang, id: await paid(wang) },
    { person: zhou, id: await paid(zhou) },
  ]
  const asked = await Promise.all(
    both.map(async ({ person, id }) => askCertificates(person, id, await csrOf(await signingKeys()))),
  )
  expect(asked.filter(({ error }) => error === null)).toHaveLength(1)
  const states = await Promise.all(both.map(async ({ person, id }) => (await read(person, id)).state))
  expect([...states].sort()).toEqual(['issued', 'rejected'])
  const [winner, loser] = states[0] === 'issued' ? both : both.toReversed()
  expect(await administrators()).toEqual([winner!.id])
  await expect.poll(() => (accounts.round(), orderOf(loser!.person, loser!.id))).toMatch(/^refund/)
  const inForce = async () => {
    accounts.round()
    return (await holdingsOf(loser!.person)).filter(({ state }) => state === 'in-force')
  }
  await expect.poll(inForce).toEqual([])
})

test('who asks again and again is stopped', async () => {
  const answers = []
  for (let n = 0; n < 4; n++) {
    const licence = await upload(accounts, sun, 'licence', await photograph())
    const answer = await sun.page.post('applications', { kind: 'takeover', company: companyOf(licence.id) })
    answers.push(answer.error)
    if (answer.error === null) await act(sun, applicationOf(answer).id, 'withdraw')
  }
  expect(answers).toEqual([null, null, null, 'rate-limited'])
})
