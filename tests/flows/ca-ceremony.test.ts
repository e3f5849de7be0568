/** The key ceremony and the recovery of a key, as people do them. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseCertificate } from '#core/certificate/certificate'
import { parseCrl, verifyCrl } from '#core/certificate/crl'
import { enrolmentAnswer } from '#core/certificate/enrolment'
import { toPem } from '#core/certificate/pem'
import { startServer } from '#server/server'
import { openStore } from '#server/store/store'
import { bidseal, bidsealJson } from '#tests/support/cli'
import { enrolmentFor, openTestServer, signingKeys } from '#tests/support/server'

const TOOL = join(import.meta.dirname, '../../server/ca-tool.ts')

let folder: string
const at = (...names: string[]): string => join(folder, ...names)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ceremony-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const init = () => bidsealJson(['ca', 'init', '--data', at('data'), '--offline', at('offline')])

/** What a finished ceremony has left: openssl opens the chain, the list of the root is in force, the rest is offline. */
const expectWhole = async (): Promise<void> => {
  const certificate = (name: string) => parseCertificate(new Uint8Array(readFileSync(at('data/ca', `${name}.crt`))))
  for (const name of ['issuing', 'recovery', 'audit']) {
    writeFileSync(at(`${name}.pem`), toPem('CERTIFICATE', certificate(name).der))
    const untrusted = name === 'issuing' ? [] : ['-untrusted', at('issuing.pem')]
    execFileSync('openssl', [
      'verify',
      '-x509_strict',
      '-CAfile',
      at('offline/root.pem'),
      ...untrusted,
      at(`${name}.pem`),
    ])
  }
  const store = await openStore(at('data/store.db'))
  const list = parseCrl((await store.crls.find('root'))!.der)
  expect(await verifyCrl(list, certificate('root'))).toBe(true)
  expect((await store.audit.latest(9)).map(({ action }) => action)).toEqual(['root-list-signed', 'authority-founded'])
  await store.close()
  expect(existsSync(at('data/ca/root.key'))).toBe(false)
  expect(readdirSync(at('data')).sort()).toEqual(['ca', 'root.pem', 'server.json', 'store.db'])
  const offline = [...[1, 2, 3].map((n) => `recovery-share-${n}.txt`), 'root.key', 'root.pem']
  expect(readdirSync(at('offline')).sort()).toEqual(['passphrase', ...offline])
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([])
}

describe('bidseal ca init', () => {
  test('makes an authority whose root is offline, and prints what belongs into the record', async () => {
    const { code, result } = await init()
    expect(code).toBe(0)
    await expectWhole()
    const { certificates } = result as { certificates: { key: string; fingerprint: string }[] }
    const keys = ['root', 'issuing', 'ocsp', 'tsa', 'audit', 'seal-maker', 'recovery']
    expect(certificates.map(({ key }) => key)).toEqual(keys)
    const words = execFileSync('openssl', ['x509', '-in', at('offline/root.pem'), '-noout', '-fingerprint', '-sha256'])
    expect(words.toString().replaceAll(':', '').toLowerCase()).toContain(certificates[0]!.fingerprint)
    for (const name of readdirSync(at('offline'))) expect(statSync(at('offline', name)).mode & 0o077).toBe(0)
    expect((await init()).error).toMatchObject({ code: 'target-exists', details: { name: 'data' } })
    await expectWhole()
  })

  test('leaves an authority that a server goes on with, without the root’s key', async () => {
    await init()
    const server = await startServer({ data: at('data') })
    const answer = await fetch(`${server.address}/ca/root.crl`)
    expect(parseCrl(new Uint8Array(await answer.arrayBuffer())).nextUpdate > new Date()).toBe(true)
    expect((await fetch(`${server.address}/ca/issuing.crl`)).status).toBe(200)
    await server.close()
    expect((await bidsealJson(['ca', 'audit', '--data', at('data')])).code).toBe(0)
  })

  test('leaves out the passphrase that was given, and refuses folders in which there is something', async () => {
    writeFileSync(at('passphrase'), 'correct horse battery staple\n')
    const args = ['ca', 'init', '--data', at('data'), '--passphrase-file', at('passphrase')]
    expect((await bidsealJson(args)).code).toBe(0)
    expect(existsSync(at('data/ca/passphrase')) || existsSync(at('data-offline/passphrase'))).toBe(false)
    rmSync(at('data'), { recursive: true })
    expect((await bidsealJson(args)).error).toMatchObject({ code: 'target-exists', details: { name: 'data-offline' } })
    expect(existsSync(at('data'))).toBe(false)
    const inside = ['ca', 'init', '--data', at('new'), '--offline', at('new/offline')]
    expect((await bidsealJson(inside)).error).toMatchObject({ code: 'invalid-input' })
    expect((await bidseal(['ca', 'init', '--json'])).code).toBe(2)
  })

  test.each(['data.partial/ca/root.crt', 'data.partial/ca/recovery.key', 'data.partial/store.db', 'offline'])(
    'killed when %s appears, it leaves nothing half, and the next one is whole',
    async (name) => {
      const order = { command: 'init', data: at('data'), offline: at('offline'), passphraseFile: null }
      const text = JSON.stringify({ ...order, address: 'http://localhost:1' })
      const child = spawn(process.execPath, [TOOL, text], { stdio: 'ignore' })
      const ended = once(child, 'exit')
      while (!existsSync(at(name)) && child.exitCode === null) await sleep(1)
      child.kill('SIGKILL')
      await ended
      if (!existsSync(at('data'))) expect((await init()).code).toBe(0)
      await expectWhole()
    },
  )
})

