import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { COMPANY } from '#tests/support/authority'
import { inFolder, textPdf, throughQpdf } from '#tests/support/pdf'
import { idOf, openTestProjects, TENDER, testBidder, writePdfs, type TestProjects } from '#tests/support/project'
import { sealPicture } from '#tests/support/seal-picture'
import { testSigner } from '#tests/support/pki'
import { utf8 } from '#core/bytes/bytes'
import { methods, type MethodName } from '#ipc/contract'
import type { ProjectView } from '#ipc/views'
import { dispatch, type Handlers } from '../handlers.ts'
import { fileSha256 } from '../pdf/file.ts'
import { inspectPdf } from '../pdf/inspect.ts'
import { pagePictures } from '../pdf/pictures.ts'
import { sealFile } from '../pdf/seal-pdf.ts'
import type { Bidder } from './project.ts'

let bidder: Bidder
beforeAll(async () => {
  bidder = await testBidder()
})

interface Bench {
  readonly folder: string
  readonly projects: TestProjects
  readonly call: TestProjects['handlers']
  readonly project: string
  /** Ids of the three parts of a new project. */
  readonly parts: readonly [string, string, string]
}

/** An open project in a data folder of its own; everything is closed afterwards. */
const onBench = (work: (bench: Bench) => Promise<void>): Promise<void> =>
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

const names = ({ parts }: ProjectView): string =>
  parts.map(({ documents }) => documents.map(({ name }) => name.replace('.pdf', '')).join(' ')).join('|')
const stored = ({ folder, project }: Bench): readonly string[] =>
  readdirSync(join(folder, 'projects', project, 'documents')).sort()
const fileOf = ({ folder, project }: Bench, name: string): string => join(folder, 'projects', project, name)

/** Adds a document of two pages to the first part. */
const addOne = async ({ folder, call, project, parts }: Bench): Promise<string> => {
  const added = await call['parts.add']({ project, part: parts[0], paths: await writePdfs(folder, { one: 2 }) })
  return added.project.parts[0]?.documents[0]?.id ?? ''
}

