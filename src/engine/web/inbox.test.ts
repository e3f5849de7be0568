import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { openInbox, safeName } from './inbox.ts'

const folder = mkdtempSync(join(tmpdir(), 'bidseal-inbox-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the name of a file that was sent', () => {
  it.each([
    ['投标函.pdf', '投标函.pdf'],
    ['../../etc/passwd', '__.._etc_passwd'],
    ['C:\\标书\\a.pdf', 'C__标书_a.pdf'],
    ['.ssh', '_ssh'],
    ['a. ', 'a_'],
    ['', '_'],
  ])('%j becomes %j', (name, safe) => expect(safeName(name)).toBe(safe))

  it('stays in its folder, short enough for every file system', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const safe = safeName(name)
        expect(basename(safe)).toBe(safe)
        expect(['', '.', '..']).not.toContain(safe)
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200)
      }),
    )
  })

  it('keeps its end when it is long', () => {
    expect(safeName(`${'技术标'.repeat(100)}.pdf`)).toMatch(/技术标\.pdf$/)
  })
})

describe('the inbox', () => {
  it('keeps files of the same name apart', async () => {
    const inbox = await openInbox(join(folder, 'apart'))
    const picks = [
      await inbox.take('a.pdf', Readable.from([Buffer.from('one')])),
      await inbox.take('a.pdf', Readable.from([Buffer.from('three')])),
    ]
    expect(picks.map(({ name, size }) => [name, size])).toEqual([
      ['a.pdf', 3],
      ['a.pdf', 5],
    ])
    expect(picks.map(({ path }) => readFileSync(path, 'utf8'))).toEqual(['one', 'three'])
    expect(new Set(picks.map(({ path }) => dirname(path))).size).toBe(2)
  })

  it('leaves nothing of a file that breaks off', async () => {
    const path = join(folder, 'broken')
    const inbox = await openInbox(path)
    const content = new Readable({
      read() {
        this.push('half')
        this.destroy(new Error('gone'))
      },
    })
    await expect(inbox.take('a.pdf', content)).rejects.toMatchObject({ name: 'AppError' })
    expect(readdirSync(path)).toEqual([])
  })

  it('is empty again after a start', async () => {
    const path = join(folder, 'again')
    const { path: kept } = await (await openInbox(path)).take('a.pdf', Readable.from(['x']))
    await openInbox(path)
    expect(existsSync(kept)).toBe(false)
  })
})
