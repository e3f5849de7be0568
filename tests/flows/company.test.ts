/** A company's members and its administrator over HTTP: authorised, removed, leaving, and handing over. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { HANDOVER_LIFETIME, handoverBytes, memberList, ownCompanies, removalBytes } from '#core/application/company'
import type { JoiningAnswer, MessageList } from '#core/application/messages'
import { openStore } from '#server/store/store'
import { openAccounts, type Accounts } from '#tests/support/accounts'
import {
  applicationOf,
  COMPANY_CODE,
  COMPANY_NAME,
  download,
  identified,
  LI,
  WANG,
  type Person,
} from '#tests/support/applying'
import { holdingsOf, issuedApplication, type IssuedApplication } from '#tests/support/issuing'
import { agree, joined, joiningOf, sealerOf, signed, wishToJoin, type Joined } from '#tests/support/joining'
import { pdfsig } from '#tests/support/judges'

const ZHAO = { name: '赵一鸣', idNumber: '999999190003010019' }
const OTHER_CODE = '91110108MA0TE5T240'

let accounts: Accounts
let folder: string
let wang: Person
let own: IssuedApplication
let li: Joined
let zhao: Joined
/** The administrator of another company. */
let stranger: Person
let other: IssuedApplication

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'company-'))
  accounts = await openAccounts()
  wang = await identified(accounts, '13700000001')
  own = await issuedApplication(accounts, wang)
  li = await joined(accounts, '13700000002', wang, sealerOf(own))
  zhao = await joined(accounts, '13700000003', wang, sealerOf(own), ZHAO, {
    ...{ seals: ['contract'], until: '2099-06-30' },
  })
  stranger = await identified(accounts, '13700000004', { name: '孙远', idNumber: '999999190003010035' })
  other = await issuedApplication(accounts, stranger, { creditCode: OTHER_CODE, name: '北京样例工程有限公司' })
})
afterAll(async () => {
  await accounts.remove()
  rmSync(folder, { recursive: true, force: true })
})

const mine = async ({ page }: Person) => ownCompanies.parse((await page.get('companies/mine')).body).companies
const members = async ({ page }: Person) => memberList.parse((await page.get(`companies/${COMPANY_CODE}/members`)).body)
const kinds = async ({ page }: Person): Promise<readonly string[]> =>
  ((await page.get('messages')).body as MessageList).messages.map(({ kind }) => kind)

/** Asks to end a membership, with a statement signed by whichever key. */
const end = async (
  { page }: Person,
  application: string,
  { keys }: Pick<IssuedApplication, 'keys'>,
  at = accounts.now(),
  about = application,
) =>
  page.post(
    `companies/${COMPANY_CODE}/members/${application}/end`,
    await signed((time) => removalBytes(about, time), keys, at),
  )

const offer = async ({ page }: Person, application: string, { keys }: Pick<IssuedApplication, 'keys'>) => {
  accounts.pass(1000)
  return page.post(`companies/${COMPANY_CODE}/handovers`, {
    application,
    ...(await signed((at) => handoverBytes(COMPANY_CODE, application, at), keys, accounts.now())),
  })
}

const answer = async ({ page }: Person, id: string | undefined, what: string) =>
  page.post(`companies/${COMPANY_CODE}/handovers/${id}/${what}`)

beforeEach(() => accounts.pass(1000))

const standing = async (person: Person) => (await mine(person))[0]?.handover

test('members see their company, and its administrator all of them', async () => {
  expect(await mine(wang)).toMatchObject([
    {
      ...{ creditCode: COMPANY_CODE, name: COMPANY_NAME, role: 'administrator', authorisation: null },
      ...{ application: own.id, administrator: WANG.name, members: 3, waiting: 0, handover: null },
    },
  ])
  expect(await mine(li.person)).toMatchObject([
    { role: 'staff', administrator: WANG.name, members: 3, authorisation: { until: '2099-12-31' } },
  ])
  const { members: people, history } = await members(wang)
  expect(people).toMatchObject([
    { name: WANG.name, role: 'administrator', isOneself: true, authorisation: null, letter: null },
    { name: LI.name, mobile: '137****0002', role: 'staff', isOneself: false, certificates: [{ state: 'in-force' }] },
    { name: ZHAO.name, authorisation: { seals: ['contract'], until: '2099-06-30' } },
  ])
  expect(history.map(({ event, name }) => `${event} ${name}`)).toEqual([
    `joined ${ZHAO.name}`,
    `joined ${LI.name}`,
    `joined ${WANG.name}`,
  ])
})

