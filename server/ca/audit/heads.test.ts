import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { toPem } from '#core/certificate/pem'
import { AppError } from '#core/errors'
import { databaseOf, execute, removeData, tamper } from '#tests/support/database'
import { openStore, type Store } from '../../store/store.ts'
import { headLine, readHeads, type HeadSigner } from './head.ts'
import { openHeadKeeper, type HeadKeeper } from './heads.ts'
import { judgeAuditLog, type AuditJudgement } from './judge.ts'
import { makeAuthorityKey, type AuthorityKey, type KeyAndCertificate } from '../keys/authority-keys.ts'

const START = Date.UTC(2026, 10, 25)
const HOUR = 3600_000

let folder: string
let store: Store
let root: KeyAndCertificate
let signer: HeadSigner
let keeper: HeadKeeper
let now: number

const random = (length: number): Bytes => ownBytes(randomBytes(length))

const make = (name: AuthorityKey, issuer: KeyAndCertificate | null): Promise<KeyAndCertificate> =>
  makeAuthorityKey({ name, id: 'TEST', issuer, address: 'http://localhost:1', now: new Date(START), random })

const makeSigner = async (): Promise<HeadSigner> => {
  root = await make('root', null)
  const issuing = await make('issuing', root)
  const { certificate, privateKey: key } = await make('audit', issuing)
  return { certificate, issuing: issuing.certificate, key }
}

const file = (): string => join(folder, 'audit-heads.txt')
const openKeeper = (): Promise<HeadKeeper> =>
  openHeadKeeper({
    ...{ store, signer, file: file(), now: () => now },
    warn: (facts) => {
      throw new Error(JSON.stringify(facts))
    },
  })

const addRows = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++)
    await store.audit.append({ actor: 'officer', action: 'certificate-revoked', facts: { serial: `${now}${i}` } }, now)
}

/** Ten rows, signed after the fourth and the eighth. */
beforeEach(async () => {
  now = START
  folder = mkdtempSync(join(tmpdir(), 'audit-'))
  store = await openStore(await databaseOf(folder))
  signer = await makeSigner()
  keeper = await openKeeper()
  for (const rows of [4, 4]) {
    await addRows(rows)
    now += HOUR
    await keeper.sign()
  }
  await addRows(2)
})

afterEach(async () => {
  await keeper.close()
  await store.close()
  await removeData(folder)
})

const judge = async (copy = ''): Promise<AuditJudgement> => {
  const heads = await store.auditHeads.list()
  return judgeAuditLog({ audit: store.audit, heads, copies: readHeads(copy), issuing: signer.issuing })
}

/** The log written anew from a row on, so that its chain holds. */
const rewrite = async (from: number, rows: number): Promise<void> => {
  await tamper(folder, `delete from audit where n >= ${from}`)
  now += 1
  await addRows(rows - from + 1)
}

test('a log that nobody touched is good, and says how far it is signed', async () => {
  expect(await judge(readFileSync(file(), 'utf8'))).toEqual({ rows: 10, heads: 2, signedUntil: 8, findings: [] })
  await keeper.close()
  expect(await judge()).toEqual({ rows: 10, heads: 3, signedUntil: 10, findings: [] })
})

test('nothing is signed twice, and an empty log not at all', async () => {
  await keeper.sign()
  await keeper.sign()
  expect((await store.auditHeads.list()).map(({ n }) => n)).toEqual([4, 8, 10])
  await expect(execute(folder, 'delete from "auditHeads"')).rejects.toThrow('append-only')
})

test('openssl agrees with a head', async () => {
  const [head] = await store.auditHeads.list()
  writeFileSync(join(folder, 'head.der'), head!.signature)
  const content = `{"at":${head!.at},"format":"bidseal-audit-head/1","hash":"${head!.hash}","n":4}`
  writeFileSync(join(folder, 'head.json'), content)
  writeFileSync(join(folder, 'root.pem'), toPem('CERTIFICATE', root.certificate.der))
  const args = ['-in', join(folder, 'head.der'), '-content', join(folder, 'head.json'), '-purpose', 'any', '-cades']
  const trust = ['-CAfile', join(folder, 'root.pem'), '-out', join(folder, 'out')]
  execFileSync('openssl', ['cms', '-verify', '-binary', '-inform', 'DER', ...args, ...trust], { stdio: 'pipe' })
})

