import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BackgroundSync } from './background-sync.ts'

const MiB = 1024 * 1024

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bidseal-sync-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('BackgroundSync', () => {
  it('syncs once for every 64 MiB', async () => {
    let syncs = 0
    const sync = new BackgroundSync({ datasync: () => Promise.resolve(void syncs++) }, 'long')
    for (let written = 0; written < 140; written += 10) sync.wrote(10 * MiB)
    await sync.settle()
    expect(syncs).toBe(2)
  })

  it('tells at the end what a sync has met', async () => {
    const path = join(folder, 'closed')
    const handle = await open(path, 'w')
    await handle.close()
    const sync = new BackgroundSync(handle, path)
    sync.wrote(64 * MiB)
    await expect(sync.settle()).rejects.toMatchObject({ code: 'internal' })
    await expect(sync.settle()).rejects.toMatchObject({ code: 'internal' })
  })
})
