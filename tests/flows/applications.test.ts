/** Claiming and joining a company over HTTP, decided by officers. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApplicationAnswer, JoiningAnswer, MessageList } from '#core/application/messages'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { openAccounts, type Accounts } from '#tests/support/accounts'
import {
  act,
  applicationOf,
  CERTIFICATE,
  claimed,
  COMPANY_CODE,
  COMPANY_NAME,
  download,
  fillClaim,
  identified,
  LI,
  photograph,
  upload,
  WANG,
  type Person,
} from '#tests/support/applying'
import { fetchCertificates, pay } from '#tests/support/issuing'
import { demoSealer, sealed } from '#tests/support/joining'
import { DEMO_CODE } from '#tests/support/server'

let accounts: Accounts
let wang: Person
let li: Person
let claim: ApplicationAnswer

beforeAll(async () => {
  accounts = await openAccounts()
  wang = await identified(accounts, '13700000001')
  li = await identified(accounts, '13700000002', LI)
})
afterAll(() => accounts.remove())

const kinds = async ({ page }: Person): Promise<readonly string[]> =>
  ((await page.get('messages')).body as MessageList).messages.map(({ kind }) => kind).sort()

test('a claim is filled in, returned with reasons, submitted again, and makes the administrator', async () => {
  const { review } = accounts.server
  expect((await wang.page.get(`companies?text=${COMPANY_CODE}`)).body).toEqual({ companies: [] })
  const draft = await fillClaim(accounts, wang)
  expect(draft).toMatchObject({ state: 'draft', version: 3, warnings: [], possible: ['submit', 'withdraw'] })
  const submitted = applicationOf(await act(wang, draft.id, 'submit'))
  expect((await review.queue(['claim'])).applications.map(({ id }) => id)).toContain(draft.id)
  expect(await review.find(draft.id)).toMatchObject({ applicant: { ...WANG, mobile: wang.mobile } })
  await review.returnWith(draft.id, submitted.version, 'reviewer', ['照片不清楚'])
  const returned = applicationOf(await wang.page.get(`applications/${draft.id}`))
  expect(returned.history.at(-1)).toMatchObject({ event: 'return', role: 'officer', reasons: ['照片不清楚'] })
  const again = applicationOf(await act(wang, draft.id, 'submit'))
  await expect(review.approve(draft.id, submitted.version, 'reviewer')).rejects.toThrow('application-changed')
  await review.approve(draft.id, again.version, 'reviewer')
  claim = applicationOf(await wang.page.get(`applications/${draft.id}`))
  expect(claim).toMatchObject({ state: 'awaiting-payment', possible: ['withdraw'] })
  expect((await wang.page.get(`companies?text=${COMPANY_NAME.slice(2, 6)}`)).body).toEqual({
    companies: [{ creditCode: COMPANY_CODE, name: COMPANY_NAME, isClaimed: true }],
  })
  expect(await kinds(wang)).toEqual(['returned', 'submitted', 'submitted', 'to-pay'])
  expect((await wang.page.get('orders')).body).toMatchObject({ orders: [{ application: claim.id, fen: 30_000 }] })
})

test('of two officers who decide at once, one does', async () => {
  const { page } = await identified(accounts, '13700000003')
  const { id } = await fillClaim(accounts, { mobile: '', page }, { creditCode: '92440300MAK8DEM349' })
  const { version } = applicationOf(await act({ mobile: '', page }, id, 'submit'))
  const { review } = accounts.server
  const done = await Promise.allSettled([
    review.approve(id, version, 'first'),
    review.reject(id, version, 'second', '材料不符'),
  ])
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(applicationOf(await page.get(`applications/${id}`)).history).toHaveLength(2)
})

test('a company has one administrator, however many claim it', async () => {
  const code = '91370200MA0TESTA12'
  const rivals = await Promise.all(['13700000004', '13700000005'].map((mobile) => identified(accounts, mobile)))
  const claims = await Promise.all(
    rivals.map(async (rival) => {
      const { id } = await fillClaim(accounts, rival, { creditCode: code })
      return applicationOf(await act(rival, id, 'submit'))
    }),
  )
  expect(claims[0]?.warnings).toEqual(['credit-code'])
  const done = await Promise.allSettled(
    claims.map(({ id, version }) => accounts.server.review.approve(id, version, 'reviewer')),
  )
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const lost = rivals[done.findIndex(({ status }) => status === 'rejected')]
  const won = done.findIndex(({ status }) => status === 'fulfilled')
  expect(await lost?.page.post('applications', { kind: 'claim', company: claims[won]?.form.company })).toMatchObject({
    error: 'company-claimed',
  })
  const gone = claims[won]
  await act(rivals[won] ?? wang, gone?.id ?? '', 'withdraw')
  expect((await wang.page.get(`companies?text=${code}`)).body).toMatchObject({ companies: [{ isClaimed: false }] })
})

test('somebody who knows the administrator joins, with a letter that the company has sealed', async () => {
  const masked = await li.page.get(`companies/${COMPANY_CODE}/administrator`)
  expect(masked.body).toEqual({ company: COMPANY_NAME, name: '王*之', mobile: '137****0001' })
  const wanted = { kind: 'join', creditCode: COMPANY_CODE, administrator: { name: WANG.name, mobile: wang.mobile } }
  expect(
    await li.page.post('applications', { ...wanted, administrator: { name: '王大之', mobile: wang.mobile } }),
  ).toMatchObject({ status: 403, error: 'acquaintance-wrong' })
  const { id } = applicationOf(await li.page.post('applications', wanted))
  expect(await act(li, id, 'submit')).toMatchObject({ error: 'application-incomplete', details: { at: 'certificate' } })
  await act(li, id, 'certificate', { certificate: CERTIFICATE })
  expect(await wang.page.get(`joining/${id}`)).toMatchObject({ status: 404 })
  await act(li, id, 'submit')
  expect(await kinds(wang)).toContain('join-wanted')

  const joining = async () => (await wang.page.get(`joining/${id}`)).body as JoiningAnswer
  expect(await joining()).toMatchObject({ applicant: { name: LI.name, mobile: '137****0002' }, authorisation: null })
  const authorisation = { seals: ['company', 'contract'], until: '2099-12-31' }
  const { version } = await joining()
  expect((await wang.page.post(`joining/${id}/authorise`, { version, authorisation })).status).toBe(200)
  const letter = ownBytes((await download(accounts, wang, `joining/${id}/letter.pdf`)).bytes)

  const agree = async (bytes: Bytes) => {
    const sent = await upload(accounts, wang, 'letter', bytes)
    return wang.page.post(`joining/${id}/agree`, { version: (await joining()).version, letter: sent.id })
  }
  expect(await agree(letter)).toMatchObject({ error: 'upload-refused', details: { reason: 'letter' } })
  const stranger = await demoSealer(accounts, DEMO_CODE)
  expect(await agree(await sealed(letter, stranger))).toMatchObject({ details: { reason: 'letter-seal' } })
  const own = await demoSealer(accounts, COMPANY_CODE)
  const foreign = { ...own, seals: stranger.seals }
  expect(await agree(await sealed(letter, foreign))).toMatchObject({ details: { reason: 'letter-seal' } })
  expect((await agree(await sealed(letter, own))).body).toMatchObject({ state: 'agreed' })

  const { review } = accounts.server
  await review.approve(id, (await joining()).version, 'reviewer')
  expect(applicationOf(await li.page.get(`applications/${id}`))).toMatchObject({ state: 'awaiting-payment' })
  expect(await kinds(li)).toEqual(['agreed', 'submitted', 'to-pay'])
})

test('certificates are recovered by somebody who shows again who he is, and by two officers', async () => {
  await pay(accounts, wang, claim.id)
  await fetchCertificates(wang, claim.id)
  const wanted = { kind: 'recover', previous: claim.id }
  const { id, form } = applicationOf(await wang.page.post('applications', wanted))
  expect(form).toMatchObject({ previous: claim.id, certificate: CERTIFICATE })
  const stamped = await upload(accounts, wang, 'stamped', await photograph())
  await act(wang, id, 'stamped', { stamped: stamped.id })
  expect(await act(wang, id, 'submit')).toMatchObject({ error: 'application-incomplete', details: { at: 'identity' } })
  accounts.pass(1000)
  await wang.page.post('identity/bank-card', { ...WANG, card: '4111 1111 1111 1111', mobile: wang.mobile })
  const { version } = applicationOf(await act(wang, id, 'submit'))
  const { review } = accounts.server
  await review.approve(id, version, 'first')
  await expect(review.approve(id, version + 1, 'first')).rejects.toThrow('application-state')
  await review.approve(id, version + 1, 'second')
  expect(applicationOf(await wang.page.get(`applications/${id}`))).toMatchObject({ state: 'awaiting-payment' })
})

test('guesses at the administrator are limited', async () => {
  const guesser = await identified(accounts, '13700000006')
  const guess = async (name: string) =>
    (
      await guesser.page.post('applications', {
        ...{ kind: 'join', creditCode: COMPANY_CODE, administrator: { name, mobile: wang.mobile } },
      })
    ).error
  const errors = []
  for (const name of ['王一之', '王二之', '王三之', '王四之', '王五之', WANG.name]) errors.push(await guess(name))
  expect(errors).toEqual([...Array<string>(5).fill('acquaintance-wrong'), 'rate-limited'])
})

test('the administrator refuses, and says why', async () => {
  const person = await identified(accounts, '13700000007', LI)
  const administrator = { name: WANG.name, mobile: wang.mobile }
  const begun = await person.page.post('applications', { kind: 'join', creditCode: COMPANY_CODE, administrator })
  const { id } = applicationOf(begun)
  await act(person, id, 'certificate', { certificate: CERTIFICATE })
  const { version } = applicationOf(await act(person, id, 'submit'))
  expect((await wang.page.post(`joining/${id}/refuse`, { version, reason: '不是本单位人员' })).status).toBe(200)
  const refused = applicationOf(await person.page.get(`applications/${id}`))
  expect(refused).toMatchObject({ state: 'rejected', possible: [] })
  expect(refused.history.at(-1)).toMatchObject({ event: 'refuse', reasons: ['不是本单位人员'] })
})

test('the application form is a PDF that other programs read', async () => {
  const { bytes, headers } = await download(accounts, wang, `applications/${claim.id}/form.pdf`)
  expect(headers).toMatchObject({ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff' })
  const path = join(mkdtempSync(join(tmpdir(), 'form-')), 'form.pdf')
  writeFileSync(path, bytes)
  execFileSync('qpdf', ['--check', path])
  const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
  for (const words of ['数字证书申请表', COMPANY_NAME, COMPANY_CODE, '赵一鸣', WANG.name, WANG.idNumber, '河南省'])
    expect(text).toContain(words)
  expect(execFileSync('pdfinfo', [path], { encoding: 'utf8' })).toMatch(/Pages: +1[\s\S]*A4/)
})

test('nobody sees or moves what is not his', async () => {
  const stranger = await identified(accounts, '13700000008')
  const licence = claim.form.company?.licence ?? ''
  const paths = [
    `applications/${claim.id}`,
    `applications/${claim.id}/form.pdf`,
    `uploads/${licence}`,
    `joining/${claim.id}`,
  ]
  for (const path of paths) expect.soft((await stranger.page.get(path)).status, path).toBe(404)
  const changes: readonly (readonly [string, object])[] = [
    ['submit', {}],
    ['withdraw', {}],
    ['certificate', { certificate: CERTIFICATE }],
    ['stamped', { stamped: licence }],
    ['company', { company: claim.form.company }],
  ]
  for (const [event, more] of changes)
    expect
      .soft(await stranger.page.post(`applications/${claim.id}/${event}`, { version: claim.version, ...more }), event)
      .toMatchObject({ status: 404 })
  expect((await stranger.page.get('applications')).body).toEqual({ applications: [], next: null })
  expect((await stranger.page.get('joining')).body).toEqual({ applications: [] })
  const [message] = ((await wang.page.get('messages')).body as MessageList).messages
  expect((await stranger.page.post(`messages/${message?.id}/read`)).status).toBe(404)
  expect(await stranger.page.post('applications', { kind: 'claim', company: claim.form.company })).toMatchObject({
    error: 'company-claimed',
  })
  expect(
    await stranger.page.post('applications', {
      ...{ kind: 'claim', company: { ...claim.form.company, creditCode: '91110000MA0TESTB34' } },
    }),
  ).toMatchObject({ status: 404 })
})

test('a message is read once it was read', async () => {
  const before = (await wang.page.get('messages')).body as MessageList
  expect((await wang.page.post(`messages/${before.messages[0]?.id}/read`)).status).toBe(200)
  const after = (await wang.page.get('messages')).body as MessageList
  expect(after.unread).toBe(before.unread - 1)
  expect(after.messages[0]).toMatchObject({ isRead: true })
})

test('all messages are read at once, up to the newest that was seen, and those of nobody else', async () => {
  const inbox = async (page: typeof wang.page) => (await page.get('messages')).body as MessageList
  const { messages, unread } = await inbox(wang.page)
  expect(unread).toBeGreaterThan(0)
  const newest = messages[0]?.at ?? 0
  const another = await identified(accounts, '13700000077')
  await another.page.post('messages/read', { until: newest })
  await wang.page.post('messages/read', { until: Math.min(...messages.map(({ at }) => at)) - 1 })
  expect((await inbox(wang.page)).unread).toBe(unread)
  for (let time = 0; time < 2; time += 1)
    expect((await wang.page.post('messages/read', { until: newest })).status).toBe(200)
  const after = await inbox(wang.page)
  expect([after.unread, after.messages.every(({ isRead }) => isRead)]).toEqual([0, true])
  expect((await wang.page.post('messages/read', { until: -1 })).status).toBe(400)
})

test('pictures are handed out as files, to their owner', async () => {
  const { id } = await upload(accounts, wang, 'licence', await photograph())
  const { status, headers } = await download(accounts, wang, `uploads/${id}`)
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    ...{ 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' },
    'content-disposition': 'attachment; filename="picture.jpg"',
  })
})

test('who is not known by name gets no further than his account', async () => {
  const page = await accounts.member('13700000009')
  expect(await page.get(`companies?text=${COMPANY_CODE}`)).toMatchObject({ status: 403 })
  expect(await page.post('applications', { kind: 'renew', previous: claim.id })).toMatchObject({ status: 403 })
})

test('claims are for whole forms only', async () => {
  expect(
    await claimed(accounts, await identified(accounts, '13700000010'), { creditCode: '91440300MA0TESTC56' }),
  ).toMatchObject({ state: 'awaiting-payment' })
})
