/**
 * The console's lists with 100,000 companies, people, applications and orders, 200,000 certificates and 600,000 rows
 * of the audit log: how long a page takes, searched or not, counted by what the server's processor computes for it,
 * and of the slowest list by the clock as well. Beside it in the same run an answer without a list.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freshCode, passwordOf, secretOf } from '#tests/support/officer'
import type { Session } from '#server/admin/messages'
import { codeOf, COMPANIES, mobileOf, nameOf, orderOf, serialOf } from './lists-case.ts'
import { median, quantile } from './measure.ts'
import type { BenchRow } from './row.ts'

const ROUNDS = 3
const ASKED = 100
const LIMIT = 0.1

type Ask = (path: string) => Promise<void>

/** The same places in every round, spread over all rows. */
const spread = (at: number, among: number): number => Math.floor((((at + 1) * 0.618_033_988_75) % 1) * among)

const query = (values: object): string =>
  new URLSearchParams(Object.entries(values).map(([k, v]) => [k, `${v}`])).toString()

/** Each list as officers use it; the number is that of the question. */
const LISTS: Readonly<Record<string, (at: number) => string>> = {
  'companies, any page': (at) => `companies?${query({ offset: spread(at, COMPANIES) })}`,
  'companies, searched': (at) => {
    const index = spread(at, COMPANIES)
    const texts = [nameOf(index).slice(2, 8), codeOf(index), '工程', '没有这家公司']
    return `companies?${query({ text: texts[at % texts.length] })}`
  },
  'certificates, any page': (at) => `certificates?${query({ offset: spread(at, 2 * COMPANIES) })}`,
  'certificates, searched': (at) => {
    const index = spread(at, COMPANIES)
    const texts = [nameOf(index).slice(2, 8), codeOf(index), serialOf(index).slice(0, 12), '王7', '工程', '没有这个人']
    return `certificates?${query({ text: texts[at % texts.length] })}`
  },
  'people, searched or not': (at) => {
    const index = spread(at, COMPANIES)
    const texts = ['', mobileOf(index), mobileOf(index).slice(3, 9), codeOf(index), '王7', '没有这个人']
    return `people?${query({ text: texts[at % texts.length] })}`
  },
  'orders, searched or not': (at) => {
    const index = spread(at, COMPANIES)
    const texts = ['', orderOf(index), nameOf(index).slice(2, 8), codeOf(index), '工程', '没有这个订单']
    return `orders?${query({ text: texts[at % texts.length] })}`
  },
  'applications that wait, searched or not': (at) => {
    const index = spread(at, COMPANIES)
    const texts = ['', nameOf(index).slice(2, 8), codeOf(index), '没有这份申请']
    return `applications?${query({ kind: 'claim', text: texts[at % texts.length] })}`
  },
  'seals, searched or not': (at) => {
    const index = spread(at, COMPANIES)
    const texts = ['', nameOf(index).slice(2, 8), codeOf(index), '工程', '没有这枚印章']
    return `seals?${query({ text: texts[at % texts.length] })}`
  },
  'audit log, any page': (at) =>
    `audit?${query({ before: spread(at, 6 * COMPANIES) + 1, ...(at % 2 === 0 ? {} : { action: 'seal-issued' }) })}`,
  'audit log, searched in 100,000 rows': (at) => {
    const texts = [serialOf(2 * COMPANIES - 1 - spread(at, COMPANIES / 20)), 'authority', '没有这件事']
    return `audit?${query({ text: texts[at % texts.length] })}`
  },
}

interface Taken {
  /** Processor seconds of the server that 95 of 100 answers do not exceed. */
  readonly used: number
  /** The same in seconds by the clock of whoever asks. */
  readonly waited: number
}

const p95 = async (ask: Ask, used: () => Promise<number>, pathOf: (at: number) => string): Promise<Taken> => {
  const times: number[] = []
  const waits: number[] = []
  for (let at = 0; at < ASKED; at++) {
    const before = await used()
    const asked = performance.now()
    await ask(pathOf(at))
    waits.push((performance.now() - asked) / 1000)
    times.push((await used()) - before)
  }
  return { used: quantile(times, 0.95), waited: quantile(waits, 0.95) }
}

/** The demo's officer, with both factors. */
const logIn = async (address: string, data: string): Promise<string> => {
  const post = (path: string, body: object, headers = {}): Promise<Response> =>
    fetch(`${address}/api/console/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address, ...headers },
      body: JSON.stringify(body),
    })
  const login = await post('login', { password: passwordOf({ data }) })
  const { csrf } = (await login.json()) as Session
  const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  await post('factor', { code: await freshCode(secretOf({ data })) }, { cookie, 'x-csrf-token': csrf })
  return cookie
}

const asking = (address: string, cookie: string, agent: Agent): Ask => {
  const base = address.replace('localhost', '127.0.0.1')
  return (path) =>
    new Promise((resolve, reject) => {
      const asked = request(`${base}/api/${path}`, { agent, headers: { cookie } }, (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`${path}: ${answer.statusCode}`))
        answer.resume().on('end', resolve)
      })
      asked.on('error', reject).end()
    })
}

const round = async (): Promise<ReadonlyMap<string, Taken>> => {
  const folder = await mkdtemp(join(tmpdir(), 'bidseal-bench-'))
  const data = join(folder, 'data')
  const script = fileURLToPath(new URL('./lists-case.ts', import.meta.url))
  const child = spawn(process.execPath, [script, data], { stdio: ['pipe', 'pipe', 'inherit'] })
  const agent = new Agent({ keepAlive: true })
  try {
    const lines = createInterface(child.stdout)
    const next = async (): Promise<string> => ((await once(lines, 'line')) as [string])[0]
    const used = async (): Promise<number> => {
      child.stdin.write('?')
      return Number(await next())
    }
    const address = await next()
    const ask = asking(address, await logIn(address, data), agent)
    const found = new Map([['an answer without a list', await p95(ask, used, () => 'status')]])
    for (const [name, pathOf] of Object.entries(LISTS))
      found.set(name, await p95((path) => ask(`console/${path}`), used, pathOf))
    return found
  } finally {
    agent.destroy()
    child.stdin.end()
    await once(child, 'exit')
    await rm(folder, { recursive: true, force: true })
  }
}

/** Medians of three rounds. */
export const run = async (): Promise<BenchRow[]> => {
  const rounds: ReadonlyMap<string, Taken>[] = []
  for (let done = 0; done < ROUNDS; done++) rounds.push(await round())
  const middle = (name: string, of: keyof Taken): number =>
    median(rounds.map((found) => found.get(name)?.[of] ?? Number.NaN))
  const rowOf = (name: string, value: number, isLimited = true): BenchRow => ({
    ...{ bench: 'lists', case: `${name}, p95`, value, unit: 's' },
    ...(isLimited ? { ratio: value / LIMIT, against: 'limit of 100 ms' } : { ratio: null, against: null }),
  })
  const names = [...rounds[0]!.keys()]
  return [
    ...names.map((name, at) => rowOf(name, middle(name, 'used'), at > 0)),
    rowOf('the slowest of these by the clock', Math.max(...names.map((name) => middle(name, 'waited')))),
  ]
}
