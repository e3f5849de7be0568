/** What administrators may do with officers, and what not. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ownBytes } from '#core/bytes/bytes'
import { databaseOf, removeData } from '#tests/support/database'
import { openStore, type Store } from '../store/store.ts'
import { CHEAP } from '#tests/support/server'
import { newOfficer } from './messages.ts'
import { createOfficers, type OfficersService } from './officers.ts'
import { createPasswords } from '../access/password.ts'
import { createSessions, type Sessions } from './session.ts'

const FIRST = 'first'
const now = () => Date.UTC(2026, 10, 25)
const random = (length: number) => ownBytes(randomBytes(length))
const passwords = createPasswords(random, CHEAP)

let folder: string
let store: Store
let officers: OfficersService
let sessions: Sessions

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'officers-'))
  store = await openStore(await databaseOf(folder))
  officers = createOfficers({ store, passwords, random, now })
  sessions = createSessions({ store, passwords, random, now })
  await store.officers.add({ name: FIRST, password: '', roles: 'administrator', isTemporary: 0 }, now())
})

afterEach(async () => {
  await store.close()
  await removeData(folder)
})

const refused = (reason: string) => ({ code: 'invalid-input', details: { reason } })
const actions = async () => (await store.audit.latest(20)).map(({ action }) => action).reverse()

test('the last administrator can be neither disabled nor demoted', async () => {
  await expect(officers.disable(FIRST, FIRST)).rejects.toMatchObject(refused('last-administrator'))
  await expect(officers.setRoles(FIRST, FIRST, ['auditor'])).rejects.toMatchObject(refused('last-administrator'))
  await officers.add(FIRST, 'second', ['administrator'])
  await officers.disable(FIRST, 'second')
  await expect(officers.disable(FIRST, FIRST)).rejects.toMatchObject(refused('last-administrator'))
  await officers.enable(FIRST, 'second')
  const both = await Promise.allSettled([officers.disable('second', FIRST), officers.disable(FIRST, 'second')])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await actions()).toEqual([...['officer-added', 'officer-disabled', 'officer-enabled', 'officer-disabled']])
})

test('nobody takes his own second factor away, or gives himself a password', async () => {
  await expect(officers.resetFactor(FIRST, FIRST)).rejects.toMatchObject(refused('yourself'))
  await expect(officers.resetPassword(FIRST, FIRST)).rejects.toMatchObject(refused('yourself'))
  await expect(officers.resetFactor(FIRST, 'nobody')).rejects.toMatchObject(refused('no-such-officer'))
})

test('a password that was given out is good until it is changed, and ends the sessions of before', async () => {
  const given = await officers.add(FIRST, 'second', ['auditor'])
  const { token, session } = await sessions.begin('second', given)
  expect(session.stage).toBe('set-up')
  await sessions.prove(token, 'second')
  expect(await sessions.find(token)).toMatchObject({ stage: 'password', roles: ['auditor'] })
  const again = await officers.resetPassword(FIRST, 'second')
  expect(await sessions.find(token)).toBeNull()
  await expect(sessions.begin('second', given)).rejects.toMatchObject({ details: { reason: 'password' } })
  await expect(officers.changePassword('second', given, 'a new long one')).rejects.toMatchObject(
    refused('password-wrong'),
  )
  await expect(officers.changePassword('second', again, again)).rejects.toMatchObject(refused('password-same'))
  await officers.changePassword('second', again, 'a new long one')
  await sessions.begin('second', 'a new long one')
  await officers.disable(FIRST, 'second')
  await expect(sessions.begin('second', 'a new long one')).rejects.toMatchObject({ details: { reason: 'password' } })
})

test('two officers are two people: a number is entered for one of them', async () => {
  await officers.add(FIRST, 'second', ['reviewer'])
  await officers.setMobile(FIRST, 'second', '13800138021')
  await expect(officers.setMobile(FIRST, FIRST, '13800138021')).rejects.toMatchObject(refused('number-taken'))
  await officers.setMobile(FIRST, 'second', '13800138021')
  await officers.setMobile(FIRST, 'second', null)
  await officers.setMobile(FIRST, FIRST, '13800138021')
  await expect(officers.setMobile(FIRST, 'nobody', null)).rejects.toMatchObject(refused('no-such-officer'))
  const [last] = await store.audit.latest(1)
  expect(last).toMatchObject({ action: 'officer-number-set', facts: { officer: FIRST } })
})

test('names are those of persons, once each, and no part of the server', async () => {
  await officers.add(FIRST, '何审', ['reviewer', 'auditor'])
  await expect(officers.add(FIRST, '何审', ['reviewer'])).rejects.toMatchObject(refused('name-taken'))
  await expect(officers.add(FIRST, 'Server', ['reviewer'])).rejects.toMatchObject(refused('name-taken'))
  const parsed = (name: string) => newOfficer.safeParse({ name, roles: ['auditor'] }).success
  expect(['', '.a', 'a/b', 'a b', '<b>', 'a'.repeat(33)].filter(parsed)).toEqual([])
  expect(['何审', 'he.shen', 'a'.repeat(32)].filter((name) => !parsed(name))).toEqual([])
  expect(newOfficer.safeParse({ name: 'a', roles: [] }).success).toBe(false)
  expect(newOfficer.parse({ name: 'a', roles: ['auditor', 'reviewer', 'auditor'] }).roles).toEqual([
    'reviewer',
    'auditor',
  ])
})
