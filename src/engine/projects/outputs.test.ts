import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { openTestProjects, testBidder, type TestProjects } from '#tests/support/project'
import { addOne, onBench, type Bench } from '#tests/support/project-bench'
import { makeBid, outputsOf } from '#tests/support/publish'
import type { Bidder, Project } from './project.ts'
import type { NewOutputs } from './outputs.ts'

let bidder: Bidder
beforeAll(async () => {
  bidder = await testBidder()
})

interface Made {
  readonly outputs: NewOutputs
  readonly ebid: string
  readonly nbid: string
}

interface Making extends Bench {
  readonly madeFrom: Project
  /** Makes bid files that take the place of those before, which are kept aside. */
  make(): Promise<Made>
  /** Begins anew on the same folder, as after a crash. */
  restart(work: (projects: TestProjects) => Promise<void>): Promise<void>
}

const onMaking = (work: (making: Making) => Promise<void>): Promise<void> =>
  onBench(async (bench) => {
    const { folder, projects, project } = bench
    await addOne(bench)
    const madeFrom = await projects.setBidder(project, bidder)
    const out = join(folder, 'out')
    mkdirSync(out)
    const make = async (): Promise<Made> => {
      const packed = await makeBid(out)
      return {
        outputs: outputsOf(packed, bidder.encryption[0] ?? ''),
        ebid: packed.ebid.path,
        nbid: packed.nbid?.path ?? '',
      }
    }
    const restart: Making['restart'] = async (then) => {
      await projects.close()
      const again = await openTestProjects(folder)
      try {
        await then(again)
      } finally {
        await again.close()
      }
    }
    await work({ ...bench, madeFrom, make, restart })
  })

/** What the window is told of the bid files. */
const told = async (projects: TestProjects, project: string) => {
  const { state, outputs } = await projects.handlers['projects.open']({ project })
  return { state, build: outputs?.buildId, ebid: outputs?.ebid.state, nbid: outputs?.nbid?.state }
}

const stop = (): Promise<never> => Promise.reject(new AppError('no-space-left'))

