/** An authority whose keys live in a hardware token: SoftHSM2 holds them, openssl judges what they sign. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ownBytes, utf8 } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { toPem } from '#core/certificate/pem'
import { ECDSA_SHA256, isSignedBy, signBytes } from '#core/certificate/signature'
import { parseElement } from '#core/cms/der'
import { urlsOf } from '#server/ca/keys/authority-keys'
import { openKeyFolder, type KeyFolder } from '#server/ca/keys/key-folder'
import { openSigner } from '#server/ca/keys/signer'
import { findTokenSettings } from '#server/ca/keys/token-settings'
import { openToken } from '#server/ca/keys/token'
import { startServer, type Server } from '#server/server'
import { COMPANY, random } from '#tests/support/authority'
import { bidsealJson } from '#tests/support/cli'
import { CHEAP, signingKeys } from '#tests/support/server'
import { makeSoftToken, SOFT_MODULE, softTokens, type SoftToken } from '#tests/support/soft-token'

const PIN = '482916'
const DAY = 24 * 3600_000
/** A token that is back is not looked for at once. */
const PATIENT = { timeout: 30_000, interval: 100 }

let folder: string
let token: SoftToken
let forgetTokens: () => void
const at = (...names: string[]): string => join(folder, ...names)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-'))
  forgetTokens = softTokens(folder)
  token = makeSoftToken(folder, 'authority', PIN)
})
afterEach(() => {
  forgetTokens()
  rmSync(folder, { recursive: true })
})

const init = (args: readonly string[] = token.args) =>
  bidsealJson(['ca', 'init', '--data', at('data'), '--offline', at('offline'), ...args])

/** Certificates name the responder of a server whose address lasts. */
const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const bound = probe.address()
  probe.close()
  return typeof bound === 'object' && bound !== null ? bound.port : 0
}

const start = async (): Promise<Server> =>
  startServer({ data: at('data'), port: await freePort(), passwordCost: CHEAP })

/** Everything that openssl says. This process goes on meanwhile, for its server is the one that is asked. */
const openssl = (...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile('openssl', args, { cwd: folder }, (_error, stdout, stderr) => resolve(stdout + stderr))
  })

const get = async (server: Server, path: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(`${server.address}${path}`)).arrayBuffer())

const keysAt = (now: number): Promise<KeyFolder> =>
  openKeyFolder({
    folder: at('data/ca'),
    passphraseFile: null,
    address: 'http://localhost:1',
    now: new Date(now),
    random,
  })

const askOcsp = (server: Server): Promise<string> => {
  const chain = ['-issuer', 'issuing.pem', '-CAfile', 'root.pem', '-verify_other', 'issuing.pem']
  return openssl('ocsp', '-url', `${server.address}/ca/ocsp`, ...chain, '-cert', 'tsa.pem')
}

/** What openssl trusts, and a certificate to ask about. */
const putCertificates = (): void => {
  for (const name of ['root', 'issuing', 'tsa']) {
    const { der } = parseCertificate(new Uint8Array(readFileSync(at('data/ca', `${name}.crt`))))
    writeFileSync(at(`${name}.pem`), toPem('CERTIFICATE', der))
  }
}