test('the letter that was sealed is a valid one for other programs, and stays so for the officer', async () => {
  const [, member] = (await members(wang)).members
  const { bytes } = await download(accounts, wang, `uploads/${member?.letter}`)
  const file = join(folder, 'letter.pdf')
  writeFileSync(file, bytes)
  const root = await fetch(`${accounts.server.address}/ca/root.pem`)
  const words = pdfsig(folder, file, await root.text())
  expect(words).toContain('Signature is Valid')
  expect(words).toContain('Certificate is Trusted')
})

test('who wants to join is shown by name', async () => {
  const person = await identified(accounts, '13700000005', { name: '周齐', idNumber: '999999190003010051' })
  const id = await wishToJoin(person, wang)
  expect((await wang.page.get('joining')).body).toMatchObject({
    applications: [{ id, applicant: { name: '周齐', mobile: '137****0005' } }],
  })
  expect((await mine(wang))[0]?.waiting).toBe(1)
  expect((await stranger.page.get('joining')).body).toEqual({ applications: [] })
  const { version } = (await wang.page.get(`joining/${id}`)).body as JoiningAnswer
  await wang.page.post(`joining/${id}/refuse`, { version, reason: '不是本单位人员' })
})

test('nobody sees or changes what is not of his company, or not for him to change', async () => {
  const path = `companies/${COMPANY_CODE}/members`
  expect(await stranger.page.get(path)).toMatchObject({ status: 404, error: 'file-not-found' })
  expect(await li.person.page.get(path)).toMatchObject({ status: 403, error: 'not-authorised' })
  expect(await accounts.browser().get('companies/mine')).toMatchObject({ status: 401 })
  expect(await end(stranger, li.id, other)).toMatchObject({ status: 404 })
  expect(await end(li.person, zhao.id, li)).toMatchObject({ error: 'not-authorised' })
  expect(await end(wang, own.id, own)).toMatchObject({ error: 'not-authorised' })
  expect(await end(wang, other.id, own)).toMatchObject({ status: 404 })
  expect(await offer(stranger, li.id, other)).toMatchObject({ status: 404 })
  expect(await offer(li.person, zhao.id, li)).toMatchObject({ error: 'not-authorised' })
  expect(await offer(wang, other.id, own)).toMatchObject({ status: 404 })
})

test('a removal counts as it was signed: by the administrator, now, about this member', async () => {
  expect(await end(wang, zhao.id, li)).toMatchObject({ status: 400, error: 'signature-invalid' })
  expect(await end(wang, zhao.id, own, accounts.now(), li.id)).toMatchObject({ error: 'signature-invalid' })
  expect(await end(wang, zhao.id, own, accounts.now() - 6 * 60_000)).toMatchObject({ error: 'request-expired' })
  expect((await members(wang)).members).toHaveLength(3)
})

test('the administration changes hands when it is accepted, and back', async () => {
  expect(await offer(wang, li.id, zhao)).toMatchObject({ error: 'signature-invalid' })
  expect(await offer(wang, zhao.id, own)).toMatchObject({ error: 'no-certificate', details: { reason: 'seal' } })
  expect((await offer(wang, li.id, own)).status).toBe(200)
  expect(await offer(wang, li.id, own)).toMatchObject({ error: 'application-state', details: { reason: 'open' } })
  const made = await standing(wang)
  expect(made).toMatchObject({ name: LI.name, application: li.id })
  expect(await standing(li.person)).toEqual(made)
  expect(await standing(zhao.person)).toBeNull()
  expect(await answer(zhao.person, made?.id, 'accept')).toMatchObject({ status: 404 })
  expect(await answer(wang, made?.id, 'accept')).toMatchObject({ status: 404 })
  expect(await answer(li.person, made?.id, 'withdraw')).toMatchObject({ status: 404 })
  const both = await Promise.all([answer(li.person, made?.id, 'accept'), answer(li.person, made?.id, 'accept')])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
  expect((await mine(li.person))[0]).toMatchObject({ role: 'administrator', administrator: LI.name, handover: null })
  expect((await mine(wang))[0]).toMatchObject({ role: 'staff', administrator: LI.name, authorisation: null })
  expect(await wang.page.get(`companies/${COMPANY_CODE}/members`)).toMatchObject({ status: 403 })
  expect(await kinds(wang)).toContain('administrator-no-more')
  expect(await kinds(li.person)).toContain('administrator-now')
  expect((await offer(li.person, own.id, li)).status).toBe(200)
  expect((await answer(wang, (await standing(wang))?.id, 'accept')).status).toBe(200)
  expect((await mine(wang))[0]?.role).toBe('administrator')
})

