/**
 * A phone with the real server, from a paid claim to the end: certificates under the PIN, a bid, renewal, a new
 * phone, revocation. A bid that was made with the first certificate opens as long as its key is anywhere.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCredentials } from '#agent/credential'
import type { Clock } from '#core/pairing/ports'
import { systemClock } from '#engine/clock'
import { releaseKeys } from '#server/key-releases'
import { DEVICE, openAccounts, PASSWORD, type Accounts } from '#tests/support/accounts'
import {
  act,
  applicationOf,
  claimed,
  COMPANY_CODE,
  COMPANY_NAME,
  identified,
  LI,
  WANG,
  type Person,
} from '#tests/support/applying'
import { random } from '#tests/support/authority'
import { addPdfs, generated, identifiedProject, placeOnEach, sealed, type Office } from '#tests/support/bidding'
import { openDesk } from '#tests/support/desk'
import { holdingsOf, paidRecovery, pay } from '#tests/support/issuing'
import { textPdf } from '#tests/support/pdf'
import { memberOf, PIN, testPhone, type TestPhone } from '#tests/support/phone'

const NEW_PIN = '730518'
const DAY = 24 * 3600_000

let accounts: Accounts
let clock: Clock
let wang: Person
let office: Pick<Office, 'desk' | 'phone'>
/** Of the first certificates. */
let claim: string
let ebid: string
let project: string

/** Loses what it is told to lose. */
let cut: (path: string, when: 'request' | 'answer') => void = () => undefined

const phoneOf = ({ page }: Person): TestPhone =>
  testPhone(accounts.server.address, { clock, member: memberOf(page, (path, when) => cut(path, when)) })

const order = (application: string, more: { pin?: string; renews?: string } = {}, creditCode = COMPANY_CODE) => ({
  ...{ application, creditCode, pin: PIN, device: DEVICE, ...more },
})

const paidClaim = async (person: Person, change: object = {}): Promise<string> => {
  const { id } = await claimed(accounts, person, change)
  await pay(accounts, person, id)
  return id
}

const open = (phone: TestPhone) =>
  office.desk.run('jobs.open', { path: ebid, folder: join(office.desk.folder, 'opened') }, phone)

/** Close to the end of what somebody has, who logs in again. */
const passNearEnd = async (person: Person, phone: TestPhone): Promise<void> => {
  const { notAfter } = (await phone.agent.current())!
  accounts.pass(new Date(notAfter).getTime() - 80 * DAY - accounts.now())
  await person.page.post('account/login/password', { mobile: person.mobile, password: PASSWORD, device: DEVICE })
}

/** Applies to renew the newest, pays, and downloads. */
const renew = async (person: Person, phone: TestPhone) => {
  await passNearEnd(person, phone)
  const [newest] = await holdingsOf(person)
  const previous = newest?.application ?? ''
  const { id } = applicationOf(await person.page.post('applications', { kind: 'renew', previous }))
  const { version } = applicationOf(await act(person, id, 'submit'))
  await accounts.server.review.approve(id, version, 'reviewer')
  await pay(accounts, person, id)
  return phone.agent.download(order(id, { renews: (await phone.agent.current())?.id ?? '' }))
}

beforeAll(async () => {
  accounts = await openAccounts()
  clock = { now: accounts.now, after: systemClock.after }
  wang = await identified(accounts, '13700000001')
  const desk = await openDesk(accounts.server, { clock })
  office = { desk, phone: phoneOf(wang) }
})
afterAll(async () => {
  await office.desk.close()
  await accounts.remove()
})

test('gets its certificates though answers are lost, and the server has issued once', async () => {
  const { agent } = office.phone
  claim = await paidClaim(wang)
  for (const when of ['request', 'answer'] as const) {
    cut = (path, at) => {
      if (path.endsWith('/certificates') && at === when) throw new TypeError('fetch failed')
    }
    await expect(agent.download(order(claim))).rejects.toMatchObject({ code: 'server-unreachable' })
    expect(await agent.pendingDownloads()).toEqual([claim])
  }
  cut = () => undefined
  await expect(agent.forgetDownload(claim)).rejects.toMatchObject({ code: 'order-conflict' })
  await expect(agent.download(order(claim, { pin: NEW_PIN }))).rejects.toMatchObject({ code: 'pin-wrong' })
  const own = await agent.download(order(claim))
  expect(own).toMatchObject({ company: COMPANY_NAME, person: WANG.name, device: DEVICE, state: 'in-force' })
  expect(own.seals.map(({ kind }) => kind)).toContain('company')
  expect(await agent.pendingDownloads()).toEqual([])
  expect(await holdingsOf(wang)).toMatchObject([{ application: claim, fingerprint: own.id, state: 'in-force' }])
})