test('an authority in a token issues, lists, answers and stamps, and openssl agrees', async () => {
  expect((await init()).code).toBe(0)
  const files = readdirSync(at('data/ca')).filter((name) => name.endsWith('.key'))
  expect(files).toEqual(['recovery.key', 'storage.key'])
  expect(readFileSync(at('data/ca/token.json'), 'utf8')).not.toContain(PIN)
  putCertificates()
  const server = await start()
  try {
    for (const name of ['issuing', 'root']) writeFileSync(at(`${name}.crl`), await get(server, `/ca/${name}.crl`))
    const list = await openssl('crl', '-inform', 'DER', '-in', 'issuing.crl', '-noout', '-CAfile', 'issuing.pem')
    expect(list).toContain('verify OK')
    const answer = await askOcsp(server)
    expect(answer).toContain('tsa.pem: good')
    expect(answer).toContain('Response verify OK')
    writeFileSync(at('data.txt'), 'what is there')
    await openssl('ts', '-query', '-data', 'data.txt', '-sha256', '-cert', '-out', 'question.tsq')
    const headers = { 'content-type': 'application/timestamp-query' }
    const body = ownBytes(readFileSync(at('question.tsq')))
    const stamped = await fetch(`${server.address}/ca/tsa`, { method: 'POST', headers, body })
    writeFileSync(at('answer.tsr'), new Uint8Array(await stamped.arrayBuffer()))
    const args = ['-verify', '-in', 'answer.tsr', '-queryfile', 'question.tsq', '-CAfile', 'root.pem']
    expect(await openssl('ts', ...args, '-untrusted', 'issuing.pem')).toContain('Verification: OK')
  } finally {
    await server.close()
  }
  const keys = await keysAt(Date.now())
  const { publicKey } = await signingKeys()
  const leaf = await (
    await openSigner(keys, random)
  ).issue({
    profile: 'company-signing',
    subject: COMPANY,
    publicKey: new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)),
    notBefore: new Date(Date.now() - 1000),
    notAfter: new Date(Date.now() + DAY),
    urls: urlsOf('http://localhost:1', 'issuing'),
  })
  await keys.close()
  writeFileSync(at('leaf.pem'), toPem('CERTIFICATE', leaf))
  const trust = ['-CAfile', 'root.pem', '-untrusted', 'issuing.pem', '-crl_check_all']
  const lists = ['-CRLfile', 'root.crl', '-CRLfile', 'issuing.crl']
  expect(await openssl('verify', '-x509_strict', ...trust, ...lists, 'leaf.pem')).toBe('leaf.pem: OK\n')
  expect((await bidsealJson(['ca', 'audit', '--data', at('data')])).code).toBe(0)
})

test('a token that was pulled out answers nothing, and works on when it is back', async () => {
  await init()
  putCertificates()
  const server = await start()
  try {
    expect(await askOcsp(server)).toContain('tsa.pem: good')
    token.unplug()
    expect(await askOcsp(server)).toContain('internalerror')
    expect(await askOcsp(server)).toContain('internalerror')
    token.plug()
    await expect.poll(() => askOcsp(server), PATIENT).toContain('tsa.pem: good')
  } finally {
    await server.close()
  }
})

describe('a start says what is wrong with the token', () => {
  test('a wrong PIN is tried once, and no founding is left half', async () => {
    writeFileSync(at('wrong.pin'), '111111\n')
    const wrong = await init([...token.args.slice(0, -1), at('wrong.pin')])
    expect(wrong.error).toMatchObject({ code: 'token-pin-wrong' })
    expect(wrong.error?.details).toMatchObject({ token: 'authority', reason: 'CKR_PIN_INCORRECT' })
    expect(existsSync(at('data'))).toBe(false)
    expect((await init(token.args.slice(0, -2))).error).toMatchObject({ code: 'token-pin-wrong' })
    const opening = openToken({ module: SOFT_MODULE, token: 'authority', pin: '111111', random })
    await expect(opening).rejects.toMatchObject({ code: 'token-pin-wrong' })
    expect((await init()).code).toBe(0)
    writeFileSync(at('authority.pin'), '111111\n')
    await expect(start()).rejects.toMatchObject({ code: 'token-pin-wrong' })
  })

  test('a library or a token that is not there', async () => {
    const [, , ...rest] = token.args
    expect((await init(['--pkcs11', at('none.so'), ...rest])).error).toMatchObject({ code: 'token-missing' })
    expect((await init(rest)).error).toMatchObject({ code: 'invalid-input' })
    expect((await init()).code).toBe(0)
    token.unplug()
    await expect(start()).rejects.toMatchObject({ code: 'token-missing', details: { token: 'authority' } })
  })

  test('a key that is missing, or belongs to another certificate', async () => {
    await init()
    const file = at('data/ca/token.json')
    const whole = await findTokenSettings(at('data/ca'))
    const { ocsp = '', tsa = '' } = whole?.keys ?? {}
    writeFileSync(file, readFileSync(file, 'utf8').replace(ocsp, tsa))
    const details = { key: 'ocsp', reason: 'another key' }
    await expect(start()).rejects.toMatchObject({ code: 'token-key-missing', details })
    writeFileSync(file, JSON.stringify({ ...whole, keys: { ...whole?.keys, audit: '00' } }))
    const missing = { key: 'audit', reason: 'missing' }
    await expect(start()).rejects.toMatchObject({ code: 'token-key-missing', details: missing })
    writeFileSync(file, '{}')
    await expect(start()).rejects.toMatchObject({ code: 'file-unreadable' })
  })
})

