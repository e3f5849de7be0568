/** One open project in a data folder of its own, and what is done to it again and again. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { utf8 } from '#core/bytes/bytes'
import { sealFile } from '#engine/pdf/seal-pdf'
import type { ProjectView } from '#ipc/views'
import { COMPANY } from './authority.ts'
import { inFolder } from './pdf.ts'
import { testSigner } from './pki.ts'
import { openTestProjects, TENDER, writePdfs, type TestProjects } from './project.ts'
import { sealPicture } from './seal-picture.ts'

export interface Bench {
  readonly folder: string
  readonly projects: TestProjects
  readonly call: TestProjects['handlers']
  readonly project: string
  /** Ids of the three parts of a new project. */
  readonly parts: readonly [string, string, string]
}

/** An open project in a data folder of its own; everything is closed afterwards. */
export const onBench = (work: (bench: Bench) => Promise<void>): Promise<void> =>
  inFolder(async (folder) => {
    const projects = await openTestProjects(folder)
    const call = projects.handlers
    try {
      const { id: project } = await call['projects.create'](TENDER)
      const { parts } = await call['projects.open']({ project })
      const [a, b, c] = parts.map(({ id }) => id)
      await work({ folder, projects, call, project, parts: [a ?? '', b ?? '', c ?? ''] })
    } finally {
      await projects.close()
    }
  })

/** Names of documents, part by part. */
export const names = ({ parts }: ProjectView): string =>
  parts.map(({ documents }) => documents.map(({ name }) => name.replace('.pdf', '')).join(' ')).join('|')
/** Files of documents on disk. */
export const stored = ({ folder, project }: Bench): readonly string[] =>
  readdirSync(join(folder, 'projects', project, 'documents')).sort()
/** Where a file of the project's folder is. */
export const fileOf = ({ folder, project }: Bench, name: string): string => join(folder, 'projects', project, name)

/** Adds a document of two pages to the first part. */
export const addOne = async ({ folder, call, project, parts }: Bench): Promise<string> => {
  const added = await call['parts.add']({ project, part: parts[0], paths: await writePdfs(folder, { one: 2 }) })
  return added.project.parts[0]?.documents[0]?.id ?? ''
}

/** What the seal job does, with a key at hand. */
export const signRound = async ({ projects, project }: Bench, document: string): Promise<void> => {
  const { placements } = await projects.read(project)
  const unsigned = placements.filter((one) => one.document === document && one.round === 0)
  const sealed = await sealFile({
    source: projects.documentPath(project, document),
    target: join(projects.pendingFolder(project), `${document}.sealed`),
    seals: [{ image: sealPicture(), width: 42, height: 42, record: utf8('record'), placements: unsigned }],
    signer: COMPANY.company,
    time: new Date('2026-11-24T08:00:00Z'),
    key: await testSigner(),
  })
  await projects.commitRound(project, [{ document, sealed, placements: unsigned.map(({ id }) => id) }])
}
