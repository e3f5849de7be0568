import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inFolder } from '#tests/support/pdf'
import { entriesOf, isInside } from './entries.ts'
import { textsFor } from './language.ts'

const texts = [textsFor('zh-CN'), textsFor('en')]

const put = async (folder: string, ...names: string[]): Promise<void> => {
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), name)
  }
}

describe('entriesOf', () => {
  it('lists files in order, with the roles of their first folders', () =>
    inFolder(async (folder) => {
      await put(
        folder,
        '技术标/二/方案.pdf',
        'commercial/prices.pdf',
        'Bid letter/letter.pdf',
        'b.pdf',
        '.git/x',
        'other folder/a',
      )
      const entries = await entriesOf(folder, texts)
      expect(entries.map(({ name, title, role }) => [name, title, role])).toEqual([
        ['Bid letter/letter.pdf', 'letter', 'bid-letter'],
        ['b.pdf', 'b', 'other'],
        ['commercial/prices.pdf', 'prices', 'commercial'],
        ['other folder/a', 'a', 'other'],
        ['技术标/二/方案.pdf', '方案', 'technical'],
      ])
      expect(entries[1]?.path).toBe(join(folder, 'b.pdf'))
    }))

  it('refuses links, an empty folder and none', () =>
    inFolder(async (folder) => {
      await expect(entriesOf(folder, texts)).rejects.toMatchObject({ code: 'invalid-input' })
      await expect(entriesOf(join(folder, 'none'), texts)).rejects.toMatchObject({ code: 'file-not-found' })
      await put(folder, 'a.pdf')
      await symlink(join(folder, 'a.pdf'), join(folder, 'link.pdf'))
      await expect(entriesOf(folder, texts)).rejects.toMatchObject({
        code: 'file-unreadable',
        details: { name: 'link.pdf' },
      })
    }))

  it('refuses a file for a folder, and a name that is not UTF-8', () =>
    inFolder(async (folder) => {
      await put(folder, 'a.pdf')
      await expect(entriesOf(join(folder, 'a.pdf'), texts)).rejects.toMatchObject({
        code: 'invalid-input',
        details: { name: 'a.pdf', reason: 'not a folder' },
      })
      await writeFile(Buffer.concat([Buffer.from(`${folder}/b`), Buffer.from([0xff])]), '')
      await expect(entriesOf(folder, texts)).rejects.toMatchObject({ code: 'entry-name-unsafe' })
    }))
})

describe('isInside', () => {
  it('knows what lies in a folder', async () => {
    expect(await isInside('/a/b/c', '/a/b')).toBe(true)
    expect(await isInside('/a/b/d/c', '/a/b')).toBe(true)
    expect(await isInside('/a/b/../bc', '/a/b')).toBe(false)
    expect(await isInside('/a/bc', '/a/b')).toBe(false)
    expect(await isInside('/a/b', '/a/b')).toBe(false)
  })

  it('looks through links', () =>
    inFolder(async (folder) => {
      await put(folder, 'bid/deep/a.pdf')
      await symlink(join(folder, 'bid/deep'), join(folder, 'link'))
      expect(await isInside(join(folder, 'link/out.ebid'), join(folder, 'bid'))).toBe(true)
      expect(await isInside(join(folder, 'bid/out.ebid'), join(folder, 'link'))).toBe(false)
      expect(await isInside(join(folder, 'bid/deep/out.ebid'), join(folder, 'link'))).toBe(true)
    }))
})
