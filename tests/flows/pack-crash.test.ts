import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { inspectBid } from '#engine/bidfile/inspect'
import { encryptBid } from '#engine/bidfile/pack'
import { clearStale } from '#engine/files/temporary'
import { testBid, type TestBid } from '#tests/support/bid'
import { inFolder } from '#tests/support/pdf'

/** Signed by a chain of one certificate, so that nothing is left to chain checking. */
const pack = async (folder: string, sizes: readonly number[]): Promise<TestBid> => {
  const made = await testBid(folder, sizes)
  const sealed = await encryptBid(made.options)
  const [signed] = await made.signer.sign([sealed.digest])
  await sealed.finish(signed!, made.signer.chain.slice(0, 1))
  return made
}

const CHILD = fileURLToPath(new URL('../support/pack-child.ts', import.meta.url))

/** Runs a packing process and kills it some milliseconds after it has started to pack. */
const killWhilePacking = (folder: string, delay: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, folder, '24'], { stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), delay))
    child.on('error', reject)
    child.on('exit', () => resolve())
  })

describe('a packing process killed at a random moment', () => {
  it('leaves the old file or the new one, and the next run clears up', { timeout: 60_000 }, () =>
    inFolder(async (work) => {
      for (let round = 0; round < 5; round++) {
        const folder = join(work, `${round}`)
        const old = await pack(folder, [10])
        await killWhilePacking(folder, randomInt(0, 1200))
        for (const path of [old.options.target, old.options.twin ?? '']) {
          const { seal } = await inspectBid(path)
          expect(seal.state, path).toBe('valid')
        }
        await clearStale(folder)
        expect((await readdir(folder)).sort()).toEqual(['bid.ebid', 'bid.nbid', 'in'])
      }
    }),
  )
})
