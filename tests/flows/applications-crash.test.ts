/** The server is killed in each state of an application, and in the middle of moves: nothing is lost or done twice. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { applicationAnswer, messageList, type ApplicationAnswer, type MessageList } from '#core/application/messages'
import { KINDS, type ApplicationKind } from '#core/application/state'
import { orderList, type OrderList } from '#core/order/order'
import { newsOf } from '#server/registration/application/news'
import { isNoticed } from '#server/registration/message/notice-words'
import { openStore } from '#server/store/store'
import { CERTIFICATE, companyOf, photograph } from '#tests/support/applying'
import { applicantAt } from '#tests/support/dying-server'
import { everyStateAt, MOBILES, reachable, WAYS } from '#tests/support/every-state'
import { registrationProcess } from '#tests/support/registration-process'

const folder = mkdtempSync(join(tmpdir(), 'apply-crash-'))
const server = registrationProcess(join(folder, 'data'))
const picture = await photograph()
const { restart, send, read, act } = applicantAt(server, picture)
const states = everyStateAt(server, folder, picture)

beforeAll(async () => {
  await server.start()
  await states.prepare()
})
afterAll(async () => {
  await server.kill()
  rmSync(folder, { recursive: true, force: true })
})

const messagesOf = async (id: string): Promise<readonly string[]> =>
  messageList
    .parse(await server.call('GET', 'messages'))
    .messages.filter(({ application }) => application.id === id)
    .map(({ kind }) => kind)
    .sort()

const begin = async (creditCode: string): Promise<string> => {
  const company = companyOf(await send('licence'), { creditCode })
  return applicationAnswer.parse(await server.call('POST', 'applications', { kind: 'claim', company })).id
}

/** All pages of a list. */
const pages = async <Page extends { readonly next: string | null }>(
  path: string,
  page: z.ZodType<Page>,
): Promise<readonly Page[]> => {
  const found: Page[] = []
  for (let next: string | null = ''; next !== null; next = found.at(-1)?.next ?? null)
    found.push(page.parse(await server.call('GET', next === '' ? path : `${path}?after=${next}`)))
  return found
}

/** What both people were told, and what they ordered. */
const everything = async () => {
  const messages: MessageList['messages'][number][] = []
  const orders: OrderList['orders'][number][] = []
  for (const mobile of Object.values(MOBILES)) {
    server.become(mobile)
    for (const page of await pages('messages', messageList)) messages.push(...page.messages)
    for (const page of await pages('orders', orderList)) orders.push(...page.orders)
  }
  return { messages, orders }
}

const smsMessage = z.object({ template: z.string(), id: z.string().optional() })

/** Where the application of each kind is that goes through its steps, and which states the server was killed in. */
const started = KINDS.map((kind) => ({ kind, left: WAYS[kind].flat(), id: '', seen: new Set<string>() }))

