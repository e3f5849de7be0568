/** The drill: a backup of a running server, the loss of its machine, and the same authority going on elsewhere. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { parseCrl } from '#core/certificate/crl'
import { enrolmentAnswer } from '#core/certificate/enrolment'
import { startServer, type Server } from '#server/server'
import { fetchCaFiles } from '#tests/support/ca-files'
import { bidsealJson } from '#tests/support/cli'
import { enrolmentFor, signingKeys } from '#tests/support/server'

let folder: string
let server: Server
const at = (...names: string[]): string => join(folder, ...names)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'))
  server = await startServer({ data: at('data'), demo: true })
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const enrol = async (): Promise<readonly Bytes[]> => {
  const answer = await fetch(`${server.address}/api/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(await enrolmentFor(await signingKeys())),
  })
  return enrolmentAnswer.parse(await answer.json()).signing
}

const listNumber = async (): Promise<number> => {
  const answer = await fetch(`${server.address}/ca/issuing.crl`)
  return Number(parseCrl(new Uint8Array(await answer.arrayBuffer())).number)
}

const backUp = () => bidsealJson(['ca', 'backup', '--data', at('data'), '--out', at('backup')])
const restore = (from = at('backup'), data = at('restored')) =>
  bidsealJson(['ca', 'restore', '--from', from, '--data', data, '--passphrase-file', at('passphrase')])

test('a server restored from a backup goes on issuing under the same root', async () => {
  const [before] = await enrol()
  mkdirSync(at('data/second-authority'))
  writeFileSync(at('data/second-authority/store.db'), '')
  const working = Promise.all([enrol(), enrol(), enrol()])
  expect(await backUp()).toMatchObject({ code: 0, result: { findings: [] } })
  await working
  const files = readdirSync(at('backup'), { recursive: true }).map(String)
  for (const secret of ['ca/passphrase', 'officer-password.txt', 'recovery-share-1.txt', 'second-authority'])
    expect([existsSync(at('data', secret)), files.includes(secret)]).toEqual([true, false])
  cpSync(at('data/ca/passphrase'), at('passphrase'))
  const number = await listNumber()
  await server.close()
  rmSync(at('data'), { recursive: true })

  expect(await restore()).toMatchObject({ code: 0, result: { folder: at('restored') } })
  expect((await restore()).error).toMatchObject({ code: 'target-exists' })
  server = await startServer({ data: at('restored'), passphraseFile: at('passphrase') })
  const [after] = await enrol()
  const ca = await fetchCaFiles(server.address, folder)
  expect(ca.rootPem).toContain(readFileSync(at('backup/root.pem'), 'utf8').trim())
  for (const [name, certificate] of [
    ['before', before],
    ['after', after],
  ] as const)
    ca.verify(name, certificate!)
  expect(parseCertificate(after!).issuerName).toEqual(parseCertificate(before!).issuerName)
  expect(await listNumber()).toBeGreaterThan(number)
  await server.close()
  expect(await bidsealJson(['ca', 'audit', '--data', at('restored')])).toMatchObject({ code: 0 })
  server = await startServer({ data: at('restored'), passphraseFile: at('passphrase') })
})

test('a backup that was changed, or whose passphrase is another, is not restored', async () => {
  await backUp()
  writeFileSync(at('passphrase'), readFileSync(at('data/ca/passphrase')))
  const damaged = async (name: string, damage: (backup: string) => void): Promise<void> => {
    rmSync(at('damaged'), { recursive: true, force: true })
    cpSync(at('backup'), at('damaged'), { recursive: true })
    damage(at('damaged'))
    const { code, error } = await restore(at('damaged'))
    expect([code, error]).toEqual([
      1,
      { code: 'backup-damaged', details: expect.objectContaining({ name }) as unknown },
    ])
    expect(readdirSync(folder).filter((entry) => entry.startsWith('restored'))).toEqual([])
  }
  await damaged('ca/issuing.key', (backup) => rmSync(join(backup, 'ca/issuing.key')))
  await damaged('root.pem', (backup) => writeFileSync(join(backup, 'root.pem'), 'another'))
  await damaged('extra.txt', (backup) => writeFileSync(join(backup, 'extra.txt'), ''))
  await damaged('backup.json', (backup) => rmSync(join(backup, 'backup.json')))
  await damaged('backup.json', (backup) => {
    const list = readFileSync(join(backup, 'backup.json'), 'utf8')
    writeFileSync(join(backup, 'backup.json'), list.replace('"root.pem"', '"../root.pem"'))
  })
  writeFileSync(at('passphrase'), 'wrong\n')
  expect((await restore()).error).toMatchObject({ code: 'passphrase-wrong' })
  expect(existsSync(at('restored'))).toBe(false)
})

test('a backup goes into a new folder, outside the data, of a data folder', async () => {
  writeFileSync(at('file'), '')
  const into = (out: string, data = at('data')) => bidsealJson(['ca', 'backup', '--data', data, '--out', out])
  expect((await into(folder)).error).toMatchObject({ code: 'target-exists' })
  expect((await into(at('file'))).error).toMatchObject({ code: 'target-exists' })
  expect((await into(at('data/backup'))).error).toMatchObject({ code: 'invalid-input' })
  expect((await into(at('new'), at('nothing'))).error).toMatchObject({ code: 'file-not-found' })
})