/** What the seal job does, with a key at hand. */
const signRound = async ({ projects, project }: Bench, document: string): Promise<void> => {
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

describe('projects', () => {
  it('begin with three parts and are there again after a restart', () =>
    onBench(async (bench) => {
      const { call, project, projects, folder } = bench
      const made = await projects.view(project)
      expect(made).toMatchObject({ ...TENDER, state: 'draft', step: 1, writable: true, canUndo: false })
      expect(made.parts.map(({ role, title }) => [role, title])).toEqual([
        ['bid-letter', '投标函'],
        ['commercial', '商务标'],
        ['technical', '技术标'],
      ])
      const changed = await call['projects.change']({ project, change: { lot: '02' } })
      await projects.close()
      const again = await openTestProjects(folder)
      expect(await again.handlers['projects.open']({ project })).toEqual({ ...changed, canUndo: false })
      await again.close()
    }))

  it('tell windows of every change before it is answered, and of the list when a summary changed', () =>
    onBench(async ({ call, project, projects, parts }) => {
      const changed = await call['projects.change']({ project, change: { lot: '02' } })
      expect(projects.changes.at(-1)).toEqual(changed)
      expect(projects.lists.at(-1)).toMatchObject([{ id: project, lot: '02' }])
      const before = projects.lists.length
      await call['parts.rename']({ project, part: parts[0], title: '函' })
      expect(projects.changes.at(-1)?.parts[0]?.title).toBe('函')
      const events = projects.changes.length
      await call['parts.rename']({ project, part: parts[0], title: '函' })
      expect([projects.changes.length, projects.lists.length]).toEqual([events, before])
    }))

  it('are removed with all their files', () =>
    onBench(async (bench) => {
      const { call, project, projects, folder } = bench
      await addOne(bench)
      await call['projects.remove']({ project })
      expect(readdirSync(join(folder, 'projects'))).toEqual([])
      expect(projects.lists.at(-1)).toEqual([])
      await expect(call['projects.open']({ project })).rejects.toMatchObject({ code: 'project-not-found' })
    }))

  it('are written by one process only', () =>
    onBench(async ({ call, project, projects, folder }) => {
      const other = await openTestProjects(folder)
      const holder = expect.stringContaining(`PID ${process.pid}`) as string
      const locked = { code: 'project-locked', details: { holder } }
      await expect(other.handlers['projects.open']({ project })).rejects.toMatchObject(locked)
      await expect(other.read(project)).rejects.toMatchObject(locked)
      await expect(other.handlers['projects.remove']({ project })).rejects.toMatchObject(locked)
      expect(await other.handlers['projects.list']({})).toHaveLength(1)
      await call['projects.close']({ project })
      await other.handlers['projects.open']({ project })
      await expect(projects.update(project, (state) => ({ ...state }))).rejects.toMatchObject(locked)
      await other.close()
      await call['projects.change']({ project, change: { lot: '3' } })
      expect(existsSync(join(folder, 'projects', project, 'lock'))).toBe(false)
    }))

  it('are not written once the lock was lost', () =>
    onBench(async (bench) => {
      const { call, project, projects } = bench
      const before = readFileSync(fileOf(bench, 'project.json'), 'utf8')
      writeFileSync(fileOf(bench, 'lock'), '{}')
      await expect(call['projects.change']({ project, change: { lot: '9' } })).rejects.toMatchObject({
        code: 'project-locked',
      })
      expect(readFileSync(fileOf(bench, 'project.json'), 'utf8')).toBe(before)
      expect(await projects.view(project)).toMatchObject({ lot: '01', writable: false })
    }))

  it('change one after another, however they are asked', () =>
    onBench(async ({ call, project, parts, projects }) => {
      await Promise.all(
        Array.from({ length: 20 }, (_, at) => call['parts.create']({ project, title: `${at}`, role: 'other' })),
      )
      await Promise.all([call['projects.undo']({ project }), call['parts.remove']({ project, part: parts[0] })])
      const { parts: left } = await projects.view(project)
      expect(left.map(({ title }) => title)).toEqual([
        '商务标',
        '技术标',
        ...Array.from({ length: 19 }, (_, at) => `${at}`),
      ])
    }))

  it('undo and redo, and say whether they can', () =>
    onBench(async (bench) => {
      const { call, project } = bench
      await addOne(bench)
      const undone = await call['projects.undo']({ project })
      expect([names(undone), undone.canUndo, undone.canRedo]).toEqual(['||', false, true])
      expect(stored(bench)).toHaveLength(1)
      const redone = await call['projects.redo']({ project })
      expect([names(redone), redone.canUndo, redone.canRedo]).toEqual(['one||', true, false])
      expect((await call['projects.redo']({ project })).changedAt).toBe(redone.changedAt)
      await call['projects.undo']({ project })
      await call['projects.close']({ project })
      expect(stored(bench)).toEqual([])
    }))
})

describe('a damaged project', () => {
  it('comes back as it was one save before', () =>
    onBench(async (bench) => {
      const { call, project } = bench
      await call['projects.change']({ project, change: { lot: '02' } })
      await call['projects.change']({ project, change: { lot: '03' } })
      await call['projects.close']({ project })
      const text = readFileSync(fileOf(bench, 'project.json'), 'utf8')
      for (const damage of [text.slice(0, 40), '', null]) {
        if (damage === null) rmSync(fileOf(bench, 'project.json'))
        else writeFileSync(fileOf(bench, 'project.json'), damage)
        expect(await call['projects.list']({})).toMatchObject([{ lot: '02' }])
        expect(await call['projects.open']({ project })).toMatchObject({ lot: '02' })
        await call['projects.close']({ project })
        expect(JSON.parse(readFileSync(fileOf(bench, 'project.json'), 'utf8'))).toMatchObject({ tender: { lot: '02' } })
      }
    }))

  it('whose two files are damaged says so, is left out of the list and keeps its files', () =>
    onBench(async (bench) => {
      const { call, project } = bench
      await addOne(bench)
      await call['projects.close']({ project })
      for (const name of ['project.json', 'project.json.bak']) writeFileSync(fileOf(bench, name), '{')
      await expect(call['projects.open']({ project })).rejects.toMatchObject({ code: 'project-damaged' })
      expect(await call['projects.list']({})).toEqual([])
      expect(stored(bench)).toHaveLength(1)
      expect(readFileSync(fileOf(bench, 'project.json'), 'utf8')).toBe('{')
      expect(existsSync(fileOf(bench, 'lock'))).toBe(false)
    }))

  it('of a later version is not replaced by an older save', () =>
    onBench(async (bench) => {
      const { call, project } = bench
      await call['projects.change']({ project, change: { lot: '02' } })
      await call['projects.close']({ project })
      const later = readFileSync(fileOf(bench, 'project.json'), 'utf8').replace('"version": 1', '"version": 2')
      writeFileSync(fileOf(bench, 'project.json'), later)
      await expect(call['projects.open']({ project })).rejects.toMatchObject({
        code: 'project-damaged',
        details: { reason: 'later version' },
      })
      expect(readFileSync(fileOf(bench, 'project.json'), 'utf8')).toBe(later)
    }))

  it('loses what a killed run left, and nothing else', () =>
    onBench(async (bench) => {
      const { call, project, folder, projects } = bench
      const document = await addOne(bench)
      await projects.close()
      writeFileSync(join(fileOf(bench, 'documents'), `${'0'.repeat(64)}.pdf`), 'x')
      writeFileSync(join(fileOf(bench, 'documents'), 'notes.txt'), 'mine')
      writeFileSync(join(fileOf(bench, 'pending'), `${document}.pending`), 'x')
      const again = await openTestProjects(folder)
      await again.handlers['projects.open']({ project })
      await again.read(project)
      expect(existsSync(again.documentPath(project, document))).toBe(true)
      expect(stored(bench)).toHaveLength(2)
      expect(readdirSync(fileOf(bench, 'pending'))).toEqual([])
      await again.close()
      await expect(call['projects.open']({ project })).rejects.toMatchObject({ code: 'engine-stopped' })
    }))
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
      expect(await page(1, 800)).toMatchObject({ width: 800, type: 'image/png' })
      await expect(page(3, 100)).rejects.toMatchObject({ code: 'page-not-found' })
      await projects.close()
      await pictures.close()
    }))
})