test('killed in every state of every kind: nothing is lost, and nothing is done twice', async () => {
  const all = new Map<string, { readonly kind: ApplicationKind; decided: number }>()
  /** Goes on until there is a state in which the server was not killed; what is to expire does so after the kill. */
  const goOn = async (each: (typeof started)[number]): Promise<ApplicationAnswer | 'expiring' | null> => {
    for (let step = each.left.shift(); step !== undefined; step = each.left.shift()) {
      each.id = await states.perform(each.kind, step, each.id)
      const known = all.get(each.id) ?? { kind: each.kind, decided: 0 }
      if (step === 'approve' || step === 'return' || step === 'reject') known.decided += 1
      all.set(each.id, known)
      if (step === 'expire') return 'expiring'
      const as = await states.look(each.kind, each.id)
      if (!each.seen.has(as.state)) return as
    }
    return null
  }
  while (started.some(({ left }) => left.length > 0)) {
    const before = []
    for (const each of started) before.push({ each, as: await goOn(each) })
    await restart()
    for (const { each, as } of before) {
      const { kind, id, seen } = each
      if (as === 'expiring')
        await expect.poll(async () => (await states.look(kind, id)).state, { timeout: 10_000 }).toBe('expired')
      else if (as !== null) expect(await states.look(kind, id)).toEqual(as)
      if (as !== null) seen.add(as === 'expiring' ? 'expired' : as.state)
    }
  }
  for (const { kind, seen } of started) expect([kind, [...seen].sort()]).toEqual([kind, [...reachable(kind)].sort()])

  const { messages, orders } = await everything()
  const store = await openStore(join(folder, 'data', 'store.db'))
  const audit = await store.audit.latest(999)
  const recorded = (action: string, name: string, value: string): number =>
    audit.filter((entry) => entry.action === action && entry.facts[name] === value).length
  const { rows } = await store.certificates.search({ text: '', offset: 0, limit: 999 })
  for (const [id, { kind, decided }] of all) {
    const { state, history } = await states.look(kind, id)
    const told = messages.filter(({ application }) => application.id === id).map((message) => message.kind)
    const news = history.flatMap(({ event, state: to }) => newsOf(kind, event, to))
    // who recovers here is the administrator, who is not told of himself
    const isByOther = kind === 'join' || kind === 'takeover'
    const expected = news.filter(({ to }) => to === 'applicant' || isByOther).map((each) => each.kind)
    expect(told.sort()).toEqual(expected.sort())
    const own = orders.filter(({ application }) => application === id)
    expect(own.map((order) => order.state)).toEqual(state === 'issued' ? ['paid'] : [])
    for (const order of own)
      expect([recorded('order-opened', 'order', order.id), recorded('order-paid', 'order', order.id)]).toEqual([1, 1])
    expect(recorded('application-decided', 'application', id)).toBe(decided)
    expect(rows.filter(({ orderId }) => orderId === id)).toHaveLength(state === 'issued' ? 2 : 0)
    expect((await store.holdings.find(id)) !== null).toBe(state === 'issued')
  }
  await store.close()
  const texts = (): string[] =>
    readFileSync(join(folder, 'data.sms'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => smsMessage.parse(JSON.parse(line)))
      .filter(({ template }) => template === 'notice')
      .map(({ id }) => id ?? '')
  const noticed = messages.filter((message) => isNoticed(message.kind)).length
  await expect.poll(() => new Set(texts()).size, { timeout: 10_000 }).toBe(noticed)
})

test('killed in the middle of a move, it was made whole or not at all', async () => {
  server.become(MOBILES.wang)
  for (const [turn, pause] of [0, 2, 4, 7, 11].entries()) {
    const id = await begin(`91330100MA2TE5TY0${turn}`)
    await act(id, 'certificate', { certificate: CERTIFICATE })
    await act(id, 'stamped', { stamped: await send('stamped') })
    const { version } = await read(id)
    const submitting = server.call('POST', `applications/${id}/submit`, { version }).catch(() => null)
    await wait(pause)
    await restart()
    await submitting
    const after = await read(id)
    const isMade = after.state === 'submitted'
    expect(after).toMatchObject({ state: isMade ? 'submitted' : 'draft', version: isMade ? version + 1 : version })
    expect(after.history).toHaveLength(isMade ? 1 : 0)
    expect(await messagesOf(id)).toEqual(isMade ? ['submitted'] : [])
    if (!isMade) await act(id, 'submit')
    expect(await messagesOf(id)).toEqual(['submitted'])
  }
})

test('killed while a picture is sent, there is the whole of it or nothing', async () => {
  for (const pause of [0, 3, 8]) {
    const sending = send('licence').catch(() => null)
    await wait(pause)
    await restart()
    const id = await sending
    const files = readdirSync(join(folder, 'data', 'uploads')).filter((name) => !name.endsWith('.new'))
    if (id !== null) expect(files).toContain(id)
  }
})
