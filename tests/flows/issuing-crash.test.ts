/** The server is killed while certificates are fetched: nothing is lost, and nothing is issued or revoked twice. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdingList, type HeldCertificate } from '#core/application/holding'
import { issueAnswer } from '#core/application/issuing'
import { applicationAnswer, joiningAnswer, messageList, uploadAnswer } from '#core/application/messages'
import { orderList } from '#core/order/order'
import { openStore } from '#server/store/store'
import { CERTIFICATE, COMPANY_CODE, companyOf, LI, photograph, WANG } from '#tests/support/applying'
import { csrOf } from '#tests/support/issuing'
import { EVERYDAY, sealed } from '#tests/support/joining'
import { applicantAt } from '#tests/support/dying-server'
import { registrationProcess } from '#tests/support/registration-process'
import { signingKeys } from '#tests/support/server'

const MOBILE = '13700000001'
const OTHER = '13700000002'

const folder = mkdtempSync(join(tmpdir(), 'issuing-crash-'))
const server = registrationProcess(join(folder, 'data'))
const { restart, send, read, act } = applicantAt(server, await photograph())

beforeAll(async () => {
  await server.start()
  await server.enter(MOBILE, WANG)
})
afterAll(async () => {
  await server.kill()
  rmSync(folder, { recursive: true, force: true })
})

const approve = async (id: string): Promise<string> =>
  server.tell({ act: 'approve', id, version: (await read(id)).version })

const pay = async (id: string): Promise<void> => {
  const { orders } = orderList.parse(await server.call('GET', 'orders'))
  const order = orders.find(({ application }) => application === id)?.id ?? ''
  await server.call('POST', `orders/${order}/pay`, { channel: 'h5' })
  await server.tell({ act: 'pay', order })
  await server.call('POST', `orders/${order}/check`)
}

const paidClaim = async (creditCode: string): Promise<string> => {
  const company = companyOf(await send('licence'), { creditCode })
  const { id } = applicationAnswer.parse(await server.call('POST', 'applications', { kind: 'claim', company }))
  await act(id, 'certificate', { certificate: CERTIFICATE })
  await act(id, 'stamped', { stamped: await send('stamped') })
  await act(id, 'submit')
  await approve(id)
  await pay(id)
  return id
}

const held = async (id: string): Promise<HeldCertificate | undefined> =>
  holdingList.parse(await server.call('GET', 'certificates')).certificates.find(({ application }) => application === id)

/** How many certificates were made, and how many of them are revoked. */
const certified = async (id: string): Promise<readonly [number, number]> => {
  const store = await openStore(join(folder, 'data', 'store.db'))
  const { rows } = await store.certificates.search({ text: '', offset: 0, limit: 999 })
  await store.close()
  const own = rows.filter(({ orderId }) => orderId === id)
  return [own.length, own.filter(({ revokedAt }) => revokedAt !== null).length]
}

const issuedMessages = async (id: string): Promise<number> =>
  messageList
    .parse(await server.call('GET', 'messages'))
    .messages.filter(({ application, kind }) => application.id === id && kind === 'issued').length

/** Asks for certificates and kills the server meanwhile; then asks until they are there, and once more. */
const fetchKilled = async (id: string, pause: number): Promise<void> => {
  const csr = await csrOf(await signingKeys())
  const fetch = (): Promise<unknown> => server.call('POST', `applications/${id}/certificates`, { csr })
  const first = fetch().catch(() => null)
  await wait(pause)
  await restart()
  const before = await first
  const answer = await fetch()
  expect(await fetch()).toEqual(answer)
  if (before !== null) expect(before).toEqual(answer)
  expect(await read(id)).toMatchObject({ state: 'issued', possible: [] })
  expect(await held(id)).toMatchObject({ state: 'in-force', next: null })
  expect(await issuedMessages(id)).toBe(1)
  expect(await certified(id)).toEqual([2, 0])
}

test.each([0, 40, 100])('killed %d ms after certificates were asked for, they come, once', async (pause) => {
  const id = await paidClaim(`91330100MA2TE5${String(pause).padStart(4, '0')}`)
  await fetchKilled(id, pause)
})