describe('bid files that get their names', () => {
  it('are named by the project, and the ones before no more', () =>
    onMaking(async ({ projects, project, madeFrom, make }) => {
      for (let turn = 0; turn < 2; turn++) {
        const { outputs } = await make()
        await projects.publishOutputs(project, outputs, madeFrom, () => Promise.resolve())
        expect(await told(projects, project)).toEqual({
          state: 'generated',
          build: outputs.buildId,
          ebid: 'present',
          nbid: 'present',
        })
        expect((await projects.read(project)).coming).toBeNull()
      }
    }))

  it('stay unnamed when they did not get them', () =>
    onMaking(async ({ projects, project, madeFrom, make }) => {
      const before = await make()
      await projects.publishOutputs(project, before.outputs, madeFrom, () => Promise.resolve())
      const outputs = { ...before.outputs, buildId: 'f'.repeat(32) }
      await expect(projects.publishOutputs(project, outputs, madeFrom, stop)).rejects.toMatchObject({
        code: 'no-space-left',
      })
      expect(await told(projects, project)).toMatchObject({ build: before.outputs.buildId, ebid: 'present' })
      expect((await projects.read(project)).coming).toBeNull()
    }))

  it('are announced before, and only while nothing else is done to the project', () =>
    onMaking(async ({ projects, project, madeFrom, make, call, folder }) => {
      const { outputs } = await make()
      let changed: Promise<unknown> = Promise.resolve()
      const stored = (): unknown =>
        JSON.parse(readFileSync(join(folder, 'projects', project, 'project.json'), 'utf8')) as unknown
      await projects.publishOutputs(project, outputs, madeFrom, async () => {
        changed = call['projects.change']({ project, change: { lot: '9' } })
        expect(stored()).toMatchObject({ outputs: null, coming: { buildId: outputs.buildId } })
      })
      await changed
      expect(stored()).toMatchObject({ outputs: { buildId: outputs.buildId } })
      expect(stored()).not.toHaveProperty('coming')
    }))

  /** A process that died while the files got their names, and what its successor is told. */
  const afterwards = (
    happens: (made: { old: Made; fresh: Made }) => Promise<void> | void,
    expected: (made: { old: Made; fresh: Made }) => object,
  ): Promise<void> =>
    onMaking(async ({ projects, project, madeFrom, make, restart }) => {
      const old = await make()
      await projects.publishOutputs(project, old.outputs, madeFrom, () => Promise.resolve())
      for (const path of [old.ebid, old.nbid]) copyFileSync(path, `${path}.old`)
      const fresh = await make()
      const coming = { ...fresh.outputs, content: '0'.repeat(64) as never, rehearsedAt: null, openedAt: null }
      await projects.update(project, (state) => ({
        ...state,
        coming: { ...coming, content: state.outputs?.content ?? coming.content },
      }))
      await happens({ old, fresh })
      await restart(async (again) => {
        expect(await told(again, project)).toEqual(expected({ old, fresh }))
        expect((await again.read(project)).coming).toBeNull()
      })
    })

  it('are the new ones after a crash when both have their names', () =>
    afterwards(
      () => undefined,
      ({ fresh }) => ({ state: 'generated', build: fresh.outputs.buildId, ebid: 'present', nbid: 'present' }),
    ))

  it('are the old ones after a crash when the encrypted one has not', () =>
    afterwards(
      ({ old }) => renameSync(`${old.ebid}.old`, old.ebid),
      ({ old }) => ({ state: 'generated', build: old.outputs.buildId, ebid: 'present', nbid: 'changed' }),
    ))

  it('are the old ones after a crash when none has', () =>
    afterwards(
      ({ old }) => [old.ebid, old.nbid].forEach((path) => renameSync(`${path}.old`, path)),
      ({ old }) => ({ state: 'generated', build: old.outputs.buildId, ebid: 'present', nbid: 'present' }),
    ))

  it('are judged when their folder is there again', () =>
    onMaking(async ({ folder, projects, project, madeFrom, make, restart }) => {
      const { outputs } = await make()
      const { content } = await projects
        .publishOutputs(project, outputs, madeFrom, () => Promise.resolve())
        .then((state) => state.outputs!)
      const coming = { ...outputs, content, rehearsedAt: null, openedAt: null }
      await projects.update(project, (state) => ({ ...state, outputs: null, coming }))
      renameSync(join(folder, 'out'), join(folder, 'away'))
      await restart(async (again) => expect(await told(again, project)).toMatchObject({ state: 'draft' }))
      renameSync(join(folder, 'away'), join(folder, 'out'))
      await restart(async (again) => expect(await told(again, project)).toMatchObject({ build: outputs.buildId }))
    }))
})

describe('a bid file that was made', () => {
  it.each<[string, (made: Made) => void, object]>([
    ['is there', () => undefined, { ebid: 'present', nbid: 'present' }],
    ['was deleted', ({ ebid }) => rmSync(ebid), { ebid: 'missing', nbid: 'present' }],
    ['was moved', ({ nbid }) => renameSync(nbid, `${nbid}.moved`), { ebid: 'present', nbid: 'missing' }],
    ['was replaced by its twin', ({ ebid, nbid }) => copyFileSync(nbid, ebid), { ebid: 'changed', nbid: 'present' }],
    ['was cut', ({ ebid }) => writeFileSync(ebid, 'x'), { ebid: 'changed', nbid: 'present' }],
    [
      'was replaced by something as long',
      ({ ebid, outputs }) => writeFileSync(ebid, Buffer.alloc(outputs.ebid.size)),
      { ebid: 'changed', nbid: 'present' },
    ],
    [
      'gave way to a folder',
      ({ nbid }) => {
        rmSync(nbid)
        mkdirSync(nbid)
      },
      { ebid: 'present', nbid: 'changed' },
    ],
  ])('and %s', (_, happens, expected) =>
    onMaking(async ({ projects, project, madeFrom, make }) => {
      const made = await make()
      await projects.publishOutputs(project, made.outputs, madeFrom, () => Promise.resolve())
      happens(made)
      expect(await told(projects, project)).toMatchObject({ state: 'generated', ...expected })
    }),
  )

  it('and was replaced by another bid file is not the one that was made', () =>
    onMaking(async ({ projects, project, madeFrom, make }) => {
      const { outputs } = await make()
      await projects.publishOutputs(project, outputs, madeFrom, () => Promise.resolve())
      await make()
      expect(await told(projects, project)).toMatchObject({ ebid: 'changed', nbid: 'changed' })
    }))
})
