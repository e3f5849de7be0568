/** The whole path once: certificates, a project, sealing, generating, rehearsing, opening, verifying. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { fromUtf8 } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { temporaryFolder } from '#engine/files/temporary'
import type { InputOf } from '#ipc/contract'
import type { JobView, ProjectView } from '#ipc/views'
import { DOCUMENTS, TENDER } from './documents.ts'
import { openDemoEngine, type DemoEngine, type JobMethod } from './engine-calls.ts'
import { documentsOf, download, filesBelow, leaveIdentity, leaveSealed, leaveTrust, put } from './leave.ts'
import { paper } from './paper.ts'
import { enrolPhone, type DemoPhone } from './phone.ts'
import { startServer, type ServerProcess } from './server-process.ts'
import { startStopwatch, type DemoStep, type Stopwatch } from './stopwatch.ts'

const PERSON = '王敏'
const OPENS_IN_DAYS = 14
/** Millimetres from the page's top left corner. */
const SEAL_AT = { left: 130, top: 210 } as const
const STEPS = 12

export interface DemoResult {
  readonly company: string
  readonly creditCode: string
  /** Below the demo's folder, in order. */
  readonly files: readonly string[]
  readonly steps: readonly DemoStep[]
}

export interface DemoOptions {
  readonly version: string
  readonly signal: AbortSignal
  readonly onStep: (done: number, total: number) => void
}

interface Parts {
  readonly engine: DemoEngine
  readonly phone: DemoPhone
}

const companies = z.object({ companies: z.array(z.object({ name: z.string(), creditCode: z.string() })).min(1) })

/** The first of the server's invented companies gives the phone its certificates. */
const enrol = async ({ address }: ServerProcess): Promise<DemoPhone> => {
  const answer = companies.parse(JSON.parse(fromUtf8(await download(`${address}/api/demo`))))
  return enrolPhone(address, PERSON, answer.companies[0]?.creditCode ?? '')
}

/** Two weeks from now at half past nine, Beijing time. */
const openingTime = (): string => {
  const day = new Date(Date.now() + OPENS_IN_DAYS * 24 * 3600 * 1000)
  return `${day.toISOString().slice(0, 10)}T09:30:00+08:00`
}

const createProject = async (folder: string, engine: DemoEngine): Promise<ProjectView> => {
  const tender = { ...TENDER, openingTime: openingTime() }
  const { tenderId: id, tenderName: name, lot } = tender
  await put(folder, 'tender.json', `${JSON.stringify({ id, name, lot, openingTime: tender.openingTime }, null, 2)}\n`)
  return engine.call('projects.create', tender)
}

const addDocuments = async (folder: string, engine: DemoEngine, project: ProjectView): Promise<ProjectView> => {
  let latest = project
  for (const document of DOCUMENTS) {
    const path = await put(folder, `documents/${document.name}`, paper(document.pages))
    const part = project.parts.find(({ role }) => role === document.role)
    if (part === undefined) throw new AppError('internal', { reason: `no part ${document.role}` })
    const added = await engine.call('parts.add', { project: project.id, part: part.id, paths: [path] })
    const [refused] = added.refused
    if (refused !== undefined) throw new AppError(refused.error.code, refused.error.details)
    latest = added.project
  }
  return latest
}

/** The company seal on every page. */
const placeSeals = async (engine: DemoEngine, project: ProjectView): Promise<void> => {
  const seal = project.bidderDetails?.seals[0]
  if (seal === undefined) throw new AppError('project-no-bidder')
  for (const document of documentsOf(project)) {
    for (const index of document.pages.keys()) {
      const position = { document: document.id, page: index + 1, ...SEAL_AT }
      await engine.call('seals.place', { project: project.id, seal: seal.id, position })
    }
  }
}

const verifyAll = async (folder: string, engine: DemoEngine, paths: readonly string[]): Promise<void> => {
  for (const path of paths) {
    const { verdict } = await engine.call('verify.file', { path })
    if (verdict !== 'valid') throw new AppError('signature-invalid', { name: relative(folder, path), verdict })
  }
}

/** From the empty project to the opened bid. */
const makeBid = async (folder: string, { engine, phone }: Parts, { step }: Stopwatch): Promise<void> => {
  const run = <Name extends JobMethod>(method: Name, input: InputOf<Name>): Promise<JobView> =>
    Promise.race([engine.run(method, input, phone.watch), phone.trouble])
  for (const name of ['out', 'opened']) await mkdir(join(folder, name))
  const created = await step('project', () => createProject(folder, engine))
  const project = created.id
  const current = (): Promise<ProjectView> => engine.call('projects.open', { project })
  await step('identify', () => run('jobs.identify', { project }))
  await step('documents', () => addDocuments(folder, engine, created))
  await step('place', async () => placeSeals(engine, await current()))
  await step('seal', () => run('jobs.seal', { project }))
  const sealed = await leaveSealed(folder, await current())
  await step('generate', () => run('jobs.generate', { project, folder: join(folder, 'out'), twin: true }))
  const outputs = await filesBelow(join(folder, 'out'))
  const ebid = outputs.find((path) => path.endsWith('.ebid'))
  if (ebid === undefined) throw new AppError('internal', { reason: 'no bid file' })
  await step('rehearse', () => run('jobs.rehearse', { path: ebid, project }))
  await step('open', () => run('jobs.open', { path: ebid, folder: join(folder, 'opened') }))
  await step('verify', () => verifyAll(folder, engine, [...sealed, ...outputs]))
}

const walkThrough = async (folder: string, data: string, options: DemoOptions): Promise<DemoResult> => {
  const watch = startStopwatch(options.signal, (done) => options.onStep(done, STEPS))
  const server = await watch.step('server', () => startServer(join(data, 'server'), options.signal))
  try {
    await leaveTrust(folder, server)
    const phone = await watch.step('enrol', () => enrol(server))
    await watch.step('export', () => leaveIdentity(folder, phone))
    const start = { dataFolder: join(data, 'desktop'), server: server.address, roots: [join(folder, 'trust/root.pem')] }
    const engine = await openDemoEngine({ ...start, version: options.version }, options.signal)
    try {
      await makeBid(folder, { engine, phone }, watch)
    } finally {
      await engine.close()
    }
    const { company, creditCode } = phone.credential
    const files = (await filesBelow(folder)).map((path) => relative(folder, path))
    return { company, creditCode, files, steps: watch.steps }
  } finally {
    await server.close()
  }
}

/**
 * Runs the demo and leaves its files in a new folder, which appears only when everything has
 * succeeded. Rejects with what any of the steps rejects with.
 */
export const runDemo = async (target: string, options: DemoOptions): Promise<DemoResult> => {
  const data = await mkdtemp(join(tmpdir(), 'bidseal-demo-'))
  const folder = await temporaryFolder(target)
  try {
    const result = await walkThrough(folder.path, data, options)
    await folder.commit()
    return result
  } finally {
    await folder.discard()
    await rm(data, { recursive: true, force: true })
  }
}
