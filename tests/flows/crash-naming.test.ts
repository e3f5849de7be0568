/**
 * Processes that are killed between two steps of giving bid files their names: every step is tried,
 * and the project never names what is not there.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { inspectHeader } from '#engine/bidfile/inspect'
import { fileSha256 } from '#engine/pdf/file'
import { inFolder } from '#tests/support/pdf'
import { openTestProjects, TENDER, testBidder } from '#tests/support/project'

const CHILD = fileURLToPath(new URL('../support/publish-child.ts', import.meta.url))

/** Lets a process make bid files, and die before a step of giving them their names. Whether it came to that. */
const makeBids = (args: readonly string[], step: number | null): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const last = step === null ? [] : [`${step}`]
    const child = spawn(process.execPath, [CHILD, ...args, ...last], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve(true)
      else if (code === 0) resolve(false)
      else reject(new Error(`ended with ${code ?? signal}`))
    })
  })

const buildIn = async (path: string): Promise<string | null> =>
  existsSync(path) ? (await inspectHeader(path)).header.build : null

describe.concurrent('a process killed while bid files get their names', () => {
  it.each(['that replace others', 'where there are none'])('%s, names what is there', { timeout: 300_000 }, (which) =>
    inFolder(async (folder) => {
      const out = join(folder, 'out')
      mkdirSync(out)
      const made = await openTestProjects(folder)
      const { id } = await made.handlers['projects.create'](TENDER)
      await made.setBidder(id, await testBidder())
      await made.close()
      const [ebid, nbid] = [join(out, 'bid.ebid'), join(out, 'bid.nbid')]
      const named = new Set<string | null>()

      /** What the next process says, against what lies there. */
      const check = async (before: string | null): Promise<string | null> => {
        const projects = await openTestProjects(folder)
        const { outputs } = await projects.handlers['projects.open']({ project: id })
        expect((await projects.read(id)).coming).toBeNull()
        await projects.close()
        const build = await buildIn(ebid)
        if (build === null) expect([undefined, 'missing']).toContain(outputs?.ebid.state)
        else {
          expect(outputs).toMatchObject({ buildId: build, ebid: { state: 'present' } })
          expect(outputs?.ebid.sha256).toBe(await fileSha256(ebid))
        }
        const twin = await buildIn(nbid)
        if (outputs !== null) {
          const isOurs = twin === outputs.buildId
          expect(outputs.nbid?.state).toBe(twin === null ? 'missing' : isOurs ? 'present' : 'changed')
        }
        named.add(build === before ? 'old' : 'new')
        return build
      }

      await makeBids([folder, id, out], null)
      let before = await check(null)
      let isKilled = true
      for (let step = 0; isKilled; step++) {
        if (which === 'where there are none') {
          for (const path of [ebid, nbid]) rmSync(path, { force: true })
          before = null
        }
        isKilled = await makeBids([folder, id, out], step)
        before = await check(before)
      }
      expect(named).toEqual(new Set(['old', 'new']))
      expect(readdirSync(out).sort()).toEqual(['bid.ebid', 'bid.nbid', 'in'])
    }),
  )
})
