/** A desk: a computer with an engine, driven as a window drives it, and a phone that lies beside it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import type { Confirmation } from '#agent/views'
import { createEngine, type Engine, type EnginePorts } from '#engine/engine'
import type { InputOf, MethodName, OutputOf } from '#ipc/contract'
import type { DocumentView, JobView, ProjectView } from '#ipc/views'
import { PIN, untilState, type TestPhone } from './phone.ts'
import type { TestServer } from './server.ts'

export type JobMethod = Extract<
  MethodName,
  'jobs.identify' | 'jobs.seal' | 'jobs.generate' | 'jobs.rehearse' | 'jobs.open'
>

export interface Desk {
  /** Files that the person has; `out` and `opened` in it are empty. */
  readonly folder: string
  /** Where the engine keeps its own. */
  readonly data: string
  readonly engine: Engine
  call<Name extends MethodName>(method: Name, input: InputOf<Name>): Promise<OutputOf<Name>>
  /** Starts a job and gives its id. */
  start<Name extends JobMethod>(method: Name, input: InputOf<Name>): Promise<string>
  /** The job once it is so, or over: no event is missed, nothing is waited for longer than needed. */
  until(job: string, isReached: (view: JobView) => boolean): Promise<JobView>
  /** The job once it has ended. */
  over(job: string): Promise<JobView>
  /** Lets a phone scan the job's code; what was shown before is not scanned again. */
  scan(job: string, phone: TestPhone): Promise<Confirmation>
  /** Scans, compares the four digits, confirms, and waits for the end; so does a phone that is turned away. */
  answer(job: string, phone: TestPhone, pin?: string): Promise<JobView>
  /** Starts a job and answers it. */
  run<Name extends JobMethod>(method: Name, input: InputOf<Name>, phone: TestPhone): Promise<JobView>
  close(): Promise<void>
}

const isRunning = ({ state }: JobView): boolean => state === 'running'

export const openDesk = async (
  server: Pick<TestServer, 'address' | 'root'>,
  ports: Partial<EnginePorts> & { readonly dataFolder?: string } = {},
): Promise<Desk> => {
  const folder = mkdtempSync(join(tmpdir(), 'bidseal-desk-'))
  for (const name of ['out', 'opened']) mkdirSync(join(folder, name))
  const data = ports.dataFolder ?? join(folder, 'data')
  const start = { server: server.address, roots: [server.root], version: '0.1.0' }
  const engine = await createEngine({ ...start, ...ports, dataFolder: data })
  const confirmations: Confirmation[] = []
  const call: Desk['call'] = async (method, input) => (await engine.call(method, input)) as OutputOf<typeof method>

  const until: Desk['until'] = (job, isReached) =>
    new Promise((resolve, reject) => {
      const take = (view: JobView): void => {
        if (isRunning(view) && !isReached(view)) return
        stop()
        resolve(view)
      }
      const stop = engine.onEvent((event, value) => {
        const view = value as JobView
        if (event === 'job' && view.id === job) take(view)
      })
      call('jobs.read', { job }).then(take, reject)
    })
  const over: Desk['over'] = (job) => until(job, () => false)
  const startJob: Desk['start'] = async (method, input) => ((await call(method, input)) as { job: string }).job

  const scan: Desk['scan'] = async (job, { agent }) => {
    const { pairing, state, error } = await until(job, (view) => Boolean(view.pairing?.qr))
    if (!pairing?.qr) throw new Error(`no code to scan: ${state} ${error?.code ?? ''}`)
    const confirmation = await agent.scan(pairing.qr)
    confirmations.push(confirmation)
    return confirmation
  }

  const answer: Desk['answer'] = async (job, phone, pin = PIN) => {
    const before = await until(job, (view) => Boolean(view.pairing?.qr))
    if (!isRunning(before)) return before
    const confirmation = await scan(job, phone)
    const ended = over(job)
    // A phone that is turned away knows nothing about the job.
    const asked = untilState(confirmation, 'asked').catch(() => null)
    const shown = await Promise.race([asked, ended.then(() => null)])
    if (shown === null) return ended
    const { pairing } = await until(job, (view) => view.pairing?.state === 'confirming')
    if (pairing?.code !== shown.code) throw new Error(`desktop ${pairing?.code}, phone ${shown.code}`)
    await confirmation.confirm(pin)
    return ended
  }

  return {
    folder,
    data,
    engine,
    call,
    start: startJob,
    until,
    over,
    scan,
    answer,
    run: async (method, input, phone) => answer(await startJob(method, input), phone),
    close: async () => {
      for (const confirmation of confirmations) confirmation.close()
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const documentsOf = ({ parts }: ProjectView): readonly DocumentView[] =>
  parts.flatMap(({ documents }) => documents)

/** Where the engine keeps the bytes of a document. */
export const fileOf = ({ folder }: ProjectView, { sha256 }: DocumentView): string =>
  join(folder, 'documents', `${sha256}.pdf`)

/** Every file below a folder with its digest; locks aside, which are touched now and then. */
export const contentOf = (folder: string): Readonly<Record<string, string>> => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== 'lock',
  )
  const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort()
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), digest(path)]))
}
