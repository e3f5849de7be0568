import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeAtomic } from './atomic.ts'
import { fileError } from './errors.ts'
import { clearStale, temporaryFile, temporaryFolder } from './temporary.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bidseal-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const errno = (code: string): Error => Object.assign(new Error(code), { code })

/** The id of a process that has certainly ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid

describe('writeAtomic', () => {
  it('replaces a file and leaves nothing else behind', async () => {
    const path = join(folder, 'a.json')
    await writeAtomic(path, 'old')
    await writeAtomic(path, 'new')
    expect(await readFile(path, 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['a.json'])
  })

  it('says that a missing folder cannot be written to', async () => {
    await expect(writeAtomic(join(folder, 'none', 'a'), 'x')).rejects.toMatchObject({ code: 'folder-not-writable' })
  })

  it('leaves the old thing and no temporary file when the rename fails', async () => {
    await mkdir(join(folder, 'taken'))
    await expect(writeAtomic(join(folder, 'taken'), 'x')).rejects.toMatchObject({ code: 'file-unreadable' })
    expect(await readdir(folder)).toEqual(['taken'])
  })
})

describe('temporary files and folders', () => {
  it('appear only on commit', async () => {
    const file = await temporaryFile(join(folder, 'kept'))
    await file.handle.writeFile('x')
    expect(await readdir(folder)).not.toContain('kept')
    await file.commit()
    await file.discard()
    const other = await temporaryFile(join(folder, 'dropped'))
    await other.discard()
    expect(await readdir(folder)).toEqual(['kept'])
  })

  it('do not replace a folder that holds something', async () => {
    await mkdir(join(folder, 'out'))
    await writeFile(join(folder, 'out', 'precious'), '1')
    const made = await temporaryFolder(join(folder, 'out'))
    await writeFile(join(made.path, 'new'), '2')
    await expect(made.commit()).rejects.toMatchObject({ code: 'target-exists' })
    await made.discard()
    expect(await readdir(folder)).toEqual(['out'])
    expect(await readdir(join(folder, 'out'))).toEqual(['precious'])
  })

  it('of dead processes are cleared, of living ones and strangers stay', async () => {
    const stale = `.bidseal-${deadPid()}-0011223344556677.tmp`
    const living = `.bidseal-${process.pid}-0011223344556677.tmp`
    for (const name of [stale, living, '.bidseal-notes.tmp']) await writeFile(join(folder, name), '')
    await clearStale(folder)
    expect((await readdir(folder)).sort()).toEqual([living, '.bidseal-notes.tmp'].sort())
  })
})

describe('fileError', () => {
  it.each([
    ['ENOSPC', 'write', 'no-space-left'],
    ['EDQUOT', 'write', 'no-space-left'],
    ['EROFS', 'write', 'folder-not-writable'],
    ['EACCES', 'write', 'folder-not-writable'],
    ['EACCES', 'read', 'file-unreadable'],
    ['ENOENT', 'read', 'file-not-found'],
    ['EWHATEVER', 'read', 'internal'],
  ] as const)('%s while trying to %s is %s', (code, doing, expected) => {
    expect(fileError(errno(code), '/some/where/x.pdf', doing).code).toBe(expected)
  })

  it('names the file without its folder', () => {
    expect(fileError(errno('ENOSPC'), '/some/where/x.pdf', 'write').details).toEqual({ name: 'x.pdf', errno: 'ENOSPC' })
  })

  it('names the folder of a temporary file, whose name nobody knows', () => {
    const path = '/some/where/.bidseal-123-0011223344556677.tmp'
    expect(fileError(errno('ENOSPC'), path, 'write').details).toEqual({ name: 'where', errno: 'ENOSPC' })
  })
})
