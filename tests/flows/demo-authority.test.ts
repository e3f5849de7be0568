/** The second CA organisation of a demo: there by itself, side by side with the first, and gone with the server. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTrustList } from '#cli/trust-list'
import { enrolmentAnswer } from '#core/certificate/enrolment'
import { openRoots } from '#engine/settings/roots'
import { bidsealJson } from '#tests/support/cli'
import { freePort } from '#tests/support/second-authority'
import { enrolmentFor, signingKeys } from '#tests/support/server'

const SERVER = join(import.meta.dirname, '../../server/main.ts')

interface Demo {
  readonly child: ChildProcess
  readonly address: string
  readonly roots: readonly string[]
}

let folder: string
let port: number
let demo: Demo
const at = (...names: string[]): string => join(folder, ...names)

/** What is logged in all. */
let words = ''

const start = async (): Promise<Demo> => {
  const args = ['--port', `${port}`, '--data', at('server'), '--demo', '--log-level', 'warn']
  const child = spawn(process.execPath, [SERVER, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text))
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, ...(JSON.parse(line) as Omit<Demo, 'child'>) }
}

const end = async (signal: NodeJS.Signals): Promise<void> => {
  const ended = once(demo.child, 'exit')
  demo.child.kill(signal)
  await ended
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'demo-authority-'))
  port = await freePort()
  demo = await start()
})
afterAll(async () => {
  await end('SIGTERM')
  rmSync(folder, { recursive: true })
})

interface Listed {
  readonly id: string
  readonly name: string
  readonly prices: { readonly claim: number }
  readonly isAvailable: boolean
}

const organisations = async (): Promise<readonly Listed[]> =>
  ((await (await fetch(`${demo.address}/api/organisations`)).json()) as { organisations: Listed[] }).organisations

/** It starts while the server is there already. */
const second = async (): Promise<Listed> => {
  for (let tries = 0; tries < 400; tries++) {
    const found = (await organisations()).find(({ id, isAvailable }) => id !== 'bidseal' && isAvailable)
    if (found !== undefined) return found
    await sleep(50)
  }
  throw new Error(words)
}

const apply = async (organisation: string) => {
  const answer = await fetch(`${demo.address}/api/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...(await enrolmentFor(await signingKeys())), organisation }),
  })
  return { status: answer.status, body: await answer.json() }
}

const issuedBy = async (organisation: string) => enrolmentAnswer.parse((await apply(organisation)).body)

/** Where the second authority's lists are. */
const publicAddress = (): string => readFileSync(at('server/second-authority/address'), 'utf8').trim()

const isThere = (address: string): Promise<boolean> =>
  fetch(`${address}/ca/root.crt`).then(
    ({ ok }) => ok,
    () => false,
  )

test('there are two to choose from, and certificates of both verify with the roots of the demo', async () => {
  const { id, name, prices } = await second()
  expect([id, name, prices.claim]).toEqual(['huaxin', '华信示范 CA', 28_000])
  expect(demo.roots).toHaveLength(2)
  const now = new Date()
  const trust = await openTrustList({ trust: demo.roots }, now)
  for (const organisation of ['bidseal', id]) {
    const { signing, encryption, seals } = await issuedBy(organisation)
    await trust.require(signing, now, 'sign')
    await trust.require(encryption, now, 'encrypt')
    expect(await trust.sealRecord(seals[0]!, signing, now)).toMatchObject({ kind: 'company' })
  }
  expect((await openRoots(at('desktop'), demo.roots)).all()).toHaveLength(2)
})

test('it reviews orders itself when it is told to, at once', async () => {
  await second()
  const file = at('server/second-authority/organisation.json')
  const settings = readFileSync(file, 'utf8')
  writeFileSync(file, settings.replace('"review": false', '"review": true'))
  expect((await apply('huaxin')).body).toMatchObject({ error: { code: 'order-waiting' } })
  const queue = await bidsealJson(['ca', 'orders', '--data', at('server/second-authority')])
  expect(queue.result).toMatchObject({ orders: [{ company: '河南示范建设有限公司' }] })
  writeFileSync(file, settings)
  expect((await apply('huaxin')).status).toBe(201)
})

test('it ends with the server, and is the same again afterwards', async () => {
  await second()
  const [before, address] = [await issuedBy('huaxin'), publicAddress()]
  const root = readFileSync(demo.roots[1]!, 'utf8')
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    expect(await isThere(address)).toBe(true)
    await end(signal)
    for (let tries = 0; tries < 400 && (await isThere(address)); tries++) await sleep(25)
    expect(await isThere(address)).toBe(false)
    demo = await start()
    expect((await second()).id).toBe('huaxin')
  }
  expect([publicAddress(), readFileSync(demo.roots[1]!, 'utf8')]).toEqual([address, root])
  const now = new Date()
  await (await openTrustList({ trust: demo.roots }, now)).require(before.signing, now, 'sign')
  expect((await organisations()).map(({ id }) => id)).toEqual(['bidseal', 'huaxin'])
})
