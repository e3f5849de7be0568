import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inFolder } from '#tests/support/pdf'
import { acquireLock, DEAD_AFTER } from './lock.ts'

const withLock = (work: (path: string) => Promise<void>): Promise<void> =>
  inFolder((folder) => work(join(folder, 'lock')))
const ghost = (facts: object): string =>
  JSON.stringify({ pid: process.pid, host: hostname(), token: '0'.repeat(32), ...facts })
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid
/** Makes a lock look as if nobody had touched it for long. */
const age = (path: string): void => {
  const long = new Date(Date.now() - 2 * DEAD_AFTER)
  utimesSync(path, long, long)
}

describe('a lock', () => {
  it('keeps others out and says who holds it', () =>
    withLock(async (path) => {
      const lock = await acquireLock(path)
      await expect(acquireLock(path)).rejects.toMatchObject({
        code: 'project-locked',
        details: { holder: `${hostname()}, PID ${process.pid}` },
      })
      expect(await lock.isHeld()).toBe(true)
      await lock.release()
      expect(existsSync(path)).toBe(false)
      await (await acquireLock(path)).release()
    }))

  it('is given to one of many who ask at once', () =>
    withLock(async (path) => {
      writeFileSync(path, ghost({ pid: deadPid() }))
      const asked = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLock(path)))
      const got = asked.filter((one) => one.status === 'fulfilled')
      const held = await Promise.all(got.map(({ value }) => value.isHeld()))
      expect(held.filter(Boolean)).toHaveLength(1)
      for (const { value } of got) await value.release()
    }))

  it('of a process that has ended holds nobody up', () =>
    withLock(async (path) => {
      writeFileSync(path, ghost({ pid: deadPid() }))
      await (await acquireLock(path)).release()
    }))

  it.each([
    ['a process that is another one now', ghost({})],
    ['another computer', ghost({ host: 'elsewhere', pid: 1 })],
    ['nobody, as its writer was killed', ''],
    ['somebody who writes otherwise', '{"pid":"x"}'],
  ])('of %s holds others up until it was not touched for long', (_, text) =>
    withLock(async (path) => {
      writeFileSync(path, text)
      await expect(acquireLock(path)).rejects.toMatchObject({ code: 'project-locked' })
      expect(readFileSync(path, 'utf8')).toBe(text)
      age(path)
      await (await acquireLock(path)).release()
    }),
  )

  it('that was taken away is noticed, and not released for its new holder', () =>
    withLock(async (path) => {
      const mine = await acquireLock(path)
      age(path)
      const theirs = await acquireLock(path)
      expect([await mine.isHeld(), await theirs.isHeld()]).toEqual([false, true])
      await mine.release()
      expect(await theirs.isHeld()).toBe(true)
      await theirs.release()
    }))

  it('needs a folder', () =>
    withLock(async (path) => {
      await expect(acquireLock(join(path, 'x'))).rejects.toMatchObject({ code: 'folder-not-writable' })
    }))
})
