import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { inFolder, textPdf, throughQpdf } from '#tests/support/pdf'
import { idOf, openTestProjects, TENDER, testBidder, writePdfs } from '#tests/support/project'
import { addOne, names, onBench, signRound, stored } from '#tests/support/project-bench'
import { methods, type MethodName } from '#ipc/contract'
import { dispatch, type Handlers } from '../handlers.ts'
import { fileSha256 } from '../pdf/file.ts'
import { inspectPdf } from '../pdf/inspect.ts'
import { pagePictures } from '../pdf/pictures.ts'
import type { Bidder } from './project.ts'

let bidder: Bidder
beforeAll(async () => {
  bidder = await testBidder()
})

describe('adding documents', () => {
  it('copies them, equal ones once', () =>
    onBench(async (bench) => {
      const { folder, call, project, parts, projects } = bench
      const [a = '', b = ''] = await writePdfs(folder, { a: 3, b: 1 })
      const { project: added, refused } = await call['parts.add']({ project, part: parts[1], paths: [a, b, a] })
      expect([names(added), refused, added.pages, added.unsealedPages]).toEqual(['|a b a|', [], 7, 7])
      expect(stored(bench)).toHaveLength(2)
      const [first] = added.parts[1]?.documents ?? []
      expect(first).toMatchObject({ name: 'a.pdf', sha256: await fileSha256(a), rounds: 0, pages: { length: 3 } })
      rmSync(a)
      expect(await inspectPdf(projects.documentPath(project, first?.id ?? ''))).toMatchObject({ sha256: first?.sha256 })
      expect((await call['projects.undo']({ project })).pages).toBe(0)
    }))

  it('names what it refuses and adds the others', () =>
    onBench(async (bench) => {
      const { folder, call, project, parts } = bench
      const [good = ''] = await writePdfs(folder, { good: 1 })
      const at = (name: string): string => join(folder, name)
      writeFileSync(at('text.pdf'), 'no PDF')
      writeFileSync(at('empty.pdf'), '')
      writeFileSync(at('locked.pdf'), await throughQpdf(await textPdf(1), '--encrypt', 'a', 'b', '256', '--'))
      mkdirSync(at('folder.pdf'))
      execFileSync('mkfifo', [at('pipe.pdf')])
      const paths = ['text.pdf', 'empty.pdf', 'locked.pdf', 'folder.pdf', 'pipe.pdf', 'missing.pdf'].map(at)
      const added = await call['parts.add']({ project, part: parts[0], paths: [...paths, good] })
      expect(names(added.project)).toBe('good||')
      expect(added.refused.map(({ path, error }) => [path, error.code])).toEqual([
        [at('text.pdf'), 'not-a-pdf'],
        [at('empty.pdf'), 'not-a-pdf'],
        [at('locked.pdf'), 'pdf-encrypted'],
        [at('folder.pdf'), 'file-unreadable'],
        [at('pipe.pdf'), 'file-unreadable'],
        [at('missing.pdf'), 'file-not-found'],
      ])
      expect(stored(bench)).toHaveLength(1)
    }))

  it('changes nothing when all are refused', () =>
    onBench(async (bench) => {
      const { folder, call, project, parts, projects } = bench
      const before = projects.changes.length
      const added = await call['parts.add']({ project, part: parts[0], paths: [join(folder, 'missing.pdf')] })
      expect([added.project.canUndo, added.refused.length, projects.changes.length]).toEqual([false, 1, before])
      await expect(call['parts.add']({ project, part: 'x', paths: ['/y'] })).rejects.toMatchObject({
        code: 'invalid-input',
      })
    }))

  it('shows pages of the document as it is now', () =>
    inFolder(async (folder) => {
      const pictures = pagePictures()
      const projects = await openTestProjects(folder, pictures)
      const { id: project, parts } = await projects.handlers['projects.create'](TENDER)
      const paths = await writePdfs(folder, { a: 2 })
      const added = await projects.handlers['parts.add']({ project, part: parts[0]?.id ?? '', paths })
      const document = added.project.parts[0]?.documents[0]?.id ?? ''
      const page = (number: number, width: number) =>
        projects.handlers['documents.page']({ project, document, page: number, width })
      expect(await page(2, 100)).toMatchObject({ width: 100, height: 141, type: 'image/jpeg' })
      expect(await page(1, 800)).toMatchObject({ width: 800, type: 'image/jpeg' })
      await expect(page(3, 100)).rejects.toMatchObject({ code: 'page-not-found' })
      await projects.close()
      await pictures.close()
    }))
})