test('killed in each state of a join, and while the administrator agrees, it was made whole or not at all', async () => {
  const claim = await paidClaim(COMPANY_CODE)
  const keys = await signingKeys()
  const body = await server.call('POST', `applications/${claim}/certificates`, { csr: await csrOf(keys) })
  const sealer = { ...issueAnswer.parse(body), keys }
  await server.enter(OTHER, LI)
  const administrator = { name: WANG.name, mobile: MOBILE }
  const wanted = { kind: 'join', creditCode: COMPANY_CODE, administrator }
  const { id } = applicationAnswer.parse(await server.call('POST', 'applications', wanted))
  await restart()
  await act(id, 'certificate', { certificate: CERTIFICATE })
  await act(id, 'submit')
  await restart()
  for (const pause of [0, 12, null]) {
    server.become(MOBILE)
    const joining = async () => joiningAnswer.parse(await server.call('GET', `joining/${id}`))
    const seen = await joining()
    if (seen.state === 'agreed') break
    const authorised = { version: seen.version, authorisation: EVERYDAY }
    const { version } = joiningAnswer.parse(await server.call('POST', `joining/${id}/authorise`, authorised))
    const letter = await sealed(await server.file(`joining/${id}/letter.pdf`), sealer)
    const sent = await server.call('POST', 'uploads?purpose=letter', Buffer.from(letter))
    const agreement = { version, letter: uploadAnswer.parse(sent).id }
    const agreeing = server.call('POST', `joining/${id}/agree`, agreement).catch(() => null)
    if (pause === null) await agreeing
    else {
      await wait(pause)
      await restart()
      await agreeing
    }
    const after = await joining()
    const isMade = after.state === 'agreed'
    expect(after).toMatchObject({ state: isMade ? 'agreed' : 'submitted', version: isMade ? version + 1 : version })
    expect(after.history.filter(({ event }) => event === 'agree')).toHaveLength(isMade ? 1 : 0)
  }
  server.become(OTHER)
  expect(await read(id)).toMatchObject({ state: 'agreed' })
  await approve(id)
  await pay(id)
  await restart()
  expect(await read(id)).toMatchObject({ state: 'paid' })
  await fetchKilled(id, 40)
  server.become(MOBILE)
})

test('killed while a recovery is fetched, what it replaces is revoked', async () => {
  const previous = await paidClaim('92440300MAK8DEM349')
  await server.call('POST', `applications/${previous}/certificates`, { csr: await csrOf(await signingKeys()) })
  const wanted = { kind: 'recover', previous }
  const { id } = applicationAnswer.parse(await server.call('POST', 'applications', wanted))
  await act(id, 'stamped', { stamped: await send('stamped') })
  await server.call('POST', 'identity/bank-card', { ...WANG, card: '4111 1111 1111 1111', mobile: MOBILE })
  await act(id, 'submit')
  await approve(id)
  await restart()
  await server.tell({ act: 'approve', id, version: (await read(id)).version, officer: 'second' })
  await restart()
  await pay(id)
  await fetchKilled(id, 90)
  expect(await held(previous)).toMatchObject({ state: 'revoked', next: id })
  await expect.poll(() => certified(previous), { timeout: 30_000, interval: 500 }).toEqual([2, 2])
})

test.each([0, 40])('killed %d ms into a change of administrator, there is one, and one only', async (pause) => {
  const creditCode = `92440300MAK8D${String(pause).padStart(4, '0')}T`
  server.become(MOBILE)
  const claim = await paidClaim(creditCode)
  await server.call('POST', `applications/${claim}/certificates`, { csr: await csrOf(await signingKeys()) })
  server.become(OTHER)
  const company = companyOf(await send('licence'), { creditCode })
  const { id } = applicationAnswer.parse(await server.call('POST', 'applications', { kind: 'takeover', company }))
  await act(id, 'certificate', { certificate: CERTIFICATE })
  await act(id, 'stamped', { stamped: await send('stamped') })
  await act(id, 'submit')
  await approve(id)
  await server.tell({ act: 'approve', id, version: (await read(id)).version, officer: 'second' })
  await pay(id)
  await fetchKilled(id, pause)
  const store = await openStore(join(folder, 'data', 'store.db'))
  const members = await store.members.ofCompany(creditCode, 9)
  await store.close()
  expect(members.filter(({ endedAt }) => endedAt === null)).toMatchObject([{ application: id, role: 'administrator' }])
  await expect.poll(() => certified(claim), { timeout: 30_000, interval: 500 }).toEqual([2, 2])
})
