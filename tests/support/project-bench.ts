/** One open project in a data folder of its own, and what is done to it again and again. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { toBase64url } from '#core/bytes/base64url'
import { utf8 } from '#core/bytes/bytes'
import type { Signer } from '#core/cms/signer'
import { prepareFile, type PreparedFile } from '#engine/pdf/seal-pdf'
import { currentVersion, findDocument, unsignedPlacements } from '#engine/projects/project'
import type { AnsweredRound } from '#engine/projects/round-file'
import { answeredDocument, type PreparedFiles } from '#engine/projects/rounds'
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

/** What the seal job does until the phone has answered, with a key at hand. */
export const answeredRound = async (
  { projects, project }: Pick<Bench, 'projects' | 'project'>,
  documents: readonly string[],
  signer: Signer,
): Promise<{ readonly round: AnsweredRound; readonly files: PreparedFiles }> => {
  const state = await projects.read(project)
  const files = new Map<string, PreparedFile>()
  const signing = signer.chain.map(toBase64url)
  const answered = []
  for (const document of documents) {
    const placements = unsignedPlacements(state).filter((one) => one.document === document)
    const file = await prepareFile({
      source: projects.documentPath(project, document),
      pending: projects.pendingPath(project, document),
      seals: [{ image: sealPicture(), width: 42, height: 42, record: utf8('record'), placements }],
      signer: COMPANY.company,
      time: new Date('2026-11-24T08:00:00Z'),
    })
    files.set(document, file)
    const [answer] = await signer.sign([file.digest])
    const found = findDocument(state, document)
    if (answer === undefined || found === null) throw new Error('no answer')
    const shown = { id: document, sha256: currentVersion(found).sha256, placements }
    const texts = { attributes: toBase64url(answer.attributes), signature: toBase64url(answer.signature) }
    answered.push(await answeredDocument(shown, file, texts, signing))
  }
  return { round: { version: 1, signing, documents: answered }, files }
}

/** What the seal job does, with a key at hand. */
export const signRound = async (bench: Pick<Bench, 'projects' | 'project'>, document: string): Promise<void> => {
  const { round, files } = await answeredRound(bench, [document], await testSigner())
  await bench.projects.finishRound(bench.project, round, files)
}
