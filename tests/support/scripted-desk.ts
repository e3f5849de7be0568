/** A desk with phones that answer by themselves, and a bid on its way across it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Bytes } from '#core/bytes/bytes'
import { toPem } from '#core/certificate/pem'
import type { JobView, ProjectView } from '#ipc/views'
import { testAuthority, type TestAuthority } from './authority.ts'
import { caFetch, type CaFetch } from './ca-fetch.ts'
import { credential, scriptedPhone, type Credential, type PhoneOptions } from './credential.ts'
import { openDesk, type Desk } from './desk.ts'
import { inFolder, textPdf } from './pdf.ts'
import { GENEROUS, startRelay } from './relay.ts'

/** Machines that run tests may be busy. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 })

export interface ScriptedDesk extends Pick<Desk, 'engine' | 'call' | 'over'> {
  /** An empty one, gone afterwards. */
  readonly folder: string
  readonly pdf: Bytes
  readonly ca: CaFetch
  /** Lets a phone scan the code of a job. */
  scan(job: string, phone?: Partial<PhoneOptions>): Promise<ReturnType<typeof scriptedPhone>>
  /** Lets a phone scan the code of a job and waits until the job is over. */
  finish(job: string, phone?: Partial<PhoneOptions>): Promise<JobView>
}

type Work = (desk: ScriptedDesk) => Promise<void>

export interface ScriptedOffice {
  readonly authority: TestAuthority
  /** What phones hold unless told otherwise. */
  readonly own: Credential
  /** Three pages. */
  readonly pdf: Bytes
  /** At a desk whose engine goes on from test to test. */
  atDesk(work: Work): Promise<void>
  /** At a desk with an engine and a network of its own, which may be changed, and with this root where one is given. */
  atNewDesk(work: Work, root?: Bytes): Promise<void>
  close(): Promise<void>
}

interface Networked {
  readonly desk: Desk
  readonly ca: CaFetch
}

export const openScriptedOffice = async (): Promise<ScriptedOffice> => {
  const authority = await testAuthority()
  const own = await credential(authority)
  const host = await startRelay({ limits: GENEROUS })
  const pdf = await textPdf(3)

  const openNetworked = (trusted: Bytes): Promise<Networked> =>
    inFolder(async (folder) => {
      const root = join(folder, 'root.pem')
      writeFileSync(root, toPem('CERTIFICATE', trusted))
      const ca = await caFetch(authority)
      return { ca, desk: await openDesk({ address: host.server, root }, { fetch: ca.fetch }) }
    })

  const workAt = async ({ desk, ca }: Networked, work: Work): Promise<void> => {
    const phones: { close(): void }[] = []
    const scan: ScriptedDesk['scan'] = async (job, options = {}) => {
      const { pairing, error } = await desk.until(job, (view) => Boolean(view.pairing?.qr))
      if (!pairing?.qr) throw new Error(`no code: ${error?.code} ${JSON.stringify(error?.details)}`)
      const phone = scriptedPhone({ server: host.server, qr: pairing.qr, own, ...options })
      phones.push(phone)
      return phone
    }
    const finish: ScriptedDesk['finish'] = async (job, options) => {
      await scan(job, options)
      return desk.over(job)
    }
    try {
      await inFolder((folder) => work({ ...desk, folder, pdf, ca, scan, finish }))
    } finally {
      for (const phone of phones) phone.close()
    }
  }

  const shared = await openNetworked(authority.root.der)

  return {
    authority,
    own,
    pdf,
    atDesk: (work) => workAt(shared, work),
    atNewDesk: async (work, root = authority.root.der) => {
      const engine = await openNetworked(root)
      await workAt(engine, work).finally(() => engine.desk.close())
    },
    close: async () => {
      await shared.desk.close()
      await host.close()
    },
  }
}

const DAY = 24 * 3600 * 1000

const tender = {
  tenderName: '智慧矿山建设项目',
  tenderId: 'T-2026-1',
  lot: '01',
  tenderee: '示范集团',
  openingTime: new Date(Date.now() + 30 * DAY).toISOString(),
}

/** A project with three documents. */
export const begun = async ({ call, folder, pdf }: ScriptedDesk): Promise<ProjectView> => {
  const { id: project, parts } = await call('projects.create', tender)
  for (const [index, name] of ['投标函.pdf', '报价.pdf', '方案.pdf'].entries()) {
    const path = join(folder, name)
    writeFileSync(path, Buffer.concat([pdf, Buffer.from(`\n%${name}\n`)]))
    await call('parts.add', { project, part: parts[index]?.id ?? '', paths: [path] })
  }
  return call('projects.open', { project })
}

export const identified = async (desk: ScriptedDesk): Promise<ProjectView> => {
  const { id: project } = await begun(desk)
  const { job } = await desk.call('jobs.identify', { project })
  expect(await desk.finish(job)).toMatchObject({ state: 'done', error: null })
  return desk.call('projects.open', { project })
}

/** Seals on every page of every document. */
export const placed = async (desk: ScriptedDesk): Promise<ProjectView> => {
  let view = await identified(desk)
  const seal = view.bidderDetails?.seals[0]?.id ?? ''
  for (const document of view.parts.flatMap(({ documents }) => documents))
    for (const page of document.pages.keys())
      view = await desk.call('seals.place', {
        project: view.id,
        seal,
        position: { document: document.id, page: page + 1, left: 20, top: 30 },
      })
  return view
}

export const sealed = async (desk: ScriptedDesk): Promise<ProjectView> => {
  const { id: project } = await placed(desk)
  const { job } = await desk.call('jobs.seal', { project })
  expect(await desk.finish(job)).toMatchObject({ state: 'done', error: null })
  return desk.call('projects.open', { project })
}

export const generated = async (desk: ScriptedDesk): Promise<ProjectView> => {
  const { id: project } = await sealed(desk)
  const { job } = await desk.call('jobs.generate', { project, folder: desk.folder, twin: true })
  expect(await desk.finish(job)).toMatchObject({ state: 'done', error: null })
  return desk.call('projects.open', { project })
}