test('bidseal ca root-list signs the next list of the root while the offline folder is at hand', async () => {
  await init()
  const args = ['ca', 'root-list', '--data', at('data'), '--offline', at('offline')]
  expect((await bidsealJson(args)).code).toBe(0)
  const store = await openStore(at('data/store.db'))
  expect(await store.crls.find('root')).toMatchObject({ number: 2 })
  await store.close()
  await bidsealJson(['ca', 'init', '--data', at('other')])
  const foreign = [...args.slice(0, -1), at('other-offline')]
  expect((await bidsealJson(foreign)).error).toMatchObject({ code: 'key-mismatch' })
  rmSync(at('offline/root.key'))
  expect((await bidsealJson(args)).error).toMatchObject({ code: 'file-not-found' })
})

test('bidseal ca passphrase puts the keys under another one, which the folder then keeps', async () => {
  await init()
  writeFileSync(at('new.txt'), 'new words\n')
  const args = ['ca', 'passphrase', '--data', at('data'), '--new', at('new.txt')]
  const { code, result } = await bidsealJson(args)
  expect([code, result]).toEqual([0, { keys: ['audit', 'issuing', 'ocsp', 'seal-maker', 'storage', 'tsa'] }])
  expect(readFileSync(at('data/ca/passphrase'), 'utf8')).toBe('new words\n')
  const store = await openStore(at('data/store.db'))
  expect(await store.audit.latest(1)).toMatchObject([{ action: 'passphrase-changed' }])
  await store.close()
  writeFileSync(at('wrong.txt'), 'old words\n')
  expect((await bidsealJson([...args, '--passphrase-file', at('wrong.txt')])).error).toMatchObject({
    code: 'passphrase-wrong',
  })
})

test('bidseal ca recover-key opens an escrowed key by two shares, and the audit log records it', async () => {
  const server = await openTestServer()
  const answer = await fetch(`${server.address}/api/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(await enrolmentFor(await signingKeys())),
  })
  const { encryption, signing } = enrolmentAnswer.parse(await answer.json())
  const { serial, spki } = parseCertificate(encryption[0]!)
  writeFileSync(at('password.txt'), 'p12 password\n')
  const share = (n: number): string => join(server.data, `recovery-share-${n}.txt`)
  const recover = (shares: readonly string[], entry = serial, out = at('key.p12')) =>
    bidsealJson([
      ...['ca', 'recover-key', '--data', server.data, '--entry', entry, '--out', out],
      ...['--password-file', at('password.txt'), ...shares.flatMap((path) => ['--share', path])],
    ])

  writeFileSync(at('mistyped.txt'), readFileSync(share(2), 'utf8').replace(/.\n$/, ''))
  const details = { name: 'mistyped.txt' }
  expect((await recover([share(1), at('mistyped.txt')])).error).toMatchObject({ code: 'share-malformed', details })
  expect((await recover([share(1), share(1)])).error).toMatchObject({ code: 'shares-equal' })
  expect((await recover([share(1)])).error).toMatchObject({ code: 'invalid-input' })
  const signingSerial = parseCertificate(signing[0]!).serial
  expect((await recover([share(1), share(3)], signingSerial)).error).toMatchObject({ code: 'escrow-missing' })
  expect(existsSync(at('key.p12'))).toBe(false)

  const spelt = serial.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:')
  expect(await recover([share(3), share(1)], spelt)).toMatchObject({ code: 0, result: { serial } })
  const password = ['-passin', `file:${at('password.txt')}`]
  const key = execFileSync('openssl', ['pkcs12', '-in', at('key.p12'), ...password, '-nocerts', '-nodes'])
  const publicKey = execFileSync('openssl', ['pkey', '-pubout', '-outform', 'DER'], { input: key })
  expect(new Uint8Array(publicKey)).toEqual(spki)
  expect((await recover([share(3), share(2)])).error).toMatchObject({ code: 'target-exists' })
  const store = await openStore(join(server.data, 'store.db'))
  const [newest] = await store.audit.latest(1)
  expect(newest).toMatchObject({ actor: 'recovery', action: 'key-recovered', facts: { serial } })
  await store.close()
  await server.remove()
})
