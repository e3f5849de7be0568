import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { idOf, openTestProjects } from '#tests/support/project'
import { addOne, fileOf, onBench, stored } from '#tests/support/project-bench'

describe('a damaged project', () => {
  it('comes back as it was one save before', () =>
    onBench(async (bench) => {
      const { call, project } = bench
      await call['projects.change']({ project, change: { lot: '02' } })
      await call['projects.change']({ project, change: { lot: '03' } })
      await call['projects.close']({ project })
      const text = readFileSync(fileOf(bench, 'project.json'), 'utf8')
      for (const damage of [text.slice(0, 40), '', null]) {
        if (damage === null) rmSync(fileOf(bench, 'project.json'))
        else writeFileSync(fileOf(bench, 'project.json'), damage)
        expect(await call['projects.list']({})).toMatchObject([{ lot: '02' }])
        expect(await call['projects.open']({ project })).toMatchObject({ lot: '02' })
        await call['projects.close']({ project })
        expect(JSON.parse(readFileSync(fileOf(bench, 'project.json'), 'utf8'))).toMatchObject({ tender: { lot: '02' } })
      }
    }))

  it('whose two files are damaged says so, is left out of the list and keeps its files', () =>
    onBench(async (bench) => {
      const { call, project } = bench
      await addOne(bench)
      await call['projects.close']({ project })
      for (const name of ['project.json', 'project.json.bak']) writeFileSync(fileOf(bench, name), '{')
      await expect(call['projects.open']({ project })).rejects.toMatchObject({ code: 'project-damaged' })
      expect(await call['projects.list']({})).toEqual([])
      expect(stored(bench)).toHaveLength(1)
      expect(readFileSync(fileOf(bench, 'project.json'), 'utf8')).toBe('{')
      expect(existsSync(fileOf(bench, 'lock'))).toBe(false)
    }))

  it('of a later version is not replaced by an older save', () =>
    onBench(async (bench) => {
      const { call, project } = bench
      await call['projects.change']({ project, change: { lot: '02' } })
      await call['projects.close']({ project })
      const later = readFileSync(fileOf(bench, 'project.json'), 'utf8').replace('"version": 1', '"version": 2')
      writeFileSync(fileOf(bench, 'project.json'), later)
      await expect(call['projects.open']({ project })).rejects.toMatchObject({
        code: 'project-damaged',
        details: { reason: 'later version' },
      })
      expect(readFileSync(fileOf(bench, 'project.json'), 'utf8')).toBe(later)
    }))

  it('loses what a killed run left, and nothing else', () =>
    onBench(async (bench) => {
      const { call, project, folder, projects } = bench
      const document = await addOne(bench)
      await projects.close()
      writeFileSync(join(fileOf(bench, 'documents'), `${'0'.repeat(64)}.pdf`), 'x')
      writeFileSync(join(fileOf(bench, 'documents'), 'notes.txt'), 'mine')
      writeFileSync(join(fileOf(bench, 'pending'), `${document}.pending`), 'x')
      const again = await openTestProjects(folder)
      await again.handlers['projects.open']({ project })
      await again.read(project)
      expect(existsSync(again.documentPath(project, document))).toBe(true)
      expect(stored(bench)).toHaveLength(2)
      expect(readdirSync(fileOf(bench, 'pending'))).toEqual([])
      await again.close()
      await expect(call['projects.open']({ project })).rejects.toMatchObject({ code: 'engine-stopped' })
    }))
})

describe('the list', () => {
  it('reads again only what has changed, and takes no notice of strangers', () =>
    onBench(async (bench) => {
      const { folder, call, project } = bench
      for (let copy = 0; copy < 200; copy++)
        cpSync(fileOf(bench, 'project.json'), join(folder, 'projects', idOf(`p${copy}x`), 'project.json'), {
          recursive: true,
        })
      mkdirSync(join(folder, 'projects', 'notes'))
      mkdirSync(join(folder, 'projects', idOf('empty')))
      const first = await call['projects.list']({})
      expect(first).toHaveLength(201)
      await call['projects.change']({ project, change: { lot: '2' } })
      const second = await call['projects.list']({})
      const same = second.filter((summary) => first.includes(summary))
      expect([second.length, same.length]).toEqual([201, 200])
    }))
})
