/** The server is killed in each state of an application, and in the middle of moves: nothing is lost or done twice. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applicationAnswer, messageList } from '#core/application/messages'
import { CERTIFICATE, companyOf, photograph, WANG } from '#tests/support/applying'
import { applicantAt } from '#tests/support/dying-server'
import { registrationProcess } from '#tests/support/registration-process'

const folder = mkdtempSync(join(tmpdir(), 'apply-crash-'))
const server = registrationProcess(join(folder, 'data'))
const { restart, send, read, act } = applicantAt(server, await photograph())

beforeAll(async () => {
  await server.start()
  await server.enter('13700000001', WANG)
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

test('a claim goes through with a server that dies in each state', async () => {
  const id = await begin('91330100MA2TE5TX0X')
  await restart()
  await act(id, 'certificate', { certificate: CERTIFICATE })
  await restart()
  await act(id, 'stamped', { stamped: await send('stamped') })
  await restart()
  await act(id, 'submit')
  await restart()
  await server.tell({ act: 'return', id, version: (await read(id)).version })
  await restart()
  expect((await read(id)).history.at(-1)?.reasons).toEqual(['照片不清楚'])
  await act(id, 'submit')
  await restart()
  await server.tell({ act: 'approve', id, version: (await read(id)).version })
  await restart()
  const { state, history, form } = await read(id)
  expect(state).toBe('awaiting-payment')
  expect(history.map(({ event }) => event)).toEqual(['submit', 'return', 'submit', 'approve'])
  expect(await messagesOf(id)).toEqual(['returned', 'submitted', 'submitted', 'to-pay'])
  expect(form).toMatchObject({ certificate: CERTIFICATE, company: { legalPerson: '赵一鸣' } })
  expect(await server.call('GET', 'orders')).toMatchObject({ orders: [{ application: id, fen: 30_000 }] })
  await act(id, 'withdraw')
  await restart()
  expect(await read(id)).toMatchObject({ state: 'withdrawn', possible: [] })
})

test('killed in the middle of a move, it was made whole or not at all', async () => {
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
