/** What somebody who makes a bid does, one step after the other. */
import { openDesk, documentsOf, type Desk } from './desk.ts'
import { testPhone, type TestPhone } from './phone.ts'
import { DEMO_CODE, openTestServer, type TestServer } from './server.ts'
import { GENEROUS } from './relay.ts'
import type { EnginePorts } from '#engine/engine'
import type { JobView, ProjectView } from '#ipc/views'

const DAY = 24 * 3600 * 1000

export const TENDER = {
  tenderName: '智慧矿山建设项目',
  tenderId: 'T-2026-1',
  lot: '01',
  tenderee: '示范集团',
  openingTime: new Date(Date.now() + 30 * DAY).toISOString(),
} as const

/** Of the demo companies, one that is not DEMO_CODE's. */
export const OTHER_CODE = '91110108MA0TE5T240'

export interface Office {
  readonly server: TestServer
  readonly desk: Desk
  /** Enrolled as 王敏 of the company with DEMO_CODE. */
  readonly phone: TestPhone
  /** Another phone with certificates of its own. */
  newPhone(creditCode?: string, person?: string): Promise<TestPhone>
  close(): Promise<void>
}

/** A server, a desk and a phone that has its certificates. */
export const openOffice = async (ports: Partial<EnginePorts> = {}): Promise<Office> => {
  const server = await openTestServer({ relayLimits: GENEROUS })
  const desk = await openDesk(server, ports)
  const newPhone: Office['newPhone'] = async (creditCode = DEMO_CODE, person = '王敏') => {
    const phone = testPhone(server.address)
    await phone.enrol(creditCode, person)
    return phone
  }
  return {
    server,
    desk,
    phone: await newPhone(),
    newPhone,
    close: async () => {
      await desk.close()
      await server.remove()
    },
  }
}

export const requireDone = (view: JobView): JobView => {
  if (view.state === 'done') return view
  throw new Error(`${view.kind} is ${view.state}: ${view.error?.code} ${JSON.stringify(view.error?.details)}`)
}

export const reopened = ({ desk }: Pick<Office, 'desk'>, { id }: Pick<ProjectView, 'id'>): Promise<ProjectView> =>
  desk.call('projects.open', { project: id })

/** A new project that knows its bidder. */
export const identifiedProject = async (office: Office): Promise<ProjectView> => {
  const { desk, phone } = office
  const project = await desk.call('projects.create', TENDER)
  requireDone(await desk.run('jobs.identify', { project: project.id }, phone))
  return reopened(office, project)
}

/** Adds PDFs to the first part; all of them must be good. */
export const addPdfs = async ({ desk }: Office, project: ProjectView, paths: string[]): Promise<ProjectView> => {
  const [part] = project.parts
  const added = await desk.call('parts.add', { project: project.id, part: part?.id ?? '', paths })
  if (added.refused.length > 0) throw new Error(JSON.stringify(added.refused))
  return added.project
}

/** The company seal on a page; millimetres from the page's top left corner. */
export const placeSeal = (
  { desk }: Office,
  project: ProjectView,
  document: string,
  page: number,
  { left = 20, top = 30 } = {},
): Promise<ProjectView> => {
  const seal = project.bidderDetails?.seals[0]?.id ?? ''
  return desk.call('seals.place', { project: project.id, seal, position: { document, page, left, top } })
}

/** A seal on the first page of every document. */
export const placeOnEach = async (office: Office, project: ProjectView): Promise<ProjectView> => {
  for (const { id } of documentsOf(project)) await placeSeal(office, project, id, 1)
  return reopened(office, project)
}

export const sealed = async (office: Office, project: ProjectView): Promise<ProjectView> => {
  requireDone(await office.desk.run('jobs.seal', { project: project.id }, office.phone))
  return reopened(office, project)
}

/** With its twin. Gives the paths. */
export const generated = async (
  office: Office,
  project: ProjectView,
  folder: string,
): Promise<{ readonly ebid: string; readonly nbid: string }> => {
  requireDone(await office.desk.run('jobs.generate', { project: project.id, folder, twin: true }, office.phone))
  const { outputs } = await reopened(office, project)
  return { ebid: outputs?.ebid.path ?? '', nbid: outputs?.nbid?.path ?? '' }
}
