/**
 * Engines that are killed at work, and what the next one finds: every file as it was or as it was to
 * be, nothing in between. BIDSEAL_SEED repeats the moments of a failure.
 */
import { randomInt } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toPem } from '#core/certificate/pem'
import { createEngine } from '#engine/engine'
import { fileSha256 } from '#engine/pdf/file'
import type { EngineStart } from '#ipc/bridge'
import type { InputOf, MethodName, OutputOf } from '#ipc/contract'
import type { JobView, ProjectView } from '#ipc/views'
import { testAuthority } from '#tests/support/authority'
import { caFetch, type CaFetch } from '#tests/support/ca-fetch'
import { credential, scriptedPhone, type Credential } from '#tests/support/credential'
import { engineProcess, type ChildTask, type Life, type Moment } from '#tests/support/engine-process'
import { textPdf } from '#tests/support/pdf'
import { GENEROUS, startRelay, type RelayHost } from '#tests/support/relay'
import { writeScan } from '#tests/support/scan'
import { seeded } from '#tests/support/seeded'

const SEED = Number(process.env['BIDSEAL_SEED'] ?? randomInt(2 ** 31))
/** Lives that end before a step of their work on files, and after a time. */
const BY_STEP = 7
const BY_TIME = 3
const DAY = 24 * 3600 * 1000

const folder = mkdtempSync(join(tmpdir(), 'bidseal-crash-'))
let own: Credential
let host: RelayHost
let ca: CaFetch
/** Data folders with a project whose seals are placed, and one whose seals are signed. */
let placed: Place
let sealed: Place

/** A data folder with one project, and a folder for bid files. */
interface Place {
  readonly data: string
  readonly project: string
  readonly out: string
}

type Call = <Name extends MethodName>(method: Name, input: InputOf<Name>) => Promise<OutputOf<Name>>

const startOf = ({ data }: Place): EngineStart => ({
  dataFolder: data,
  server: host.server,
  roots: [join(folder, 'root.pem')],
  version: '0.1.0',
})

/** Work of an engine that is closed afterwards. */
const withEngine = async <T>(place: Place, work: (call: Call) => Promise<T>): Promise<T> => {
  const engine = await createEngine({ ...startOf(place), fetch: ca.fetch })
  try {
    return await work(async (method, input) => (await engine.call(method, input)) as OutputOf<typeof method>)
  } finally {
    await engine.close()
  }
}

/** Lets a phone answer a job. */
const finish = async (call: Call, { job }: { readonly job: string }): Promise<void> => {
  let phone: { close(): void } | null = null
  let view: JobView
  do {
    await new Promise((resolve) => setTimeout(resolve, 10))
    view = await call('jobs.read', { job })
    if (view.pairing?.qr) phone ??= scriptedPhone({ server: host.server, qr: view.pairing.qr, own })
  } while (view.state === 'running')
  phone?.close()
  expect(view).toMatchObject({ state: 'done', error: null })
}

const documentsIn = ({ parts }: ProjectView) => parts.flatMap(({ documents }) => documents)

const copyOf = (place: Place, name: string): Place => {
  const copy = { ...place, data: join(folder, name), out: join(folder, `${name}-out`) }
  cpSync(place.data, copy.data, { recursive: true })
  mkdirSync(copy.out)
  return copy
}

/** A project of two documents with a seal on each. */
const prepare = async (): Promise<Place> => {
  const empty = { data: join(folder, 'placed'), project: '', out: folder }
  const paths = [join(folder, '投标函.pdf'), join(folder, '方案.pdf')]
  writeFileSync(paths[0] ?? '', await textPdf(3))
  await writeScan(paths[1] ?? '', { pages: 20 })
  return withEngine(empty, async (call) => {
    const openingTime = new Date(Date.now() + 30 * DAY).toISOString()
    const tender = { tenderName: '智慧矿山建设项目', tenderId: 'T-2026-1', lot: '0', tenderee: '示范集团', openingTime }
    const { id: project, parts } = await call('projects.create', tender)
    await call('parts.add', { project, part: parts[0]?.id ?? '', paths })
    await finish(call, await call('jobs.identify', { project }))
    const view = await call('projects.open', { project })
    const seal = view.bidderDetails?.seals[0]?.id ?? ''
    for (const { id: document } of documentsIn(view))
      await call('seals.place', { project, seal, position: { document, page: 1, left: 20, top: 30 } })
    return { ...empty, project }
  })
}

beforeAll(async () => {
  const authority = await testAuthority()
  writeFileSync(join(folder, 'root.pem'), toPem('CERTIFICATE', authority.root.der))
  own = await credential(authority)
  ca = await caFetch(authority)
  host = await startRelay({ limits: GENEROUS })
  placed = await prepare()
  sealed = copyOf(placed, 'sealed')
  await withEngine(sealed, async (call) => finish(call, await call('jobs.seal', { project: sealed.project })))
})

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What an engine that comes afterwards finds in every case: a project that opens, whole documents, nothing left over. */
const withNext = async (place: Place, check: (call: Call, view: ProjectView) => Promise<void>): Promise<void> => {
  const { project } = place
  let path = ''
  await withEngine(place, async (call) => {
    const view = await call('projects.open', { project })
    path = view.folder
    expect(view.writable).toBe(true)
    expect(readdirSync(join(path, 'pending'))).toEqual([])
    for (const { sha256 } of documentsIn(view))
      expect(await fileSha256(join(path, 'documents', `${sha256}.pdf`))).toBe(sha256)
    await check(call, view)
  })
  expect(
    readdirSync(path)
      .filter((name) => name !== 'project.json.bak')
      .sort(),
  ).toEqual(['documents', 'pending', 'project.json'])
  const all = readdirSync(join(place.data, 'projects'), { recursive: true, encoding: 'utf8' })
  expect(all.filter((name) => name.endsWith('.tmp'))).toEqual([])
}

