import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fileSha256 } from '#engine/pdf/file'
import { currentVersion, documentsOf } from '#engine/projects/project'
import { inFolder } from '#tests/support/pdf'
import { openTestProjects, TENDER, writePdfs } from '#tests/support/project'

const CHILD = fileURLToPath(new URL('../support/project-child.ts', import.meta.url))

/** Lets a process work on the project and kills it some milliseconds later. */
const killWhileWorking = (args: readonly string[], delay: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), delay))
    child.on('error', reject)
    child.on('exit', (code) => (code === null ? resolve() : reject(new Error(`ended by itself with ${code}`))))
  })

describe('a process killed while it works on a project', () => {
  it('leaves a whole project, its documents, no lock and nothing half', { timeout: 60_000 }, () =>
    inFolder(async (folder) => {
      const pdfs = join(folder, 'pdfs')
      mkdirSync(pdfs)
      await writePdfs(pdfs, { a: 1, b: 3, c: 40 })
      const made = await openTestProjects(folder)
      const { id, folder: path } = await made.handlers['projects.create'](TENDER)
      await made.close()
      for (let round = 0; round < 6; round++) {
        await killWhileWorking([folder, id, pdfs], randomInt(0, 300))
        const projects = await openTestProjects(folder)
        await projects.handlers['projects.open']({ project: id })
        const project = await projects.read(id)
        for (const document of documentsOf(project)) {
          const { sha256, size } = currentVersion(document)
          const file = projects.documentPath(id, document.id)
          expect(statSync(file).size).toBe(size)
          expect(await fileSha256(file)).toBe(sha256)
        }
        await projects.close()
        const kept = new Set(documentsOf(project).map((document) => `${currentVersion(document).sha256}.pdf`))
        expect(readdirSync(join(path, 'documents')).sort()).toEqual([...kept].sort())
        expect(readdirSync(join(path, 'pending'))).toEqual([])
        const files = readdirSync(path).filter((name) => name !== 'project.json.bak')
        expect(files.sort()).toEqual(['documents', 'pending', 'project.json'])
      }
    }),
  )
})
