/** Two CA organisations side by side: the built-in one, and one that is a process of its own. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectPlain, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type ConnectionOptions } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openTrustList } from '#cli/trust-list'
import { parseCertificate } from '#core/certificate/certificate'
import { enrolmentAnswer, type EnrolmentRequest } from '#core/certificate/enrolment'
import { toPem } from '#core/certificate/pem'
import { parseSealRecord } from '#core/certificate/seal-record'
import { importKey } from '#server/ca/keys/authority-keys'
import { readEntries } from '#server/ca/order/cards'
import { openLink } from '#server/ca/order/link'
import { openRemote, type RemoteOrganisation } from '#server/ca/order/remote-organisation'
import { openStore, type Store } from '#server/store/store'
import { random } from '#tests/support/authority'
import { newOrder } from '#tests/support/ca-bench'
import { bidsealJson } from '#tests/support/cli'
import {
  freePort,
  introduce,
  startSecond,
  told,
  type Place,
  type SecondAuthority,
} from '#tests/support/second-authority'
import { enrolmentFor, openTestServer, signingKeys, type TestServer } from '#tests/support/server'

let folder: string
let server: TestServer
let place: Place
let second: SecondAuthority
/** Between front and authority; what it lets through is up to the test. */
let wire: Server
let isDeaf = false
const sockets = new Set<Socket>()
const at = (...names: string[]): string => join(folder, ...names)

/** Hands bytes on in both directions; nothing comes back while it is deaf. */
const relayTo = (port: number): Server =>
  createServer((front) => {
    const back = connectPlain(port, '127.0.0.1')
    for (const socket of [front, back]) {
      sockets.add(socket)
      socket.on('error', () => undefined) // Whoever is killed ends its connections as well.
      socket.on('close', () => sockets.delete(socket))
    }
    front.on('data', (bytes) => back.write(bytes)).on('close', () => back.destroy())
    back.on('data', (bytes) => void (isDeaf || front.write(bytes))).on('close', () => front.destroy())
  })

const openWire = async (): Promise<number> => {
  const port = await freePort()
  wire = relayTo(place.port).listen(port, '127.0.0.1')
  return port
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'second-'))
  server = await openTestServer({ port: await freePort() })
  place = { data: at('second'), port: await freePort(), publicPort: await freePort() }
  const address = `https://localhost:${await openWire()}`
  await introduce(folder, place, { front: server.data, address })
  second = await startSecond(place)
})
afterEach(() => {
  isDeaf = false
})
afterAll(async () => {
  await second.kill()
  await server.remove()
  for (const socket of sockets) socket.destroy()
  wire.close()
  rmSync(folder, { recursive: true })
})