interface Lives {
  readonly place: Place
  readonly task: ChildTask
  /** Steps and milliseconds of a life, where no life ends by itself. */
  readonly span?: { readonly steps: number; readonly duration: number }
  readonly before?: (round: number) => void
  readonly after: (life: Life) => Promise<void>
}

/** One life in full, to know how long it is; then lives that end early, spread over all of it. */
const live = async ({ place, task, span, before, after }: Lives): Promise<void> => {
  const chance = seeded(SEED)
  let next = engineProcess()
  const oneLife = async (moment: Moment): Promise<Life> => {
    const life = await next.run({ start: startOf(place), task }, moment, { server: host.server, own })
    next = engineProcess()
    try {
      await after(life)
      expect(life.over?.error ?? null).toBeNull()
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      throw new Error(`seed ${SEED}, killed at ${JSON.stringify(moment)}: ${words}`, { cause: error })
    }
    return life
  }
  const whole = async () => {
    const { over, duration } = await oneLife(null)
    return { steps: over?.steps ?? 0, duration }
  }
  try {
    const { steps, duration } = span ?? (await whole())
    const spread = (count: number, length: number): number[] =>
      Array.from({ length: count }, (_, at) => Math.floor(((at + chance.next()) / count) * length))
    const moments: Moment[] = [
      ...spread(BY_STEP, steps).map((step) => ({ step })),
      ...spread(BY_TIME, duration).map((milliseconds) => ({ milliseconds })),
    ]
    for (const [round, moment] of moments.entries()) {
      before?.(round)
      await oneLife(moment)
    }
    if (span === undefined) await whole()
  } finally {
    next.kill()
  }
}

describe.concurrent('an engine that was killed', () => {
  it('while it sealed, has signed all documents or none, and asks for nothing that was answered', async () => {
    const place = copyOf(placed, 'seal')
    const { project } = place
    const pending = join(place.data, 'projects', project, 'pending')
    let originals: string[] = []
    await withNext(place, async (_, view) => {
      originals = documentsIn(view).map(({ sha256 }) => sha256)
    })
    const found = new Set<string>()
    const after = async (): Promise<void> => {
      const wasAnswered = existsSync(join(pending, 'round.json'))
      await withNext(place, async (call, view) => {
        const documents = documentsIn(view)
        const isSealed = view.state === 'sealed'
        found.add(wasAnswered ? 'answered' : view.state)
        expect(isSealed || !wasAnswered).toBe(true)
        expect(view.placements.map(({ round }) => round)).toEqual(isSealed ? [1, 1] : [0, 0])
        expect(documents.map(({ rounds }) => rounds)).toEqual(isSealed ? [1, 1] : [0, 0])
        if (isSealed)
          for (const { id: document, sha256 } of documents) {
            const report = await call('verify.file', { path: join(view.folder, 'documents', `${sha256}.pdf`) })
            expect(report).toMatchObject({ verdict: 'valid', signatures: [{ sealRecord: 'valid', pages: [1] }] })
            await call('seals.undoRound', { project, document })
          }
        const now = await call('projects.open', { project })
        expect(documentsIn(now).map(({ sha256 }) => sha256)).toEqual(originals)
      })
    }
    await live({ place, task: { kind: 'seal', project }, after })
    expect(found, `seed ${SEED}`).toEqual(new Set(['draft', 'answered', 'sealed']))
  })

  it('while it made bid files, has made whole ones or left those that were there', async () => {
    const place = copyOf(sealed, 'generate')
    const { project, out } = place
    const bidFiles = (): string[] => readdirSync(out).filter((name) => /^[^.].*\.(ebid|nbid)$/.test(name))
    const digests = async (): Promise<Map<string, string>> => {
      const all = new Map<string, string>()
      for (const name of bidFiles()) all.set(name, await fileSha256(join(out, name)))
      return all
    }
    let known = await digests()
    const after = async (): Promise<void> => {
      const now = await digests()
      for (const name of known.keys()) expect([...now.keys()]).toContain(name)
      await withNext(place, async (call, view) => {
        for (const [name, sha256] of now)
          if (known.get(name) !== sha256)
            expect(await call('verify.file', { path: join(out, name) })).toMatchObject({ verdict: 'valid' })
        const there = [...now.keys()].some((name) => name.endsWith('.ebid'))
        expect(view.outputs?.ebid.state ?? 'missing').toBe(there ? 'present' : 'missing')
        for (const output of [view.outputs?.ebid, view.outputs?.nbid])
          if (output) expect(now.get(basename(output.path)) === output.sha256).toBe(output.state === 'present')
      })
      expect(readdirSync(out).sort()).toEqual(bidFiles().sort())
      known = now
    }
    const before = (round: number): void => {
      if (round % 2 === 1) return
      for (const name of bidFiles()) rmSync(join(out, name))
      known = new Map()
    }
    await live({ place, task: { kind: 'generate', project, folder: out }, before, after })
    expect(known.size).toBe(2)
  })

  it('while it saved small changes, has lost none that it had answered', async () => {
    const place = copyOf(placed, 'saves')
    const { project } = place
    const after = ({ killed, saved }: Life): Promise<void> =>
      withNext(place, async (call, view) => {
        expect(killed).toBe(true)
        expect([saved, saved + 1]).toContain(Number(view.lot))
        expect(view.placements).toHaveLength(2)
        await call('projects.change', { project, change: { lot: '0' } })
      })
    await live({ place, task: { kind: 'saves', project }, span: { steps: 200, duration: 400 }, after })
  })
})