describe('finds which row was', () => {
  test('edited', async () => {
    await tamper(folder, `update audit set facts = '{"serial":"other"}' where n = 3`)
    expect((await judge()).findings).toEqual([{ fault: 'edited', row: 3, until: 3 }])
  })

  test('removed', async () => {
    await tamper(folder, 'delete from audit where n in (5, 6)')
    expect(await judge()).toMatchObject({ rows: 4, findings: [{ fault: 'missing', row: 5, until: 6 }] })
  })

  test('cut off at the end', async () => {
    await tamper(folder, 'delete from audit where n >= 7')
    expect((await judge()).findings).toEqual([{ fault: 'cut', row: 7, until: 8 }])
  })

  test('put in another order', async () => {
    await tamper(
      folder,
      'update audit set n = 99 where n = 6',
      'update audit set n = 6 where n = 7',
      'update audit set n = 7 where n = 99',
    )
    expect((await judge()).findings).toEqual([{ fault: 'reordered', row: 6, until: 6 }])
  })

  test('written anew with a chain that holds', async () => {
    await rewrite(6, 10)
    expect((await store.audit.verify()).brokenAt).toBe(null)
    expect(await judge()).toMatchObject({ signedUntil: 4, findings: [{ fault: 'replaced', row: 5, until: 8 }] })
  })

  test('replaced as a whole, heads and all, by the copy that was kept elsewhere', async () => {
    const copy = readFileSync(file(), 'utf8')
    await tamper(folder, 'delete from "auditHeads"')
    await rewrite(1, 10)
    expect((await judge()).findings).toEqual([])
    await keeper.sign()
    expect((await judge()).findings).toEqual([])
    expect((await judge(copy)).findings).toEqual([
      { fault: 'replaced', row: 1, until: 4 },
      { fault: 'head-missing', row: 4, until: 4 },
      { fault: 'head-missing', row: 8, until: 8 },
    ])
  })

  test('cut with its heads, by the copy', async () => {
    await tamper(folder, 'delete from audit where n > 4', 'delete from "auditHeads" where n > 4')
    expect((await judge()).findings).toEqual([])
    expect((await judge(readFileSync(file(), 'utf8'))).findings).toEqual([
      { fault: 'cut', row: 5, until: 8 },
      { fault: 'head-missing', row: 8, until: 8 },
    ])
  })

  test('signed by another authority, or for another hash', async () => {
    const [head] = await store.auditHeads.list()
    await tamper(folder, `update "auditHeads" set hash = '${'0'.repeat(64)}' where n = 4`)
    expect((await judge()).findings).toEqual([{ fault: 'head-forged', row: 4, until: 4 }])
    const { issuing } = await makeSigner()
    const judged = await judgeAuditLog({ audit: store.audit, heads: [head!], copies: [], issuing })
    expect(judged).toMatchObject({ heads: 0, signedUntil: 0, findings: [{ fault: 'head-forged', row: 4 }] })
  })
})

describe('the file of heads', () => {
  test('gets what a killed process had no time to write', async () => {
    const whole = readFileSync(file(), 'utf8')
    const first = whole.slice(0, whole.indexOf('\n') + 1)
    for (const left of ['', first, `${first}8 2026-11`, whole.slice(0, -1)]) {
      writeFileSync(file(), left)
      await openKeeper()
      expect(readFileSync(file(), 'utf8')).toBe(whole)
    }
    rmSync(file())
    await openKeeper()
    expect(readFileSync(file(), 'utf8')).toBe(whole)
  })

  test('says which line is none', () => {
    appendFileSync(file(), 'edited\n')
    const details = { line: 3 }
    expect(() => readHeads(readFileSync(file(), 'utf8'))).toThrow(
      expect.objectContaining({ code: 'file-unreadable', details: expect.objectContaining(details) as unknown }),
    )
  })

  test('is read strictly', async () => {
    const heads = await store.auditHeads.list()
    expect(readHeads(heads.map((head) => `${headLine(head)}\n`).join(''))).toEqual(heads)
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(readHeads(text)).toEqual([])
        } catch (error) {
          expect(error instanceof AppError && error.code).toBe('file-unreadable')
        }
      }),
    )
  })
})