describe('seals', () => {
  it('need a bidder', () =>
    onBench(async (bench) => {
      const { call, project } = bench
      const position = { document: await addOne(bench), page: 1, left: 1, top: 1 }
      await expect(call['seals.place']({ project, seal: 'test-seal-1', position })).rejects.toMatchObject({
        code: 'project-no-bidder',
      })
    }))

  it('are placed, signed in rounds, and a round is undone to the same bytes', () =>
    onBench(async (bench) => {
      const { call, project, projects } = bench
      const document = await addOne(bench)
      const original = await fileSha256(projects.documentPath(project, document))
      await projects.setBidder(project, bidder)
      const position = { document, page: 2, left: 20, top: 30 }
      const [placed] = (await call['seals.place']({ project, seal: 'test-seal-1', position })).placements
      expect(await projects.view(project)).toMatchObject({ state: 'draft', step: 4, unsealedPages: 1 })
      await signRound(bench, document)
      const signed = await projects.view(project)
      expect(signed).toMatchObject({ state: 'sealed', step: 5, placements: [{ ...placed, round: 1 }], canUndo: false })
      const [now] = signed.parts[0]?.documents ?? []
      expect(now).toMatchObject({ rounds: 1, sha256: await fileSha256(projects.documentPath(project, document)) })
      expect(now?.sha256).not.toBe(original)
      await expect(call['seals.remove']({ project, placement: placed?.id ?? '' })).rejects.toMatchObject({
        code: 'invalid-input',
      })
      // Closing keeps only what the document is now: what it was is its beginning.
      await call['projects.close']({ project })
      expect(stored(bench)).toEqual([`${now?.sha256}.pdf`])
      const undone = await call['seals.undoRound']({ project, document })
      expect(undone).toMatchObject({ state: 'draft', placements: [placed] })
      expect(undone.parts[0]?.documents[0]).toMatchObject({ rounds: 0, sha256: original })
      expect(await fileSha256(projects.documentPath(project, document))).toBe(original)
      await expect(call['seals.undoRound']({ project, document })).rejects.toMatchObject({ code: 'invalid-input' })
    }))

  it('of a document that was changed behind our back are not undone', () =>
    onBench(async (bench) => {
      const { call, project, projects } = bench
      const document = await addOne(bench)
      await projects.setBidder(project, bidder)
      await call['seals.place']({ project, seal: 'test-seal-1', position: { document, page: 1, left: 1, top: 1 } })
      await signRound(bench, document)
      await call['projects.close']({ project })
      const path = projects.documentPath(project, document)
      const bytes = readFileSync(path)
      bytes[300]! ^= 1
      writeFileSync(path, bytes)
      const failure = call['seals.undoRound']({ project, document })
      await expect(failure).rejects.toMatchObject({
        code: expect.stringMatching(/^(document-changed|pdf-damaged)$/) as string,
      })
      expect((await projects.view(project)).parts[0]?.documents[0]?.rounds).toBe(1)
      expect(stored(bench)).toHaveLength(1)
    }))
})

describe('every method', () => {
  it('answers with project-not-found for a project that is not there', () =>
    onBench(async ({ call }) => {
      const position = { document: 'd', page: 1, left: 1, top: 1 }
      const inputs: { readonly [name: string]: object } = {
        'projects.close': {},
        'projects.change': { change: {} },
        'parts.add': { part: 'p', paths: ['/x'] },
        'parts.create': { title: 't', role: 'other' },
        'parts.rename': { part: 'p', title: 't' },
        'parts.remove': { part: 'p' },
        'documents.remove': { document: 'd' },
        'documents.move': { document: 'd', part: 'p', index: 0 },
        'documents.page': { document: 'd', page: 1, width: 100 },
        'seals.place': { seal: 's', position },
        'seals.move': { placement: 'p', position },
        'seals.remove': { placement: 'p' },
        'seals.undoRound': { document: 'd' },
      }
      const ours = (Object.keys(methods) as MethodName[]).filter((name) =>
        /^(projects|parts|documents|seals)\./.test(name),
      )
      expect(Object.keys(call).sort()).toEqual([...ours].sort())
      for (const name of ours) {
        if (['projects.list', 'projects.create', 'projects.close'].includes(name)) continue
        const answer = dispatch(call as Handlers, name, { project: idOf('nowhere'), ...inputs[name] })
        await expect(answer, name).rejects.toMatchObject({ code: 'project-not-found' })
      }
      expect(await call['projects.close']({ project: idOf('nowhere') })).toBeNull()
    }))
})
