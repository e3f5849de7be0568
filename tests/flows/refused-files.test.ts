/** Files, places and folders that will not do: a precise reason, and everything as it was. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProjectView } from '#ipc/views'
import {
  addPdfs,
  generated,
  identifiedProject,
  openOffice,
  placeOnEach,
  sealed,
  type Office,
} from '../support/bidding.ts'
import { documentsOf, openDesk } from '../support/desk.ts'
import { textPdf, throughQpdf } from '../support/pdf.ts'
import { writeScan } from '../support/scan.ts'
import { unchanged } from '../support/unchanged.ts'

let office: Office
let project: ProjectView
let ebid: string
const disks: string[] = []

beforeAll(async () => {
  office = await openOffice()
  const { folder } = office.desk
  await writeScan(join(folder, '扫描件.pdf'), { pages: 10 })
  const added = await addPdfs(office, await identifiedProject(office), [join(folder, '扫描件.pdf')])
  project = await sealed(office, await placeOnEach(office, added))
  ebid = (await generated(office, project, join(folder, 'out'))).ebid
})
afterAll(async () => {
  for (const disk of disks) execFileSync('umount', ['-l', disk])
  await office.close()
})

/** A disk with room for so many KiB. */
const smallDisk = (size: number): string => {
  const disk = mkdtempSync(join(office.desk.folder, 'disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}k`, 'tmpfs', disk])
  disks.push(disk)
  return disk
}

const mayMount = (): boolean => process.getuid?.() === 0 && existsSync('/bin/mount')

/** Writes until nothing more fits. */
const fill = (path: string): void => {
  const kib = Buffer.alloc(1024)
  try {
    for (let written = 0; written < 1024 * 1024; written += 1024) writeFileSync(path, kib, { flag: 'a' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}

describe('a document', () => {
  const good = () => textPdf(2, { classic: true })
  const bad: readonly (readonly [string, string, () => Uint8Array | Promise<Uint8Array>])[] = [
    ['that is no PDF', 'not-a-pdf', () => Buffer.from('PK\u0003\u0004 a table of prices')],
    ['that is empty', 'not-a-pdf', () => new Uint8Array()],
    ['under a password', 'pdf-encrypted', async () => throughQpdf(await good(), '--encrypt', 'u', 'o', '256', '--')],
    ['that is cut', 'pdf-damaged', async () => (await good()).slice(0, -200)],
  ]

  it.each(bad)('%s is refused as %s, and a good one beside it is not', async (_what, code, make) => {
    const { desk } = office
    const [refused, taken] = [join(desk.folder, 'bad.pdf'), join(desk.folder, 'good.pdf')]
    writeFileSync(refused, await make())
    writeFileSync(taken, await good())
    const { id, parts } = project
    const part = parts[1]?.id ?? ''
    await unchanged(office, project, async () => {
      const answer = await desk.call('parts.add', {
        project: id,
        part,
        paths: [refused, join(desk.folder, 'gone.pdf')],
      })
      expect(answer.refused).toMatchObject([
        { path: refused, error: { code } },
        { path: join(desk.folder, 'gone.pdf'), error: { code: 'file-not-found' } },
      ])
    })
    const answer = await desk.call('parts.add', { project: id, part, paths: [refused, taken] })
    expect(answer.refused).toMatchObject([{ path: refused, error: { code } }])
    const added = answer.project.parts[1]?.documents ?? []
    expect(added.map(({ name }) => name)).toEqual(['good.pdf'])
    await desk.call('documents.remove', { project: id, document: added[0]?.id ?? '' })
  })

  it.each([
    ['to the right of the page', { left: 170, top: 30 }, 1, 'seal-outside-page'],
    ['above the page', { left: 20, top: -5 }, 1, 'seal-outside-page'],
    ['behind the last page', { left: 20, top: 30 }, 11, 'page-not-found'],
  ] as const)('takes no seal %s', (_where, position, page, code) =>
    unchanged(office, project, async () => {
      const seal = project.bidderDetails?.seals[0]?.id ?? ''
      const document = documentsOf(project)[0]?.id ?? ''
      const place = office.desk.call('seals.place', {
        project: project.id,
        seal,
        position: { document, page, ...position },
      })
      await expect(place).rejects.toMatchObject({ code, details: { page } })
    }),
  )
})

describe('a folder', () => {
  const folders: readonly (readonly [string, string, () => string])[] = [
    ['that does not exist', 'folder-not-writable', () => join(office.desk.folder, 'gone')],
    ['that is a file', 'folder-not-writable', () => ebid],
    ['below a file', 'folder-not-writable', () => join(ebid, 'below')],
    ['in which nobody may write', 'folder-not-writable', () => '/proc/self'],
  ]

  it.each(folders)('%s gets no bid file: %s', (_what, code, folder) =>
    unchanged(office, project, async () => {
      const view = await office.desk.run(
        'jobs.generate',
        { project: project.id, folder: folder(), twin: true },
        office.phone,
      )
      expect(view).toMatchObject({ state: 'failed', error: { code } })
    }),
  )

  it.each(folders)('%s gets no opened bid: %s', (_what, code, folder) =>
    unchanged(office, project, async () => {
      const view = await office.desk.run('jobs.open', { path: ebid, folder: folder() }, office.phone)
      expect(view).toMatchObject({ state: 'failed', error: { code }, target: null })
    }),
  )
})

describe.skipIf(!mayMount())('a disk that is full (needs the right to mount one)', () => {
  const full = { state: 'failed', error: { code: 'no-space-left' } }

  it('gets no bid file, not even a part of one', async () => {
    const disk = smallDisk(1024)
    await unchanged(office, project, async () => {
      const order = { project: project.id, folder: disk, twin: true }
      expect(await office.desk.run('jobs.generate', order, office.phone)).toMatchObject(full)
    })
    expect(readdirSync(disk)).toEqual([])
  })

  it('gets no bid file when there is room for it but not for its twin', async () => {
    const disk = smallDisk(3 * 1024)
    await unchanged(office, project, async () => {
      const order = { project: project.id, folder: disk, twin: true }
      expect(await office.desk.run('jobs.generate', order, office.phone)).toMatchObject(full)
    })
    expect(readdirSync(disk)).toEqual([])
  })

  it('gets nothing of an opened bid', async () => {
    const disk = smallDisk(1024)
    await unchanged(office, project, async () => {
      expect(await office.desk.run('jobs.open', { path: ebid, folder: disk }, office.phone)).toMatchObject(full)
    })
    expect(readdirSync(disk)).toEqual([])
  })

  it('holds projects that take no more, neither documents nor seals', async () => {
    const disk = smallDisk(3 * 1024)
    const desk = await openDesk(office.server, { dataFolder: join(disk, 'data') })
    const small: Office = { ...office, desk }
    try {
      const paths = ['a', 'b'].map((name) => join(desk.folder, `${name}.pdf`))
      await writeScan(paths[0]!, { pages: 7 })
      await writeScan(paths[1]!, { pages: 9 })
      const begun = await placeOnEach(small, await addPdfs(small, await identifiedProject(small), [paths[0]!]))
      await unchanged(small, begun, async () => {
        const [part] = begun.parts
        const { refused } = await desk.call('parts.add', { project: begun.id, part: part!.id, paths: [paths[1]!] })
        expect(refused).toMatchObject([{ error: { code: 'no-space-left' } }])
      })
      await unchanged(small, begun, async () => {
        fill(join(disk, 'rest'))
        expect(await desk.run('jobs.seal', { project: begun.id }, office.phone)).toMatchObject(full)
        rmSync(join(disk, 'rest'))
      })
      expect(readdirSync(join(begun.folder, 'pending'))).toEqual([])
      expect((await sealed(small, begun)).state).toBe('sealed')
    } finally {
      await desk.close()
    }
  })
})
