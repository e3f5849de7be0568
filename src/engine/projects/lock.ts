/**
 * One writer at a time. A lock is a file that names its process; it is touched now and then. It
 * holds nobody up when its process has gone, or when it has not been touched for long (another
 * computer that died, a process id that was used again). A process that slept so long that its
 * lock was taken notices before it writes.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { readFile, rm, stat, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { z } from 'zod'
import { AppError } from '#core/errors'
import { fileError, withFileErrors } from '../files/errors.ts'
import { isAlive, temporaryFile } from '../files/temporary.ts'

/** Milliseconds between two touches, and after which a lock that nobody touches is dead. */
const TOUCH = 20_000
export const DEAD_AFTER = 120_000
const ATTEMPTS = 3

const schema = z.strictObject({
  pid: z.int().positive(),
  host: z.string().max(255),
  token: z.string().regex(/^[0-9a-f]{32}$/),
})
type Holder = z.infer<typeof schema>

export interface Lock {
  /** Whether it is still ours. */
  isHeld(): Promise<boolean>
  /** Leaves it alone when it is no longer ours. */
  release(): Promise<void>
}

const parse = (text: string): Holder | null => {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** What stands in the lock: undefined when there is none, null when it says nothing. */
const read = async (path: string): Promise<Holder | null | undefined> => {
  try {
    return parse(await readFile(path, 'utf8'))
  } catch (error) {
    const failure = fileError(error, path, 'read')
    if (failure.code === 'file-not-found') return undefined
    throw failure
  }
}

/** Milliseconds since a file was touched, by the clock of its file system. */
const ageOf = async (path: string): Promise<number> => {
  const probe = await temporaryFile(path)
  try {
    await probe.handle.write('0')
    const [{ mtimeMs: now }, { mtimeMs: touched }] = await Promise.all([probe.handle.stat(), stat(path)])
    return now - touched
  } finally {
    await probe.discard()
  }
}

const isDead = async (path: string, holder: Holder | null): Promise<boolean> => {
  if (holder !== null && holder.host === hostname() && !isAlive(holder.pid)) return true
  return (await ageOf(path).catch(() => 0)) > DEAD_AFTER
}

/**
 * Takes a dead lock out of the way, unless another process has just put its own in its place. In one
 * go, so that the moment in which it may still be the wrong one is as short as it can be.
 */
const clear = (path: string, dead: Holder | null): void => {
  const aside = `${path}.${randomBytes(8).toString('hex')}`
  try {
    if (parse(readFileSync(path, 'utf8'))?.token !== dead?.token) return
    renameSync(path, aside)
    if (parse(readFileSync(aside, 'utf8'))?.token === dead?.token) rmSync(aside, { force: true })
    else renameSync(aside, path)
  } catch (error) {
    // Somebody else was faster: the next attempt sees whose lock it is now.
    if (fileError(error, path, 'read').code !== 'file-not-found') throw fileError(error, path, 'write')
  }
}

/** False where there is a lock already. In one go as well: a lock that says nothing would have to grow old first. */
const create = (path: string, holder: Holder): boolean => {
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    const failure = fileError(error, path, 'write')
    if (failure.code === 'target-exists') return false
    throw failure
  }
}

const describe = (holder: Holder | null): string => (holder === null ? '' : `${holder.host}, PID ${holder.pid}`)

const held = (path: string, token: string): Lock => {
  const isHeld = async (): Promise<boolean> => (await read(path).catch(() => null))?.token === token
  const touch = async (): Promise<void> => {
    const now = new Date()
    if (await isHeld()) await utimes(path, now, now)
  }
  const touching = setInterval(() => {
    // A touch that fails is tried again; a lock that was lost is noticed before the next save.
    touch().catch(() => undefined)
  }, TOUCH)
  touching.unref()
  return {
    isHeld,
    release: async () => {
      clearInterval(touching)
      if (await isHeld()) await withFileErrors(path, 'write', () => rm(path, { force: true }))
    },
  }
}

/** Takes a lock. Rejects with `project-locked` and who holds it, or a file error. */
export const acquireLock = async (path: string): Promise<Lock> => {
  const token = randomBytes(16).toString('hex')
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (create(path, { pid: process.pid, host: hostname().slice(0, 255), token })) return held(path, token)
    const holder = await read(path)
    if (holder === undefined) continue
    if (!(await isDead(path, holder))) throw new AppError('project-locked', { holder: describe(holder) })
    clear(path, holder)
  }
  throw new AppError('project-locked', { holder: '' })
}
