/** The audit log of a server that has worked and was stopped, as `bidseal ca audit` judges it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bidseal, bidsealJson } from '#tests/support/cli'
import { enrolmentFor, openTestServer, signingKeys } from '#tests/support/server'

let data: string

beforeEach(async () => {
  const server = await openTestServer()
  data = server.data
  const answer = await fetch(`${server.address}/api/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(await enrolmentFor(await signingKeys())),
  })
  expect(answer.status).toBe(201)
  await server.close()
})
afterEach(() => rmSync(dirname(data), { recursive: true }))

const audit = (...more: string[]) => bidsealJson(['ca', 'audit', '--data', data, ...more])

const tamper = (statement: string): void => {
  const database = new Database(join(data, 'store.db'))
  database.exec('drop trigger audit_no_update; drop trigger audit_no_delete;')
  database.exec(statement)
  database.close()
}

test('the server signs when it is stopped, and an untouched log is good to the end', async () => {
  const { code, result } = await audit()
  expect(code).toBe(0)
  expect(result).toMatchObject({ heads: 1, findings: [] })
  expect(result['signedUntil']).toBe(result['rows'])
  const elsewhere = join(dirname(data), 'elsewhere.txt')
  writeFileSync(elsewhere, readFileSync(join(data, 'audit-heads.txt')))
  expect((await audit('--heads', elsewhere)).code).toBe(0)
})

test('an edit and a cut are named by their rows, in words as well', async () => {
  tamper(`update audit set actor = 'somebody' where n = 2`)
  const { code, error } = await audit()
  expect([code, error]).toEqual([1, { code: 'audit-damaged', details: { fault: 'edited', row: 2, until: 2 } }])
  const { stdout } = await bidseal(['ca', 'audit', '--data', data], { language: 'zh_CN.UTF-8' })
  expect(stdout).toContain('被改动')
})

test('a cut is told by the heads, those in the file when the others are gone too', async () => {
  const rows = Number((await audit()).result['rows'])
  tamper(`delete from audit where n = ${rows}; drop trigger auditHeads_no_delete; delete from auditHeads`)
  expect((await audit()).error).toMatchObject({ code: 'audit-damaged', details: { fault: 'cut', row: rows } })
  const copy = join(data, 'audit-heads.txt')
  writeFileSync(copy, `${readFileSync(copy, 'utf8')}nonsense\n`)
  expect((await audit()).error).toMatchObject({
    code: 'file-unreadable',
    details: { name: 'audit-heads.txt', line: 2 },
  })
  expect((await audit('--heads', join(data, 'nothing.txt'))).error).toMatchObject({ code: 'file-unreadable' })
  expect(existsSync(join(data, 'nothing.txt'))).toBe(false)
})