test('no key leaves the token, not even for whoever knows its PIN', async () => {
  await init()
  const { Module, ObjectClass, SessionFlag, KeyGenMechanism, MechanismEnum } = await import('graphene-pk11')
  const library = Module.load(SOFT_MODULE)
  library.initialize()
  try {
    const slot = library.getSlots(true).items(0)
    const session = slot.open(SessionFlag.SERIAL_SESSION | SessionFlag.RW_SESSION)
    session.login(PIN)
    const wrapping = session.generateKey(KeyGenMechanism.AES, { valueLen: 32, wrap: true })
    const found = session.find({ class: ObjectClass.PRIVATE_KEY })
    expect(found.length).toBe(5)
    for (let each = 0; each < found.length; each++) {
      const key = found.items(each)
      expect(() => key.getAttribute({ value: null })).toThrow('CKR_ATTRIBUTE_SENSITIVE')
      expect(() => key.setAttribute({ extractable: true })).toThrow('CKR_ATTRIBUTE_READ_ONLY')
      const wrap = () => session.wrapKey(MechanismEnum.AES_KEY_WRAP_PAD, wrapping, key.toType())
      expect(wrap).toThrow('CKR_KEY_UNEXTRACTABLE')
    }
  } finally {
    library.finalize()
  }
})

test('a responder whose certificate ends gets its new key in the token', async () => {
  await init()
  const before = await findTokenSettings(at('data/ca'))
  const keys = await keysAt(Date.now() + 300 * DAY)
  const after = await findTokenSettings(at('data/ca'))
  expect(after?.keys.ocsp).not.toBe(before?.keys.ocsp)
  expect({ ...after?.keys, ocsp: '' }).toEqual({ ...before?.keys, ocsp: '' })
  expect(existsSync(at('data/ca/ocsp.key'))).toBe(false)
  await keys.close()
})

test('many signatures at once, from sessions that take turns', async () => {
  const opened = await openToken({ module: SOFT_MODULE, token: 'authority', pin: PIN, random })
  const { id, publicKey } = await opened.makeKey('probe')
  const key = opened.key(id)
  const texts = Array.from({ length: 60 }, (_, at) => utf8(`text ${at}`))
  const ecdsa = parseElement(ECDSA_SHA256)
  const judged = texts.map(async (text) => isSignedBy(publicKey, ecdsa, text, await signBytes(key, text)))
  expect(await Promise.all(judged)).toEqual(texts.map(() => true))
  const late = Promise.all(texts.map((text) => key.sign(text)))
  token.unplug()
  await late.catch(() => undefined) // Some were signed before, the others were not.
  token.plug()
  const back = () => signBytes(key, texts[0]!).catch(() => new Uint8Array())
  await expect.poll(async () => isSignedBy(publicKey, ecdsa, texts[0]!, await back()), PATIENT).toBe(true)
  await opened.close()
  await expect(key.sign(texts[0]!)).rejects.toMatchObject({ code: 'token-missing' })
})
