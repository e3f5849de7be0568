import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { COMPANY } from '#tests/support/authority'
import { openTestProjects, TENDER, testBidder } from '#tests/support/project'
import { addOne, fileOf, names, onBench, signRound, stored } from '#tests/support/project-bench'
import { sealPicture } from '#tests/support/seal-picture'
import type { Bidder } from './project.ts'

let bidder: Bidder
beforeAll(async () => {
  bidder = await testBidder()
})

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

  it('who comes back with a renewed certificate keeps what was placed, and what was signed can still be shown', () =>
    onBench(async (bench) => {
      const { call, project, projects } = bench
      const document = await addOne(bench)
      await projects.setBidder(project, bidder)
      const place = (left: number) =>
        call['seals.place']({ project, seal: 'test-seal-1', position: { document, page: 1, left, top: 10 } })
      await place(10)
      await signRound(bench, document)
      await place(60)
      await projects.setBidder(project, await testBidder(COMPANY, ['renewed-seal']))
      const { placements, formerSeals } = await projects.view(project)
      expect(placements.map(({ seal, round, left }) => [seal, round, left])).toEqual([
        ['test-seal-1', 1, 10],
        ['renewed-seal', 0, 60],
      ])
      expect(formerSeals).toMatchObject([{ id: 'test-seal-1', kind: 'company', width: 42 }])
      const undone = await call['seals.undoRound']({ project, document })
      expect(undone.placements.map(({ seal, round }) => [seal, round])).toEqual([
        ['renewed-seal', 0],
        ['renewed-seal', 0],
      ])
      expect(undone.formerSeals).toEqual([])
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
      const rename = (): Promise<void> => Promise.resolve()
      const outputs = {
        ebid: { path: join(folder, 'a.ebid'), size: 1, sha256: '0'.repeat(64) },
        nbid: { path: join(folder, 'a.nbid'), size: 1, sha256: '0'.repeat(64) },
        buildId: '0'.repeat(32),
        createdAt: '2026-11-24T08:00:00.000Z',
        seconds: 2,
        files: 1,
        certificate: bidder.encryption[0] ?? '',
      }
      await projects.publishOutputs(project, outputs, made, rename)
      expect(await projects.view(project)).toMatchObject({
        state: 'generated',
        outputs: { ebid: { state: 'changed' }, nbid: { state: 'missing' }, files: 1, rehearsedAt: null },
      })
      await projects.markRehearsed(project, '2026-11-24T09:00:00.000Z')
      await projects.markOpened(project)
      expect((await projects.view(project)).state).toBe('opened')
      const changed = await call['projects.change']({ project, change: { lot: '7' } })
      expect([changed.state, changed.outputs]).toEqual(['draft', null])
      expect((await call['projects.undo']({ project })).state).toBe('opened')
      const broken = { ...outputs, certificate: 'AAEC' }
      await expect(projects.publishOutputs(project, broken, made, rename)).rejects.toMatchObject({
        code: 'certificate-malformed',
      })
      const late = await projects.update(project, (state) => ({ ...state, tender: { ...state.tender, lot: '8' } }))
      expect(late.tender.lot).toBe('8')
      await projects.publishOutputs(project, outputs, made, rename)
      expect((await projects.view(project)).state).toBe('draft')
    }))
})
