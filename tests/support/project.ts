/** Projects for tests: values, and a data folder that is open. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toBase64url } from '#core/bytes/base64url'
import type { Sha256 } from '#core/bytes/digest'
import type { ProjectView } from '#ipc/views'
import type { PagePictures } from '#engine/pdf/pictures'
import type { Bidder, Placement, Project, ProjectDocument } from '#engine/projects/project'
import { openProjects, type Projects } from '#engine/projects/projects'
import { COMPANY, party, sealRecord, testAuthority } from './authority.ts'
import { textPdf } from './pdf.ts'

export const TENDER = {
  tenderName: '示范路改造工程施工',
  tenderId: 'ZB2026-118',
  lot: '01',
  tenderee: '示范市城市建设局',
  openingTime: '2026-12-01T09:00:00+08:00',
} as const

/** A short name as an id. */
export const idOf = (name: string): string => name.padEnd(16, '0')

const digestOf = (name: string): Sha256 => Buffer.from(name).toString('hex').padEnd(64, '0') as Sha256

/** A document of A4 pages with so many seal rounds. */
export const documentOf = (name: string, pages = 2, rounds = 0): ProjectDocument => ({
  id: idOf(name),
  name: `${name}.pdf`,
  importedAt: '2026-11-24T08:00:00.000Z',
  pages: Array.from({ length: pages }, () => ({ width: 210, height: 297 })),
  versions: [
    { sha256: digestOf(name), size: 1000 },
    ...Array.from({ length: rounds }, (_, round) => ({ sha256: digestOf(`${name}${round + 1}`), size: 2000 + round })),
  ],
})

export const placementOf = (document: string, page: number, round = 0): Placement => ({
  id: idOf(`${document}p${page}r${round}`),
  seal: 'test-seal-1',
  document: idOf(document),
  page,
  left: 20,
  top: 30,
  round,
})

/** A bidder whose certificates are only letters. */
export const PAPER_BIDDER: Bidder = {
  company: '河南示范建设有限公司',
  creditCode: '91410100MA9ABCD16M',
  person: '王敏',
  device: '测试手机',
  signing: ['AAEC'],
  encryption: ['AwQF'],
  seals: ['BgcI'],
}

/** A project whose parts `first`, `second`, … hold the given documents. */
export const projectOf = (parts: readonly (readonly ProjectDocument[])[], more: Partial<Project> = {}): Project => ({
  id: idOf('project'),
  createdAt: '2026-11-24T08:00:00.000Z',
  changedAt: '2026-11-24T08:00:00.000Z',
  tender: TENDER,
  bidder: PAPER_BIDDER,
  parts: parts.map((documents, index) => ({
    id: idOf(['first', 'second', 'third'][index] ?? `part${index}`),
    role: 'other',
    title: ['投标函', '商务标', '技术标'][index] ?? `第${index}部分`,
    documents,
  })),
  placements: [],
  formerSeals: [],
  outputs: null,
  coming: null,
  ...more,
})

/** A real bidder of this company with one seal of 42 × 42 mm for each id. */
export const testBidder = async (subject = COMPANY, seals: readonly string[] = ['test-seal-1']): Promise<Bidder> => {
  const authority = await testAuthority()
  const signing = await party('company-signing', { subject, issuer: authority.issuing })
  const encryption = await party('company-encryption', { subject, issuer: authority.issuing })
  const chainOf = (leaf: typeof signing) => [leaf.der, authority.issuing.der].map(toBase64url)
  return {
    company: subject.company,
    creditCode: subject.creditCode ?? '',
    person: subject.person ?? '',
    device: '测试手机',
    signing: chainOf(signing),
    encryption: chainOf(encryption),
    seals: await Promise.all(seals.map(async (id) => toBase64url(await sealRecord(authority, signing.der, { id })))),
  }
}

/** Pictures of nothing. */
export const noPictures: PagePictures = {
  render: (_path, _page, width, options) =>
    Promise.resolve({ width, height: width, type: options?.type ?? 'image/png', bytes: new Uint8Array() }),
  forget: async () => undefined,
  close: async () => undefined,
}

export interface TestProjects extends Projects {
  /** Events, oldest first. */
  readonly changes: ProjectView[]
  readonly lists: (readonly { readonly id: string }[])[]
}

/** Opens a data folder. The clock stands still. */
export const openTestProjects = async (folder: string, pictures: PagePictures = noPictures): Promise<TestProjects> => {
  const changes: ProjectView[] = []
  const lists: (readonly { readonly id: string }[])[] = []
  const projects = await openProjects({
    folder,
    now: () => new Date('2026-11-24T08:00:00Z'),
    pictures,
    onChange: (project) => changes.push(project),
    onList: (list) => lists.push(list),
  })
  return { ...projects, changes, lists }
}

/** Writes PDFs of so many pages and answers where they are. */
export const writePdfs = async (folder: string, pages: { readonly [name: string]: number }): Promise<string[]> => {
  const paths: string[] = []
  for (const [name, count] of Object.entries(pages)) {
    paths.push(join(folder, `${name}.pdf`))
    writeFileSync(join(folder, `${name}.pdf`), await textPdf(count, { classic: true }))
  }
  return paths
}
