import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ownBytes } from '#core/bytes/bytes'
import { lintCertificate } from '#core/certificate/lint'
import { toPem } from '#core/certificate/pem'
import { AUTHORITY_KEYS, type AuthorityKey } from './authority-keys.ts'
import { createKeyBox } from './key-box.ts'
import { openKeyFolder, type KeyFolder } from './key-folder.ts'
import { changePassphrase } from './passphrase.ts'
import { openRecoveryKey } from './recovery-key.ts'

const DAY = 24 * 3600_000
const START = Date.UTC(2026, 10, 25)
const ADDED = ['ocsp', 'tsa', 'audit'] as const

let parent: string
let folder: string

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'key-folder-'))
  folder = join(parent, 'ca')
})

afterEach(() => rmSync(parent, { recursive: true }))

const open = (at = START): Promise<KeyFolder> =>
  openKeyFolder({
    folder,
    passphraseFile: null,
    address: 'http://localhost:1',
    now: new Date(at),
    random: (length) => ownBytes(randomBytes(length)),
  })

const fingerprint = ({ certificates }: KeyFolder, name: AuthorityKey) => certificates[name].fingerprint

/** Whether the key belongs to the certificate, in OpenSSL's opinion. */
const fits = async (keys: KeyFolder, name: AuthorityKey): Promise<boolean> => {
  const pem = (label: 'CERTIFICATE' | 'PRIVATE KEY', der: Uint8Array) => Buffer.from(toPem(label, ownBytes(der)))
  const ofKey = execFileSync('openssl', ['pkey', '-pubout'], { input: pem('PRIVATE KEY', await keys.key(name)) })
  const ofCertificate = execFileSync('openssl', ['x509', '-noout', '-pubkey'], {
    input: pem('CERTIFICATE', keys.certificates[name].der),
  })
  return ofKey.equals(ofCertificate)
}

const verifies = (keys: KeyFolder, name: AuthorityKey, purpose: string): string => {
  const file = (label: AuthorityKey): string => {
    const path = join(parent, `${label}.pem`)
    writeFileSync(path, toPem('CERTIFICATE', keys.certificates[label].der))
    return path
  }
  const args = ['-x509_strict', '-purpose', purpose, '-CAfile', file('root'), '-untrusted', file('issuing'), file(name)]
  return execFileSync('openssl', ['verify', ...args], { encoding: 'utf8' })
}

test('founds every key with a certificate that fits it', async () => {
  const keys = await open()
  for (const name of AUTHORITY_KEYS) if (name !== 'recovery') expect(await fits(keys, name)).toBe(true)
  expect(lintCertificate(keys.certificates.tsa.der, 'timestamping')).toEqual([])
  expect(lintCertificate(keys.certificates.ocsp.der, 'ocsp-responder')).toEqual([])
  expect(ADDED.map((name) => keys.certificates[name].usage)).toEqual(['other', 'timestamp', 'other'])
})

test('OpenSSL takes the responder and the timestamp authority for what they are', async () => {
  const keys = await open()
  expect(verifies(keys, 'tsa', 'timestampsign')).toContain('OK')
  expect(verifies(keys, 'ocsp', 'ocsphelper')).toContain('OK')
  expect(() => verifies(keys, 'ocsp', 'timestampsign')).toThrow()
  const input = toPem('CERTIFICATE', keys.certificates.ocsp.der)
  const shown = execFileSync('openssl', ['x509', '-noout', '-ext', 'noCheck,extendedKeyUsage'], { input }).toString()
  expect(shown).toMatch(/OCSP No Check[\s\S]*OCSP Signing|OCSP Signing[\s\S]*OCSP No Check/)
})

test('a folder from before gets the new keys, by the same authority, and keeps its own', async () => {
  const before = await open()
  for (const name of ADDED) for (const ending of ['key', 'crt']) rmSync(join(folder, `${name}.${ending}`))
  const year = START + 365 * DAY
  const after = await open(year)
  for (const name of ['root', 'issuing', 'seal-maker', 'recovery'] as const)
    expect(fingerprint(after, name)).toBe(fingerprint(before, name))
  for (const name of ADDED) {
    expect(await fits(after, name)).toBe(true)
    expect(after.certificates[name].subject.slice(-8)).toBe(before.certificates.issuing.subject.slice(-8))
    expect(after.certificates[name].notAfter <= after.certificates.issuing.notAfter).toBe(true)
  }
  expect(fingerprint(await open(year), 'tsa')).toBe(fingerprint(after, 'tsa'))
})

