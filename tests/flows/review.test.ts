/** Applications at the console: queues, one whole, its files, and decisions by officers who may take them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuthorisationStep } from '#core/application/form'
import type { ApplicationAnswer } from '#core/application/messages'
import { CHECKLISTS, type ReviewAnswer, type ReviewList } from '#core/application/review'
import type { AuditList } from '#server/admin/messages'
import { openStore } from '#server/store/store'
import { openAccounts, type Accounts } from '#tests/support/accounts'
import {
  act,
  applicationOf,
  fillClaim,
  identified,
  LI,
  photograph,
  upload,
  WANG,
  type Person,
} from '#tests/support/applying'
import { addOfficer, firstOfficer, type Officer } from '#tests/support/console-officer'
import { agree, demoSealer, wishToJoin } from '#tests/support/joining'

const CODES = ['91330100MA2TE5TX0X', '92440300MAK8DEM349', '91370200MA0TESTA12', '91410500MA3DEMX24T'] as const

let accounts: Accounts
let first: Officer
let second: Officer
let wang: Person
let li: Person

const now = async (): Promise<number> => {
  const { time } = (await accounts.server.app.inject('/api/status')).json<{ time: string }>()
  return Date.parse(time)
}

beforeAll(async () => {
  accounts = await openAccounts()
  const at = await now()
  first = await firstOfficer(accounts.server, () => at)
  second = await addOfficer(accounts.server, () => at, first, '何审', ['reviewer'])
  wang = await identified(accounts, '13700000001')
  li = await identified(accounts, '13700000002', LI)
})
afterAll(() => accounts.remove())

const submitted = async (person: Person, creditCode: string, change: object = {}): Promise<ApplicationAnswer> => {
  accounts.pass(60_000)
  const { id } = await fillClaim(accounts, person, { creditCode, ...change })
  return applicationOf(await act(person, id, 'submit'))
}

const queue = async (query = ''): Promise<ReviewList> => (await first.get(`applications${query}`)).body as ReviewList
const whole = async (officer: Officer, id: string): Promise<ReviewAnswer> =>
  (await officer.get(`applications/${id}`)).body as ReviewAnswer

const approve = async (officer: Officer, id: string, change: object = {}) => {
  const { version, checklist } = await whole(officer, id)
  const body = { version, checklist: checklist.version, ticks: checklist.ticks, ...change }
  return officer.post(`applications/${id}/approve`, body)
}

const audited = async (action: string) => {
  const { rows } = (await first.get(`audit?action=${action}`)).body as AuditList
  return rows
}

test('what waits is counted by kind and listed longest first, and found by name and code', async () => {
  expect(await queue()).toEqual({
    ...{
      counts: { claim: 0, join: 0, recover: 0, renew: 0, takeover: 0 },
      longest: null,
      applications: [],
      next: null,
    },
  })
  const one = await submitted(wang, CODES[0])
  const two = await submitted(li, CODES[1], { name: '别的公司' })
  const found = await queue()
  expect(found).toMatchObject({ counts: { claim: 2, join: 0, recover: 0, renew: 0, takeover: 0 } })
  expect(found.longest).toBeGreaterThanOrEqual(60_000)
  expect(found.applications.map(({ id }) => id)).toEqual([one.id, two.id])
  const ids = async (query: string) => (await queue(query)).applications.map(({ id }) => id)
  expect(await ids(`?text=${encodeURIComponent('别的')}`)).toEqual([two.id])
  expect(await ids(`?text=${CODES[0].slice(4, 12).toLowerCase()}`)).toEqual([one.id])
  expect(await ids('?kind=renew')).toEqual([])
  expect(await ids(`?after=${one.submittedAt}.${one.id}`)).toEqual([two.id])
  for (const query of ['kind=other', 'after=x', 'limit=1'])
    expect([query, (await first.get(`applications?${query}`)).status]).toEqual([query, 400])
})

test('one is shown with what was checked, its numbers masked, and the audit log tells who looked', async () => {
  const [{ id = '' } = {}] = (await queue()).applications
  const text = (await second.get(`applications/${id}`)).bytes.toString()
  expect(text).toContain('9999**********0015')
  for (const hidden of [WANG.idNumber, wang.mobile, 'E12345678']) expect(text).not.toContain(hidden)
  const found = await whole(second, id)
  expect(found).toMatchObject({
    ...{ id, submissions: 1, isAgain: false, barred: null, approvedBy: null, previous: null },
    applicant: { name: WANG.name, mobile: '137****0001' },
    licence: { legalPerson: '赵一鸣', idNumber: 'E123**********5678', licenceUntil: 'long-term' },
    certificate: { province: '河南省' },
    checklist: { version: 'claim-1', ticks: [...CHECKLISTS.claim.ticks] },
    possible: ['approve', 'return', 'reject'],
  })
  expect(found.checks.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
    ...['code-sum good', 'unclaimed good', 'own-person note', 'licence-date note', 'identity good'],
  ])
  const [looked] = await audited('application-opened')
  expect(looked).toMatchObject({ actor: '何审', facts: { application: id } })
})

test('its files are handed out to be looked at, and no others', async () => {
  const [one, two] = (await queue()).applications
  const { files } = await whole(first, one?.id ?? '')
  expect(files.map(({ purpose, type }) => [purpose, type]).sort()).toEqual([
    ['licence', 'image/jpeg'],
    ['stamped', 'image/jpeg'],
  ])
  const [{ id: file = '' } = {}] = files
  const answer = await first.get(`applications/${one?.id}/files/${file}`)
  expect(answer.status).toBe(200)
  expect([...answer.bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
  expect(answer.headers).toMatchObject({
    ...{ 'content-type': 'image/jpeg', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  })
  expect(String(answer.headers['content-security-policy'])).toMatch(/default-src 'none'.*sandbox/)
  expect((await first.get(`applications/${two?.id}/files/${file}`)).status).toBe(404)
  const loose = await upload(accounts, li, 'licence', await photograph())
  expect((await first.get(`applications/${two?.id}/files/${loose.id}`)).status).toBe(404)
  const draft = await fillClaim(accounts, wang, { creditCode: CODES[2] })
  expect((await first.get(`applications/${draft.id}`)).status).toBe(404)
  await act(wang, draft.id, 'withdraw')
  expect((await first.get(`applications/${draft.id}`)).status).toBe(404)
})

test('one is approved when all was looked at, once, in the version that was looked at', async () => {
  const [{ id = '' } = {}] = (await queue()).applications
  const { version, checklist } = await whole(first, id)
  expect(await approve(first, id, { ticks: checklist.ticks.slice(1) })).toMatchObject({
    ...{ status: 400, error: 'invalid-input', details: { reason: 'checklist' } },
  })
  expect(await approve(first, id, { checklist: 'claim-0' })).toMatchObject({ status: 400 })
  expect(await approve(first, id, { version: version - 1 })).toMatchObject({
    ...{ status: 409, error: 'application-changed' },
  })
  expect((await approve(first, id)).status).toBe(200)
  expect(await first.post(`applications/${id}/reject`, { version: version + 1, reason: '太晚' })).toMatchObject({
    ...{ status: 409, error: 'application-state' },
  })
  const [decided] = await audited('application-decided')
  expect(decided).toMatchObject({
    actor: 'officer',
    facts: { application: id, event: 'approve', checklist: 'claim-1' },
  })
  expect((await whole(second, id)).history.at(-1)).toMatchObject({ event: 'approve', officer: 'officer' })
})

test('of a join it is told who has sealed the letter, which is shown beside it', async () => {
  const id = await wishToJoin(li, wang, { creditCode: CODES[0] })
  expect((await queue('?kind=join')).applications).toEqual([])
  const authorisation: AuthorisationStep = { seals: ['company'], until: '2099-12-31' }
  const sealer = await demoSealer(accounts, CODES[0])
  expect((await agree(accounts, wang, id, sealer, authorisation)).status).toBe(200)
  const found = await whole(second, id)
  expect(found).toMatchObject({
    ...{ state: 'agreed', licence: null, authorisation },
    files: [{ purpose: 'letter', type: 'application/pdf' }],
    checklist: { version: 'join-1' },
  })
  expect(found.checks.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
    ...['code-sum good', 'registry-name good', 'identity good', 'agreed good', 'term-date good', 'letter-signed good'],
  ])
  expect(found.checks.at(-1)?.words).toMatchObject({ person: expect.stringMatching(/./) as string })
  expect((await first.get(`applications/${id}/files/${found.files[0]?.id}`)).headers).toMatchObject({
    ...{ 'content-type': 'application/pdf', 'content-disposition': 'inline' },
  })
  expect((await approve(second, id)).status).toBe(200)
})

test('one is returned with reasons, comes again, and is rejected', async () => {
  const [{ id = '', version = 0 } = {}] = (await queue()).applications
  const reasons = ['照片不清晰', '请重新拍照']
  expect((await first.post(`applications/${id}/return`, { version, reasons: [] })).status).toBe(400)
  expect((await first.post(`applications/${id}/return`, { version, reasons })).status).toBe(200)
  expect((await queue()).applications).toEqual([])
  await act(li, id, 'submit')
  expect((await queue()).applications).toMatchObject([{ id, isAgain: true }])
  const again = await whole(second, id)
  expect(again).toMatchObject({ submissions: 2 })
  expect(again.history.find(({ event }) => event === 'return')).toMatchObject({ reasons, officer: 'officer' })
  const rejection = { version: again.version, reason: '冒名申请' }
  expect((await second.post(`applications/${id}/reject`, rejection)).status).toBe(200)
  expect(applicationOf(await li.page.get(`applications/${id}`))).toMatchObject({ state: 'rejected' })
})

test('nobody decides about his own application, whichever of his accounts it is of', async () => {
  const other = await identified(accounts, '13700000003')
  const mine = await submitted(wang, CODES[3])
  const alsoMine = await submitted(other, CODES[2])
  expect((await first.post('officers/何审/number', { mobile: '137 0000 0001' })).status).toBe(200)
  for (const { id, version } of [mine, alsoMine]) {
    expect(await whole(second, id)).toMatchObject({ barred: 'own' })
    const refusals = [
      await approve(second, id),
      await second.post(`applications/${id}/return`, { version, reasons: ['不行'] }),
      await second.post(`applications/${id}/reject`, { version, reason: '不行' }),
    ]
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ status: 409, error: 'application-state', details: { reason: 'person' } })
    expect((await approve(first, id)).status).toBe(200)
  }
  const [entered] = await audited('officer-number-set')
  expect(entered?.facts).toEqual({ officer: '何审' })
  expect(await first.post('officers/officer/number', { mobile: wang.mobile })).toMatchObject({
    ...{ status: 400, details: { reason: 'number-taken' } },
  })
  expect((await first.post('officers/何审/number', { mobile: '12' })).status).toBe(400)
  expect((await first.post('officers/何审/number', { mobile: null })).status).toBe(200)
})

test('a recovery is approved by two officers, neither of them the one who asks', async () => {
  const store = await openStore(accounts.server.database)
  const [claim] = await store.applications.listOwn((await store.accounts.findByMobile(wang.mobile))?.id ?? '', null, 1)
  if (claim === undefined) throw new Error('no claim')
  await store.applications.change(claim.id, claim.version, { state: 'issued' }, claim.changedAt)
  const at = await now()
  await store.holdings.add({
    ...{ application: claim.id, account: claim.account, creditCode: claim.creditCode, organisation: 'bidseal' },
    ...{ signing: '0a', encryption: '0b', fingerprint: 'f', notBefore: at, notAfter: at + 1e10, issuedAt: at },
    ...{ seals: '[]', previous: null, revokedAt: null, revocationReason: null, revokedBy: null },
  })
  await store.close()
  const { id } = applicationOf(await wang.page.post('applications', { kind: 'recover', previous: claim.id }))
  const stamped = await upload(accounts, wang, 'stamped', await photograph())
  await act(wang, id, 'stamped', { stamped: stamped.id })
  accounts.pass(1000)
  await wang.page.post('identity/bank-card', { ...WANG, card: '4111 1111 1111 1111', mobile: wang.mobile })
  expect((await act(wang, id, 'submit')).error).toBeNull()
  const begun = await whole(first, id)
  expect(begun).toMatchObject({ previous: { signing: '0a', organisation: 'bidseal' }, licence: null })
  expect(begun.checks.filter(({ verdict }) => verdict !== 'good')).toEqual([])

  await first.post('officers/officer/number', { mobile: wang.mobile })
  expect(await approve(first, id)).toMatchObject({ status: 409, details: { reason: 'person' } })
  await first.post('officers/officer/number', { mobile: null })
  expect((await approve(first, id)).status).toBe(200)
  expect(await whole(first, id)).toMatchObject({ state: 'approved-once', barred: 'first', approvedBy: 'officer' })
  expect(await approve(first, id)).toMatchObject({ status: 409, details: { reason: 'person' } })
  expect((await approve(second, id)).status).toBe(200)
  expect(applicationOf(await wang.page.get(`applications/${id}`))).toMatchObject({ state: 'awaiting-payment' })
})
