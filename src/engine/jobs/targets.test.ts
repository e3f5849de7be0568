import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inFolder } from '#tests/support/pdf'
import { openTargets } from './targets.ts'

/** The id of a process that has certainly ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid

const left = (pid: number, id = '0011223344556677'): string => `.bidseal-${pid}-${id}.tmp`

interface Place {
  readonly data: string
  readonly out: string
  notes(): string[]
  found(): string[]
}

/** A data folder, and a folder of the user's into which a process that has died was writing. */
const afterDeath = (work: (place: Place) => Promise<void>, note?: string): Promise<void> =>
  inFolder(async (folder) => {
    const [data, out] = [join(folder, 'data'), join(folder, 'out')]
    for (const path of [data, out, join(data, 'targets')]) mkdirSync(path)
    const pid = deadPid()
    writeFileSync(join(out, left(pid)), 'x')
    mkdirSync(join(out, left(pid, 'ff11223344556677')))
    writeFileSync(join(out, left(process.pid)), 'x')
    writeFileSync(join(out, '标书.ebid'), 'x')
    const text = note ?? JSON.stringify({ folder: out })
    writeFileSync(join(data, 'targets', `${pid}-0011223344556677.json`), text)
    const notes = (): string[] => readdirSync(join(data, 'targets'))
    await work({ data, out, notes, found: () => readdirSync(out).sort() })
  })

const settled = async (data: string): Promise<void> => (await openTargets(data)).close()

describe('folders that bids are written to', () => {
  it('are noted while they are written to', () =>
    inFolder(async (folder) => {
      const targets = await openTargets(folder)
      const noted = (): string[] => readdirSync(join(folder, 'targets'))
      await targets.writing(folder, async () => {
        expect(noted()).toEqual([expect.stringMatching(new RegExp(`^${process.pid}-[0-9a-f]{16}\\.json$`))])
        await settled(folder)
        expect(noted()).toHaveLength(1)
      })
      expect(noted()).toEqual([])
      const failed = targets.writing(folder, () => Promise.reject(new Error('no')))
      await expect(failed).rejects.toThrow('no')
      expect(noted()).toEqual([])
      await targets.close()
    }))

  it('are cleared of what dead processes left, and of nothing else', () =>
    afterDeath(async ({ data, notes, found }) => {
      await settled(data)
      expect(found()).toEqual([left(process.pid), '标书.ebid'].sort())
      expect(notes()).toEqual([])
    }))

  it('are cleared once they are there again, or forgotten after a month', () =>
    afterDeath(async ({ data, out, notes, found }) => {
      renameSync(out, `${out}-away`)
      await settled(data)
      expect(notes()).toHaveLength(1)
      renameSync(`${out}-away`, out)
      await settled(data)
      expect(found()).toHaveLength(2)
      const old = `${deadPid()}-0011223344556677.json`
      writeFileSync(join(data, 'targets', old), JSON.stringify({ folder: join(out, 'none') }))
      const longAgo = new Date(Date.now() - 40 * 24 * 3600 * 1000)
      utimesSync(join(data, 'targets', old), longAgo, longAgo)
      await settled(data)
      expect(notes()).toEqual([])
    }))

  it.each(['', '{', 'null', '{"folder":7}', '{"folder":"out"}', 'x'.repeat(100_000)])(
    'are left alone where a note says %#',
    (note) =>
      afterDeath(async ({ data, notes, found }) => {
        await settled(data)
        expect(found()).toHaveLength(4)
        expect(notes()).toEqual([])
      }, note),
  )

  it('stay where notes are that nobody of us wrote', () =>
    afterDeath(async ({ data, notes }) => {
      writeFileSync(join(data, 'targets', 'readme.txt'), 'x')
      mkdirSync(join(data, 'targets', `${deadPid()}-1111111111111111.json`))
      await settled(data)
      expect(notes()).toContain('readme.txt')
      rmSync(join(data, 'targets'), { recursive: true })
    }))
})