test('an offer is declined, taken back, or over after a week', async () => {
  await offer(wang, li.id, own)
  expect((await answer(li.person, (await standing(li.person))?.id, 'decline')).status).toBe(200)
  expect(await kinds(wang)).toContain('handover-declined')
  await offer(wang, li.id, own)
  const taken = await standing(wang)
  expect((await answer(wang, taken?.id, 'withdraw')).status).toBe(200)
  expect(await answer(li.person, taken?.id, 'accept')).toMatchObject({ status: 404 })
  expect(await kinds(li.person)).toContain('handover-withdrawn')
  await offer(wang, li.id, own)
  const late = await standing(wang)
  accounts.pass(HANDOVER_LIFETIME + 1)
  expect(await standing(wang)).toBeNull()
  expect(await answer(li.person, late?.id, 'accept')).toMatchObject({ status: 404 })
  expect((await offer(wang, li.id, own)).status).toBe(200)
  await answer(wang, (await standing(wang))?.id, 'withdraw')
  expect((await members(wang)).history.slice(0, 4).map(({ event }) => event)).toEqual([
    ...['withdrawn', 'offered', 'expired', 'offered'],
  ])
})

test('whoever is removed has no certificate in force any more, and hears of it', async () => {
  await offer(wang, li.id, own)
  const begun = applicationOf(await li.person.page.post('applications', { kind: 'recover', previous: li.id }))
  expect((await end(wang, li.id, own)).status).toBe(200)
  const { state, history } = applicationOf(await li.person.page.get(`applications/${begun.id}`))
  expect([state, history.at(-1)]).toMatchObject(['withdrawn', { event: 'withdraw', role: 'administrator' }])
  expect(await end(wang, li.id, own)).toMatchObject({ status: 404 })
  expect(await mine(li.person)).toEqual([])
  expect(await standing(wang)).toBeNull()
  expect(await holdingsOf(li.person)).toMatchObject([{ state: 'revoked' }])
  const store = await openStore(accounts.server.database)
  const certificate = await store.certificates.find(li.signing.serial)
  await store.close()
  expect(certificate?.revokedAt).not.toBeNull()
  expect(await kinds(li.person)).toEqual(expect.arrayContaining(['removed', 'revoked']))
  expect(await kinds(wang)).toContain('member-removed')
  expect((await members(wang)).history[0]).toMatchObject({ event: 'removed', name: LI.name })
  expect(await li.person.page.post('applications', { kind: 'recover', previous: li.id })).toMatchObject({
    error: 'not-a-member',
  })
})

test('one of the staff leaves, with his own key', async () => {
  expect(await end(zhao.person, zhao.id, own)).toMatchObject({ error: 'signature-invalid' })
  expect((await end(zhao.person, zhao.id, zhao)).body).toEqual({ companies: [] })
  expect(await kinds(zhao.person)).toContain('left')
  expect(await kinds(wang)).toContain('member-left')
  expect((await mine(wang))[0]?.members).toBe(1)
})

test('whoever was removed joins again with a new letter, which a revoked certificate cannot seal', async () => {
  const id = await wishToJoin(li.person, wang)
  expect(await agree(accounts, wang, id, sealerOf(li))).toMatchObject({ details: { reason: 'letter-seal' } })
  const { version } = await joiningOf(wang, id)
  expect(version).toBeGreaterThan(1)
  expect((await agree(accounts, wang, id, sealerOf(own))).body).toMatchObject({ state: 'agreed' })
})