test('makes a bid, which it knows that nobody has opened', async () => {
  const path = join(office.desk.folder, '投标函.pdf')
  writeFileSync(path, await textPdf(2))
  const bidding: Office = {
    ...office,
    server: accounts.server,
    newPhone: async () => office.phone,
    close: async () => {},
  }
  const added = await addPdfs(bidding, await identifiedProject(bidding), [path])
  const made = await sealed(bidding, await placeOnEach(bidding, added))
  project = made.id
  ebid = (await generated(bidding, made, join(office.desk.folder, 'out'))).ebid
  const { agent } = office.phone
  const { id } = (await agent.current())!
  expect(await agent.unopenedBids(id)).toMatchObject([{ tender: '智慧矿山建设项目', lot: '01', openingTime: null }])
  expect(await office.desk.run('jobs.rehearse', { path: ebid, project }, office.phone)).toMatchObject({ state: 'done' })
  // The phone notes it when the computer has its answer.
  await expect.poll(async () => typeof (await agent.unopenedBids(id))[0]?.openingTime).toBe('string')
})

test('of somebody else, who has older keys as well, is turned away, and both certificates are named', async () => {
  const li = await identified(accounts, '13700000002', LI)
  const creditCode = '92440300MAK8DEM349'
  const phone = phoneOf(li)
  const first = await paidClaim(li, { creditCode })
  const { id: renews } = await phone.agent.download(order(first, {}, creditCode))
  const again = await paidRecovery(accounts, li, first, LI)
  await phone.agent.download(order(again, { renews }, creditCode))
  expect(await open(phone)).toMatchObject({
    state: 'failed',
    error: { code: 'wrong-certificate' },
    mismatch: { needed: { person: WANG.name, usage: 'encrypt' }, scanned: { person: LI.name, usage: 'encrypt' } },
  })
  expect(await phone.agent.history()).toEqual([])
})

test('a new phone gets the older keys back once two keepers have released them, and opens the bid', async () => {
  const [newest] = await holdingsOf(wang)
  const application = await paidRecovery(accounts, wang, newest?.application ?? '')
  const phone = phoneOf(wang)
  const own = await phone.agent.download(order(application))
  const fetchKeys = () => phone.agent.fetchOlderKeys(own.id, application, PIN)
  expect(await fetchKeys()).toEqual({ isComplete: false, added: 0 })
  expect((await open(phone)).error).toMatchObject({ code: 'wrong-certificate' })
  const { data } = accounts.server
  if (accounts.server.database.startsWith('postgres')) writeFileSync(join(data, 'database'), accounts.server.database)
  const shares = [1, 3].map((number) => join(data, `recovery-share-${number}.txt`))
  await releaseKeys({ data, shares, now: new Date(accounts.now()), random })
  expect(await fetchKeys()).toEqual({ isComplete: true, added: 1 })
  expect(await open(phone)).toMatchObject({ state: 'done' })
  office = { ...office, phone }
})

test('renews near the end under the same PIN, and all older keys go on', async () => {
  const { agent, store } = office.phone
  const renewed = await renew(wang, office.phone)
  expect(renewed).toMatchObject({ state: 'in-force' })
  expect((await agent.current())?.id).toBe(renewed.id)
  const { older } = await openCredentials(store).read(renewed.id)
  expect(older).toHaveLength(2)
  await agent.changePin(renewed.id, PIN, NEW_PIN)
})

test('is given up with the PIN, for good', async () => {
  const { agent } = office.phone
  const [held] = await holdingsOf(wang)
  const { id } = (await agent.current())!
  const giveUp = (pin: string) => agent.revoke(id, held?.application ?? '', pin)
  await expect(giveUp('190284')).rejects.toMatchObject({ code: 'pin-wrong' })
  cut = (path, when) => {
    if (path.endsWith('/revoke') && when === 'answer') throw new TypeError('fetch failed')
  }
  await expect(giveUp(NEW_PIN)).rejects.toMatchObject({ code: 'server-unreachable' })
  cut = () => undefined
  await giveUp(NEW_PIN)
  expect(await holdingsOf(wang)).toMatchObject([{ state: 'revoked', fingerprint: id }, {}, {}])
  expect(await agent.credentials()).toMatchObject([{ id, state: 'revoked' }, { state: 'in-force' }])
})
