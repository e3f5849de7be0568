import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inFolder } from '#tests/support/pdf'
import { idOf, projectOf, TENDER } from '#tests/support/project'
import { projectText } from './format.ts'
import type { Project } from './project.ts'
import { folderOf, listFolders, readStored, restore, save, type ProjectFolder } from './store.ts'

const lot = (value: string): Project => projectOf([[]], { tender: { ...TENDER, lot: value } })

const withFolder = (work: (folder: ProjectFolder) => Promise<void>): Promise<void> =>
  inFolder(async (path) => {
    const folder = folderOf(path, idOf('project'))
    mkdirSync(folder.path)
    await work(folder)
  })

describe('saving', () => {
  it('keeps what was saved before', () =>
    withFolder(async (folder) => {
      for (const value of ['1', '2', '3']) await save(folder, lot(value))
      expect(await readStored(folder)).toEqual({ project: lot('3'), from: 'file' })
      expect(readFileSync(folder.backup, 'utf8')).toBe(projectText(lot('2')))
      expect(readdirSync(folder.path).sort()).toEqual(['project.json', 'project.json.bak'])
    }))

  it('that fails leaves the project as it was', () =>
    withFolder(async (folder) => {
      await save(folder, lot('1'))
      mkdirSync(folder.backup)
      writeFileSync(`${folder.backup}/x`, '')
      await expect(save(folder, lot('2'))).rejects.toMatchObject({ code: 'file-unreadable' })
      expect(await readStored(folder)).toEqual({ project: lot('1'), from: 'file' })
      rmSync(folder.path, { recursive: true })
      await expect(save(folder, lot('2'))).rejects.toMatchObject({ code: 'folder-not-writable' })
    }))
})

describe('reading', () => {
  it('takes the save before where the file is missing or damaged, and keeps the damaged one', () =>
    withFolder(async (folder) => {
      await save(folder, lot('1'))
      await save(folder, lot('2'))
      writeFileSync(folder.file, '{')
      const found = await readStored(folder)
      expect(found).toEqual({ project: lot('1'), from: 'backup' })
      await restore(folder, found.project)
      expect(await readStored(folder)).toEqual({ project: lot('1'), from: 'file' })
      expect(readFileSync(`${folder.file}.damaged`, 'utf8')).toBe('{')
      rmSync(folder.file)
      expect((await readStored(folder)).from).toBe('backup')
      rmSync(folder.backup)
      await expect(readStored(folder)).rejects.toMatchObject({ code: 'project-not-found' })
    }))

  it('finds folders with the name of a project', () =>
    withFolder(async (folder) => {
      const all = dirname(folder.path)
      mkdirSync(`${all}/notes`)
      writeFileSync(`${all}/${idOf('file')}`, '')
      expect(await listFolders(all)).toEqual([folder])
    }))
})