const post = (request: EnrolmentRequest): Promise<Response> =>
  fetch(`${server.address}/api/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })

const requestTo = async (organisation: string): Promise<EnrolmentRequest> => ({
  ...(await enrolmentFor(await signingKeys())),
  organisation,
})

const issuedBy = async (organisation: string) => {
  const answer = await post(await requestTo(organisation))
  expect(answer.status).toBe(201)
  return enrolmentAnswer.parse(await answer.json())
}

const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { error: { code: string } }).error.code

const withStore = async <T>(data: string, work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore(join(data, 'store.db'))
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const openssl = (...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile('openssl', args, (_error, stdout, stderr) => resolve(stdout + stderr))
  })

/** openssl's judgement with root, issuing certificate and lists as they are served at an address. */
const judge = async (address: string, certificate: Uint8Array): Promise<string> => {
  const get = async (name: string, label: 'CERTIFICATE' | 'X509 CRL'): Promise<string> => {
    const bytes = new Uint8Array(await (await fetch(`${address}/ca/${name}`)).arrayBuffer())
    writeFileSync(at(name), toPem(label, bytes))
    return at(name)
  }
  writeFileSync(at('leaf.pem'), toPem('CERTIFICATE', certificate))
  const trust = ['-CAfile', await get('root.crt', 'CERTIFICATE'), '-untrusted', await get('issuing.crt', 'CERTIFICATE')]
  const lists = ['-CRLfile', await get('root.crl', 'X509 CRL'), '-CRLfile', await get('issuing.crl', 'X509 CRL')]
  return openssl('verify', '-x509_strict', '-crl_check_all', ...trust, ...lists, at('leaf.pem'))
}

const organisations = async (): Promise<unknown> => (await fetch(`${server.address}/api/organisations`)).json()

test('applicants choose between both, each with its prices', async () => {
  const prices = { claim: 30_000, join: 20_000, renew: 20_000, recover: 5_000 }
  expect(await organisations()).toEqual({
    organisations: [
      { id: 'bidseal', name: '标印 CA', prices, isAvailable: true },
      { id: 'second', name: '第二认证中心', prices, isAvailable: true },
    ],
  })
  expect(await codeOf(await post(await requestTo('third')))).toBe('organisation-unknown')
})

test('certificates of both verify side by side, each under its own root, lists and responder', async () => {
  const [ours, theirs] = [await issuedBy('bidseal'), await issuedBy('second')]
  for (const [address, { signing, encryption }] of [
    [server.address, ours],
    [second.address, theirs],
  ] as const)
    for (const [certificate] of [signing, encryption]) expect(await judge(address, certificate!)).toContain('OK')
  expect(await judge(server.address, theirs.signing[0]!)).toContain('unable to get local issuer certificate')
  expect(await told('lint', at('leaf.pem'))).toEqual({ certificates: 1, findings: [] })
  expect((await bidsealJson(['ca', 'lint', at('second/server.json')])).code).toBe(1)

  mkdirSync(at('trust'))
  for (const [name, address] of [
    ['ours', server.address],
    ['theirs', second.address],
  ] as const)
    writeFileSync(at('trust', `${name}.pem`), await (await fetch(`${address}/ca/root.pem`)).text())
  const now = new Date()
  const trust = await openTrustList({ trust: [at('trust')] }, now)
  for (const { signing, encryption, seals } of [ours, theirs]) {
    await trust.require(signing, now, 'sign')
    await trust.require(encryption, now, 'encrypt')
    expect(await trust.sealRecord(seals[0]!, signing, now)).toMatchObject({ name: '河南示范建设有限公司公章' })
  }
  const words = await openssl('x509', '-inform', 'DER', '-in', at('second/ca/issuing.crt'), '-noout', '-text')
  expect(words).toContain(`${second.address}/ca/root.crl`)
})

/** The authority as the server's registration sees it. */
const asFront = async (): Promise<RemoteOrganisation> => {
  const keys = { folder: join(server.data, 'ca'), passphraseFile: null, now: new Date(), random }
  const [entry] = await readEntries(server.data)
  const link = await openLink(keys)
  return openRemote({ entry: entry!, link, key: await importKey(link.pkcs8.slice()), now: Date.now })
}

test('what a front revokes, list and responder of that authority say', async () => {
  const { signing } = await issuedBy('second')
  const { serial } = parseCertificate(signing[0]!)
  const ours = parseCertificate((await issuedBy('bidseal')).signing[0]!)
  const authority = await asFront()
  expect(await authority.status(serial)).toEqual({ state: 'good' })
  await authority.revoke(serial, 'superseded', 'wang')
  await authority.revoke(serial, 'superseded', 'wang') // Asked again, as after a lost answer.
  expect(await authority.status(serial)).toMatchObject({ state: 'revoked', reason: 4 })
  expect(await authority.status(ours.serial)).toEqual({ state: 'unknown' })
  await expect(authority.revoke(ours.serial, 'superseded', 'wang')).rejects.toMatchObject({ code: 'invalid-input' })
  authority.close()
  expect(await judge(second.address, signing[0]!)).toContain('certificate revoked')
  const asked = ['-issuer', at('issuing.crt'), '-cert', at('leaf.pem'), '-CAfile', at('root.crt')]
  const words = await openssl('ocsp', ...asked, '-url', `${second.address}/ca/ocsp`, '-no_nonce')
  expect(words).toContain('Response verify OK')
  expect(words).toContain(': revoked')
})

test('an order there brings its seals, and older keys when two keepers over there have released them', async () => {
  const authority = await asFront()
  const seals = [
    { kind: 'contract', until: Date.now() + 3600_000 },
    { kind: 'legal-person', until: null, name: '李建国' },
  ] as const
  const before = await newOrder({ seals })
  const older = await authority.issue(before)
  expect(older.seals.map((seal) => parseSealRecord(seal).kind)).toEqual(['contract', 'legal-representative'])
  const order = await newOrder({ recovers: [before.id] })
  await authority.issue(order)
  expect(await authority.releasedKeys(order.id)).toEqual({ isComplete: false, keys: [] })
  expect(await told('releases', '--data', place.data)).toMatchObject({ waiting: [{ order: order.id, person: '王敏' }] })
  const shares = [1, 3].flatMap((n) => ['--share', `${place.data}-offline/recovery-share-${n}.txt`])
  expect((await bidsealJson(['ca', 'release-keys', '--data', place.data, ...shares.slice(0, 2)])).error).toMatchObject({
    code: 'invalid-input',
  })
  expect(await told('release-keys', '--data', place.data, ...shares)).toMatchObject({
    released: [{ order: order.id }],
    failed: [],
  })
  expect(await told('release-keys', '--data', place.data, ...shares)).toEqual({ released: [], failed: [] })
  const { isComplete, keys } = await authority.releasedKeys(order.id)
  expect([isComplete, keys.map(({ encryption }) => encryption)]).toEqual([true, [older.encryption]])
  for (const id of ['order-nobody-placed', 'x'])
    await expect(authority.releasedKeys(id)).rejects.toMatchObject({ code: 'invalid-input' })
  const foreign = await newOrder({ recovers: [order.id], person: '李四' })
  await expect(authority.issue(foreign)).rejects.toMatchObject({ code: 'order-refused' })
  authority.close()
})

test('the same application brings the same certificates, another one with its key does not', async () => {
  const request = await requestTo('second')
  expect((await post(request)).status).toBe(201)
  expect(await (await post(request)).json()).toMatchObject({ company: '河南示范建设有限公司' })
  const other = await post({ ...request, person: '李四' })
  expect([other.status, await codeOf(other)]).toEqual([409, 'order-conflict'])
})

describe('an order whose answer is lost', () => {
  const certificates = (): Promise<number> =>
    withStore(place.data, async (store) => (await store.certificates.search({ text: '', offset: 0, limit: 1 })).total)

  test('is kept while the authority is away, and fulfilled once when it is back', async () => {
    const before = await certificates()
    await second.kill('SIGKILL')
    const request = await requestTo('second')
    const answer = await post(request)
    expect([answer.status, await codeOf(answer)]).toEqual([503, 'organisation-unreachable'])
    second = await startSecond(place)
    expect((await post(request)).status).toBe(201)
    expect(await certificates()).toBe(before + 2)
  })

  test('brings the same certificate from an authority that was killed before it could answer', async () => {
    const before = await certificates()
    const request = await requestTo('second')
    // The order arrives; then nothing comes back any more, and the authority dies with the certificate issued.
    const serverSide = post(request)
    const issued = async (): Promise<string | null> =>
      withStore(place.data, async (store) => (await store.receivedOrders.inState('issued')).at(-1)?.answer ?? null)
    const newest = await issued()
    isDeaf = true
    let answered = newest
    for (let tries = 0; tries < 500 && answered === newest; tries++) {
      await sleep(10)
      answered = await issued()
    }
    expect(answered).not.toBe(newest)
    await second.kill('SIGKILL')
    for (const socket of sockets) socket.destroy()
    expect((await serverSide).status).toBe(503)
    isDeaf = false
    second = await startSecond(place)
    const again = await post(request)
    expect(again.status).toBe(201)
    expect(await again.json()).toEqual(JSON.parse(answered!))
    expect(await certificates()).toBe(before + 2)
  })
})

describe('the door for fronts', () => {
  /** What is said to whoever comes with these keys; the error's code where there is no connection. */
  const knock = (options: ConnectionOptions): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect({ port: place.port, host: '127.0.0.1', rejectUnauthorized: false, ...options })
      let words = ''
      socket.setEncoding('utf8').on('data', (text: string) => {
        words += text
      })
      socket.once('secureConnect', () =>
        socket.write('GET /organisation HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'),
      )
      socket.once('error', (error: Error) => resolve(error.message))
      socket.once('close', () => resolve(words))
    })

  test('stays closed without a certificate, with another one, and below TLS 1.3', async () => {
    expect(await knock({})).toContain('front-unknown')
    expect(await knock(strangersKeys())).toContain('front-unknown')
    expect(await knock({ maxVersion: 'TLSv1.2' })).toMatch(/PROTOCOL_VERSION|alert/i)
  })

  /** Somebody's own certificate. */
  const strangersKeys = (): ConnectionOptions => ({
    key: readFileSync(at('stranger.key')),
    cert: readFileSync(at('stranger.pem')),
  })

  beforeAll(async () => {
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=stranger']
    await openssl('req', '-x509', ...kind, '-keyout', at('stranger.key'), '-out', at('stranger.pem'), '-days', '2')
  })

  test('closes for a front that was removed, and opens again', async () => {
    const { fingerprint } = (await told('add-front', at('front.json'), '--data', place.data)) as { fingerprint: string }
    await told('remove-front', fingerprint, '--data', place.data)
    const request = await requestTo('second')
    const answer = await post(request)
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'front-unknown'])
    await told('add-front', at('front.json'), '--data', place.data)
    expect((await post(request)).status).toBe(201)
  })
})

test('an authority with a review of its own issues what its officer has approved', async () => {
  const card = [
    '--id',
    'second',
    '--name',
    '第二认证中心',
    '--address',
    'https://localhost:1',
    '--out',
    at('unused.json'),
  ]
  await told('organisation', '--data', place.data, ...card, '--review')
  const [approved, refused] = [await requestTo('second'), await requestTo('second')]
  for (const request of [approved, refused]) expect(await codeOf(await post(request))).toBe('order-waiting')
  const { orders } = (await told('orders', '--data', place.data)) as { orders: { id: string }[] }
  expect(orders).toHaveLength(2)
  expect(orders[0]).toMatchObject({ company: '河南示范建设有限公司', person: '王敏' })
  const decide = ['--data', place.data, '--officer', 'chen']
  await told('approve', orders[0]!.id, ...decide)
  await told('refuse', orders[1]!.id, ...decide, '--reason', '材料不清')
  expect((await post(approved)).status).toBe(201)
  const answer = await post(refused)
  expect(await answer.json()).toMatchObject({ error: { code: 'order-refused', details: { reason: '材料不清' } } })
  expect((await bidsealJson(['ca', 'approve', orders[1]!.id, ...decide])).error).toMatchObject({
    code: 'invalid-input',
  })
  expect((await bidsealJson(['ca', 'audit', '--data', place.data])).code).toBe(0)
  await told('organisation', '--data', place.data, ...card)
})
