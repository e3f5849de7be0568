/** A second round of seals, and taking one back. */
import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseSignedData } from '#core/cms/signed-data'
import type { ProjectView } from '#ipc/views'
import { addPdfs, identifiedProject, openOffice, placeSeal, reopened, sealed, type Office } from '../support/bidding.ts'
import { writeBidDocuments } from '../support/bid-documents.ts'
import { documentsOf, fileOf } from '../support/desk.ts'
import { opensslCades, pdfsig, qpdfCheck } from '../support/judges.ts'
import { cmsOf, signedRanges } from '../support/signature.ts'

let office: Office
let paths: readonly string[]
/** Before any seal, after the first round, after the second one. */
let stages: readonly ProjectView[]
let rootPem: string
let folder: string

const bytesIn = (project: ProjectView): readonly Buffer[] =>
  documentsOf(project).map((document) => readFileSync(fileOf(project, document)))

beforeAll(async () => {
  office = await openOffice()
  rootPem = readFileSync(office.server.root, 'utf8')
  paths = await writeBidDocuments(office.desk.folder)
  folder = mkdtempSync(join(office.desk.folder, 'stages-'))
  const keep = (project: ProjectView, stage: string): ProjectView => {
    for (const [index, document] of documentsOf(project).entries())
      copyFileSync(fileOf(project, document), join(folder, `${stage}-${index}.pdf`))
    return project
  }
  const bare = keep(await addPdfs(office, await identifiedProject(office), [...paths]), 'bare')
  for (const { id } of documentsOf(bare)) await placeSeal(office, bare, id, 1)
  const once = keep(await sealed(office, bare), 'once')
  for (const { id, pages } of documentsOf(once)) await placeSeal(office, once, id, pages.length, { left: 60, top: 70 })
  const twice = keep(await sealed(office, once), 'twice')
  stages = [bare, once, twice]
})
afterAll(() => office.close())

const verdicts = (path: string): { readonly valid: number; readonly trusted: number; readonly whole: number } => {
  const { certificates } = parseSignedData(cmsOf(readFileSync(path)))
  const words = pdfsig(mkdtempSync(join(folder, 'judge-')), path, rootPem, certificates)
  const count = (said: string): number => words.split(said).length - 1
  return {
    valid: count('Signature is Valid.'),
    trusted: count('Certificate is Trusted.'),
    whole: count('Total document signed'),
  }
}

it('keeps the first signature valid beside the second one', async () => {
  const [, once, twice] = stages
  expect(documentsOf(twice!).map(({ rounds }) => rounds)).toEqual(paths.map(() => 2))
  for (const index of paths.keys()) {
    const path = join(folder, `twice-${index}.pdf`)
    const first = readFileSync(join(folder, `once-${index}.pdf`))
    expect(readFileSync(path).subarray(0, first.length).equals(first)).toBe(true)
    expect(verdicts(join(folder, `once-${index}.pdf`))).toEqual({ valid: 1, trusted: 1, whole: 1 })
    expect(verdicts(path)).toEqual({ valid: 2, trusted: 2, whole: 1 })
    const bytes = readFileSync(path)
    opensslCades(mkdtempSync(join(folder, 'judge-')), cmsOf(bytes), signedRanges(bytes), rootPem)
    expect(qpdfCheck(path).words).toContain('No syntax or stream encoding errors found')
    const report = await office.desk.call('verify.file', { path })
    expect(report.verdict).toBe('valid')
    expect(report.signatures).toHaveLength(2)
  }
  expect(twice!.placements.map(({ round }) => round).sort()).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2])
  expect(once!.placements.every(({ round }) => round === 1)).toBe(true)
})

it('cuts a document back to the very bytes it had, round by round', async () => {
  const { desk } = office
  let project = stages.at(-1)!
  for (const stage of ['once', 'bare']) {
    for (const { id } of documentsOf(project)) await desk.call('seals.undoRound', { project: project.id, document: id })
    project = await reopened(office, project)
    const now = bytesIn(project)
    for (const index of paths.keys())
      expect(now[index]?.equals(readFileSync(join(folder, `${stage}-${index}.pdf`)))).toBe(true)
  }
  expect(bytesIn(project).map((bytes, index) => bytes.equals(readFileSync(paths[index] ?? '')))).toEqual(
    paths.map(() => true),
  )
  expect(documentsOf(project).map(({ rounds }) => rounds)).toEqual(paths.map(() => 0))
})

it('seals again what was taken back', async () => {
  const before = await reopened(office, stages[0]!)
  for (const placement of before.placements)
    await office.desk.call('seals.remove', { project: before.id, placement: placement.id })
  const [document] = documentsOf(before)
  await placeSeal(office, before, document!.id, 1)
  const after = await sealed(office, before)
  expect(verdicts(fileOf(after, documentsOf(after)[0]!))).toEqual({ valid: 1, trusted: 1, whole: 1 })
})
