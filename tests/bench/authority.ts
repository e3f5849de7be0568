/**
 * Certificates, answers about them and revocation lists, counted by what one processor does in a
 * second. Beside it in the same run what cannot be done without, a signature, and openssl's own list
 * and responder with as many entries.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Measured } from './authority-case.ts'
import { median } from './measure.ts'
import type { BenchRow } from './row.ts'

const ROUNDS = 3
const ENTRIES = 50_000
const ASKED = 3000
/** Clients, each with an address of its own, for the server counts requests by address. */
const CLIENTS = 16
/** Of `openssl ocsp -port`; tied to nothing else. */
const PORT = 41_809

type Figures = Omit<Measured, 'address'> & {
  readonly [name in 'signed' | 'served' | 'opensslList' | 'opensslServed']: number
}

/** Signatures by openssl. */
const signatures = (): number => {
  const args = ['speed', '-mr', '-seconds', '1', 'ecdsap256']
  const words = execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const perSecond = /^\+F4:\d+:256:([0-9.]+):/m.exec(words)?.[1]
  if (perSecond === undefined) throw new Error(`openssl speed said: ${words}`)
  return Number(perSecond)
}

const ask = (url: string, agent: Agent, body: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/ocsp-request', 'content-length': body.length }
    const asked = request(url, { agent, method: 'POST', headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`status ${answer.statusCode}`))
      answer.resume().on('end', resolve)
    })
    asked.on('error', reject).end(body)
  })

/** Asks one question again and again, from several clients at once. */
const askAll = async (url: string, body: Uint8Array, keepAlive: boolean): Promise<void> => {
  const client = async (index: number): Promise<void> => {
    const agent = new Agent({ keepAlive, localAddress: `127.0.1.${index + 1}` })
    for (let at = index; at < ASKED; at += CLIENTS) await ask(url, agent, body)
    agent.destroy()
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index)))
}

/** The authority's own measurements, and its answers over HTTP. */
const ours = async (folder: string): Promise<Measured & { readonly served: number }> => {
  const script = fileURLToPath(new URL('./authority-case.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)
  const next = async (): Promise<string> => ((await once(lines, 'line')) as [string])[0]
  const used = async (): Promise<number> => {
    child.stdin.write('?')
    return Number(await next())
  }
  const measured = JSON.parse(await next()) as Measured
  const before = await used()
  const url = `${measured.address.replace('localhost', '127.0.0.1')}/ca/ocsp`
  await askAll(url, await readFile(join(folder, 'question.der')), true)
  const served = ASKED / ((await used()) - before)
  child.stdin.end()
  await once(child, 'exit')
  return { ...measured, served }
}

const CONFIG = `[ca]
default_ca = x
[x]
database = index.txt
default_md = sha256
`

const serialOf = (index: number): string => (2 ** 40 + index).toString(16).toUpperCase().padStart(12, '0')

/** What openssl needs to know of as many revoked certificates, and a question about one of them. */
const prepareOpenssl = async (folder: string): Promise<void> => {
  const revoked = 'R\t361125123526Z\t261125123526Z,superseded'
  const lines = Array.from({ length: ENTRIES }, (_, at) => `${revoked}\t${serialOf(at)}\tunknown\t/CN=${at}\n`)
  await writeFile(join(folder, 'index.txt'), lines.join(''))
  await writeFile(join(folder, 'ca.cnf'), CONFIG)
  const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'ca.key']
  openssl('req', '-x509', ...key, '-out', 'ca.pem', '-subj', '/CN=x')
  openssl('ocsp', '-sha256', '-issuer', 'ca.pem', '-serial', `0x${serialOf(7)}`, '-reqout', 'question.der')
}

/** Processor seconds for a list by `openssl ca`. */
const opensslList = (folder: string): number => {
  const command = 'openssl ca -gencrl -config ca.cnf -keyfile ca.key -cert ca.pem -crldays 1 -out list.pem 2>/dev/null'
  const script = `TIMEFORMAT='%U %S'; time ${command}`
  const { stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' })
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number)
  return user + system
}

/** Clock ticks a second of /proc, which Linux shows to programs. */
const TICKS = 100

/** Processor seconds that a process has used. */
const usedBy = async (pid: number): Promise<number> => {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / TICKS
}

/** Answers by `openssl ocsp`, which takes one request a connection. */
const opensslServed = async (folder: string): Promise<number> => {
  const args = ['ocsp', '-port', String(PORT), '-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', 'ca.pem']
  const child = spawn('openssl', [...args, '-rkey', 'ca.key'], { cwd: folder })
  child.stdout.resume()
  /** It says on stderr that it waits, and what it was asked. */
  await once(child.stderr, 'data')
  child.stderr.resume()
  const pid = child.pid ?? 0
  try {
    const before = await usedBy(pid)
    await askAll(`http://127.0.0.1:${PORT}/`, await readFile(join(folder, 'question.der')), false)
    return ASKED / ((await usedBy(pid)) - before)
  } finally {
    child.kill()
    await once(child, 'exit')
  }
}

const round = async (): Promise<Figures> => {
  const folder = await mkdtemp(join(tmpdir(), 'bidseal-bench-'))
  try {
    const signed = signatures()
    const { address: _, ...measured } = await ours(join(folder, 'data'))
    await prepareOpenssl(folder)
    const openssl = { opensslList: opensslList(folder), opensslServed: await opensslServed(folder) }
    return { signed, ...measured, ...openssl }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Medians of three rounds, in seconds of one processor. */
export const run = async (): Promise<BenchRow[]> => {
  const rounds: Figures[] = []
  for (let done = 0; done < ROUNDS; done++) rounds.push(await round())
  const of = (name: keyof Figures): number => median(rounds.map((figures) => figures[name]))
  const row = (name: string, value: number, unit: string, base: number | null, against: string | null): BenchRow => ({
    bench: 'authority',
    case: name,
    value,
    unit,
    ratio: base === null ? null : value / base,
    against,
  })
  return [
    row('openssl speed: signatures by P-256', of('signed'), '1/s', null, null),
    row('signatures by a key file', of('fileSigned'), '1/s', of('signed'), 'signatures'),
    row('signatures by a token (SoftHSM2)', of('tokenSigned'), '1/s', of('fileSigned'), 'key file'),
    row('OCSP answers', of('answered'), '1/s', of('signed'), 'signatures'),
    row('openssl ocsp: answers over HTTP', of('opensslServed'), '1/s', null, null),
    row('OCSP answers over HTTP', of('served'), '1/s', of('opensslServed'), 'openssl ocsp'),
    row('OCSP answers over HTTP', of('served'), '1/s', 500, 'limit of 500/s'),
    row('certificates issued, linted, recorded', of('issued'), '1/s', 200, 'limit of 200/s'),
    row('openssl ca: list of 50,000 entries', of('opensslList'), 's', null, null),
    row('list of 50,000 entries', of('list'), 's', of('opensslList'), 'openssl ca'),
    row('list of 50,000 entries', of('list'), 's', 1, 'limit of 1 s'),
  ]
}