test('goes on wherever an upgrade was killed', async () => {
  const before = await open()
  const files = ADDED.flatMap((name) => [`${name}.key`, `${name}.crt`])
  const contents = new Map(files.map((file) => [file, readFileSync(join(folder, file))]))
  for (let moved = 0; moved <= files.length; moved++) {
    mkdirSync(join(folder, 'upgrade'))
    for (const file of files.slice(moved)) renameSync(join(folder, file), join(folder, 'upgrade', file))
    const after = await open()
    for (const name of ADDED) expect(fingerprint(after, name)).toBe(fingerprint(before, name))
    for (const [file, content] of contents) expect(readFileSync(join(folder, file))).toEqual(content)
  }
  for (const file of files) rmSync(join(folder, file))
  mkdirSync(join(folder, 'upgrade.partial'))
  writeFileSync(join(folder, 'upgrade.partial', 'ocsp.key'), 'half')
  const after = await open()
  for (const name of ADDED) expect(await fits(after, name)).toBe(true)
  expect(readdirSync(folder).filter((file) => file.startsWith('upgrade'))).toEqual([])
})

test('a responder gets a new key before its certificate ends', async () => {
  const before = await open()
  expect(fingerprint(await open(START + 200 * DAY), 'ocsp')).toBe(fingerprint(before, 'ocsp'))
  const after = await open(START + 300 * DAY)
  expect(fingerprint(after, 'ocsp')).not.toBe(fingerprint(before, 'ocsp'))
  expect(fingerprint(after, 'tsa')).toBe(fingerprint(before, 'tsa'))
  expect(await fits(after, 'ocsp')).toBe(true)
})

test('the recovery key of a folder from before is split, wherever that was killed', async () => {
  const { certificates } = await open()
  const file = join(folder, 'recovery.key')
  const passphrase = readFileSync(join(folder, 'passphrase'), 'utf8').trim()
  const box = createKeyBox(passphrase, (length) => ownBytes(randomBytes(length)), { n: 16, r: 1, p: 1 })
  writeFileSync(file, await box.seal('recovery', Uint8Array.of(1, 2, 3)))
  writeFileSync(join(parent, 'recovery-share-1.txt'), 'of a split that was killed')
  expect((await open()).certificates.recovery.fingerprint).toBe(certificates.recovery.fingerprint)
  const shares = [1, 2].map((n) => ({
    name: `${n}`,
    text: readFileSync(join(parent, `recovery-share-${n}.txt`), 'utf8'),
  }))
  const split = readFileSync(file, 'utf8')
  expect(await openRecoveryKey(split, shares)).toEqual(Uint8Array.of(1, 2, 3))
  await open()
  expect(readFileSync(file, 'utf8')).toBe(split)
})

test('another passphrase opens every key, wherever its change was killed', async () => {
  const before = await open()
  const old = join(parent, 'old')
  cpSync(folder, old, { recursive: true })
  writeFileSync(join(parent, 'new'), 'new words\n')
  const random = (length: number) => ownBytes(randomBytes(length))
  const change = { folder, passphraseFile: null, newPassphraseFile: join(parent, 'new'), random }
  const { keys } = await changePassphrase(change)
  expect(keys).toEqual(['audit', 'issuing', 'ocsp', 'root', 'seal-maker', 'storage', 'tsa'])
  const files = [...keys.map((name) => `${name}.key`), 'passphrase']
  const changed = new Map(files.map((file) => [file, readFileSync(join(folder, file))]))
  for (const moved of [0, 1, files.length]) {
    mkdirSync(join(folder, 'upgrade'))
    for (const [at, file] of files.entries()) {
      if (at >= moved) cpSync(join(old, file), join(folder, file))
      if (at >= moved) writeFileSync(join(folder, 'upgrade', file), changed.get(file)!)
    }
    const after = await open()
    for (const name of AUTHORITY_KEYS) if (name !== 'recovery') expect(await fits(after, name)).toBe(true)
    expect(fingerprint(after, 'root')).toBe(fingerprint(before, 'root'))
    expect(readFileSync(join(folder, 'passphrase'), 'utf8')).toBe('new words\n')
  }
  writeFileSync(join(parent, 'wrong'), 'wrong\n')
  const wrong = { ...change, passphraseFile: join(parent, 'wrong') }
  await expect(changePassphrase(wrong)).rejects.toMatchObject({ code: 'passphrase-wrong' })
  writeFileSync(join(parent, 'new'), '\n')
  await expect(changePassphrase(change)).rejects.toMatchObject({ code: 'passphrase-wrong' })
  await open()
})

test('a founding that was killed leaves no folder, and the next one is whole', async () => {
  mkdirSync(`${folder}.partial`)
  writeFileSync(join(`${folder}.partial`, 'root.crt'), 'half')
  const keys = await open()
  expect(await fits(keys, 'issuing')).toBe(true)
  expect(existsSync(`${folder}.partial`)).toBe(false)
})