describe('the bidder', () => {
  it('is pinned, renewed, and nobody else', () =>
    onBench(async ({ call, project, projects }) => {
      await projects.setBidder(project, bidder)
      const view = await projects.view(project)
      expect(view).toMatchObject({ bidder: COMPANY.company, step: 2, canUndo: false })
      expect(view.bidderDetails).toMatchObject({
        creditCode: COMPANY.creditCode,
        signing: { usage: 'sign', serial: expect.stringMatching(/^[0-9A-F]{1,4}( [0-9A-F]{1,4})+$/) as string },
        encryption: { usage: 'encrypt' },
        seals: [{ id: 'test-seal-1', kind: 'company', width: 42, image: sealPicture() }],
      })
      const other = { ...bidder, creditCode: '91110000100000000X' }
      await expect(projects.setBidder(project, other)).rejects.toMatchObject({ code: 'wrong-company' })
      const broken = { ...bidder, signing: ['AAEC'] }
      await expect(projects.setBidder(project, broken)).rejects.toMatchObject({ code: 'certificate-malformed' })
      expect((await call['projects.open']({ project })).bidderDetails).toEqual(view.bidderDetails)
    }))

  it('who no longer has a seal loses what was placed of it, but not what was signed', () =>
    onBench(async (bench) => {
      const { call, project, projects } = bench
      const document = await addOne(bench)
      await projects.setBidder(project, await testBidder(COMPANY, ['test-seal-1', 'test-seal-2']))
      const place = (seal: string, left: number) =>
        call['seals.place']({ project, seal, position: { document, page: 1, left, top: 10 } })
      await place('test-seal-2', 10)
      await signRound(bench, document)
      await place('test-seal-1', 60)
      await place('test-seal-2', 110)
      await projects.setBidder(project, bidder)
      const { placements, canUndo } = await projects.view(project)
      expect(placements.map(({ seal, round }) => [seal, round])).toEqual([
        ['test-seal-2', 1],
        ['test-seal-1', 0],
      ])
      expect(canUndo).toBe(false)
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

  it('are all signed or none', () =>
    onBench(async (bench) => {
      const { project, projects } = bench
      const document = await addOne(bench)
      const path = join(projects.pendingFolder(project), 'x')
      cpSync(projects.documentPath(project, document), path)
      appendFileSync(path, '%more\n')
      const sealed = { path, ...(await inspectPdf(path)) }
      const before = await projects.read(project)
      const good = { document, sealed, placements: [] }
      await expect(projects.commitRound(project, [good, { ...good, document: idOf('gone') }])).rejects.toMatchObject({
        code: 'document-changed',
      })
      const short = { ...good, sealed: { ...sealed, size: sealed.size + 1 } }
      await expect(projects.commitRound(project, [short])).rejects.toMatchObject({ code: 'document-changed' })
      expect(await projects.read(project)).toBe(before)
      await projects.commitRound(project, [good])
    }))
})

describe('bid files', () => {
  it('count as long as they hold what the project holds', () =>
    onBench(async (bench) => {
      const { folder, call, project, projects } = bench
      await addOne(bench)
      const made = await projects.setBidder(project, bidder)
      expect(projects.bidEntries(made)).toMatchObject([{ name: '投标函/01-one.pdf', role: 'bid-letter' }])
      writeFileSync(join(folder, 'a.ebid'), 'x')
      const outputs = {
        ebid: { path: join(folder, 'a.ebid'), size: 1, sha256: '0'.repeat(64) },
        nbid: { path: join(folder, 'a.nbid'), size: 1, sha256: '0'.repeat(64) },
        buildId: '0'.repeat(32),
        createdAt: '2026-11-24T08:00:00.000Z',
        seconds: 2,
        files: 1,
        certificate: bidder.encryption[0] ?? '',
      }
      await projects.setOutputs(project, outputs, made)
      expect(await projects.view(project)).toMatchObject({
        state: 'generated',
        outputs: { ebid: { exists: true }, nbid: { exists: false }, files: 1, rehearsedAt: null },
      })
      await projects.markRehearsed(project, '2026-11-24T09:00:00.000Z')
      await projects.markOpened(project)
      expect((await projects.view(project)).state).toBe('opened')
      const changed = await call['projects.change']({ project, change: { lot: '7' } })
      expect([changed.state, changed.outputs]).toEqual(['draft', null])
      expect((await call['projects.undo']({ project })).state).toBe('opened')
      const broken = { ...outputs, certificate: 'AAEC' }
      await expect(projects.setOutputs(project, broken)).rejects.toMatchObject({ code: 'certificate-malformed' })
      const late = await projects.update(project, (state) => ({ ...state, tender: { ...state.tender, lot: '8' } }))
      expect(late.tender.lot).toBe('8')
      await projects.setOutputs(project, outputs, made)
      expect((await projects.view(project)).state).toBe('draft')
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

describe('the list', () => {
  it('reads again only what has changed, and takes no notice of strangers', () =>
    onBench(async (bench) => {
      const { folder, call, project } = bench
      for (let copy = 0; copy < 200; copy++)
        cpSync(fileOf(bench, 'project.json'), join(folder, 'projects', idOf(`p${copy}x`), 'project.json'), {
          recursive: true,
        })
      mkdirSync(join(folder, 'projects', 'notes'))
      mkdirSync(join(folder, 'projects', idOf('empty')))
      const first = await call['projects.list']({})
      expect(first).toHaveLength(201)
      await call['projects.change']({ project, change: { lot: '2' } })
      const second = await call['projects.list']({})
      const same = second.filter((summary) => first.includes(summary))
      expect([second.length, same.length]).toEqual([201, 200])
    }))
})
