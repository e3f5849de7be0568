import { cp, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWith, testBid, type TestBid } from '#tests/support/bid'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BLOCK_LENGTH } from '#core/bidfile/body'
import { AppError } from '#core/errors'
import { inspectBid } from './inspect.ts'
import { readLayout } from './layout.ts'
import { openBid, rehearse } from './open.ts'
import { encryptBid } from './pack.ts'

let root = ''
let bid: TestBid
let bodyOffset = 0

/** One small and one large bid with twins, signed by a chain of one certificate, so that nothing in it is left to chain checking. */
const pack = async (folder: string, sizes: readonly number[]): Promise<TestBid> => {
  const made = await testBid(folder, sizes)
  const sealed = await encryptBid(made.options)
  const [signed] = await made.signer.sign([sealed.digest])
  await sealed.finish(signed!, made.signer.chain.slice(0, 1))
  return made
}

let work = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bidseal-damage-'))
  bid = await pack(join(root, 'large'), [9 * 1024 * 1024])
  const handle = await open(bid.options.target)
  bodyOffset = (await readLayout(handle)).prefix.length
  await handle.close()
})
afterAll(() => rm(root, { recursive: true, force: true }))
beforeEach(async () => {
  work = await mkdtemp(join(root, 'case-'))
})

/** Copies the large bid and lets `edit` change the copy; then everything that reads it must refuse it. */
const refusal = async (edit: (path: string) => Promise<void>): Promise<AppError> => {
  const path = join(work, 'changed.ebid')
  await cp(bid.options.target, path)
  await edit(path)
  const options = { path, ...openWith(bid.recipient) }
  const error = await openBid({ ...options, folder: join(work, 'out') }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(AppError)
  expect(await readdir(work)).toEqual(['changed.ebid'])
  return error as AppError
}

const swap = async (path: string, a: number, b: number, length: number): Promise<void> => {
  const bytes = await readFile(path)
  const first = Buffer.from(bytes.subarray(a, a + length))
  bytes.copyWithin(a, b, b + length)
  first.copy(bytes, b)
  await writeFile(path, bytes)
}

describe('a damaged bid file', () => {
  it('says which block has changed', async () => {
    const at = bodyOffset + BLOCK_LENGTH + 12345
    const error = await refusal(async (path) => {
      const bytes = await readFile(path)
      bytes[at]! ^= 0x10
      await writeFile(path, bytes)
    })
    expect(error).toMatchObject({
      code: 'bid-file-damaged',
      details: { part: 'body', reason: 'changed', block: 1, offset: bodyOffset + BLOCK_LENGTH },
    })
  })

  it('says which blocks have changed places', async () => {
    const error = await refusal((path) => swap(path, bodyOffset, bodyOffset + BLOCK_LENGTH, BLOCK_LENGTH))
    expect(error).toMatchObject({
      code: 'bid-file-damaged',
      details: { reason: 'reordered', block: 0, belongs: 1, offset: bodyOffset },
    })
  })

  it('of two bids whose bodies were swapped is refused', async () => {
    const other = await pack(join(work, 'in'), [9 * 1024 * 1024])
    const path = join(work, 'swapped.ebid')
    const [mine, theirs] = [await readFile(bid.options.target), await readFile(other.options.target)]
    const length = 9 * 1024 * 1024
    theirs.copy(mine, bodyOffset, bodyOffset, bodyOffset + length)
    await writeFile(path, mine)
    await expect(rehearse({ path, ...openWith(bid.recipient) })).rejects.toMatchObject({
      code: 'bid-file-damaged',
      details: { reason: 'changed', block: 0 },
    })
  })

  it.each([1, 31, 32, 33, 1000, 5 * 1024 * 1024])('cut by %i bytes is called cut', async (missing) => {
    const error = await refusal(async (path) => {
      const handle = await open(path, 'r+')
      await handle.truncate((await handle.stat()).size - missing)
      await handle.close()
    })
    expect(error).toMatchObject({ code: 'bid-file-damaged', details: { part: 'trailer', reason: 'cut' } })
  })

  it.each([0, 5, 11, 100])('cut to %i bytes is refused', async (size) => {
    const error = await refusal(async (path) => {
      const handle = await open(path, 'r+')
      await handle.truncate(size)
      await handle.close()
    })
    expect(['not-a-bid-file', 'bid-file-damaged']).toContain(error.code)
  })

  it('with bytes added at the end is refused', async () => {
    const error = await refusal(async (path) => writeFile(path, 'x', { flag: 'a' }))
    expect(error.code).toBe('bid-file-damaged')
  })
})

describe('one bit changed anywhere', () => {
  it.each(['ebid', 'nbid'] as const)('in a small .%s is found without a key', async (kind) => {
    const small = await pack(join(work, 'in'), [40, 3000])
    const bytes = await readFile(kind === 'ebid' ? small.options.target : (small.options.twin ?? ''))
    const path = join(work, `changed.${kind}`)
    const runs = { numRuns: kind === 'ebid' ? 300 : 25 }
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(bytes)
        changed[bit >> 3]! ^= 1 << (bit & 7)
        await writeFile(path, changed)
        const verdict = await inspectBid(path).then(
          ({ seal }) => seal.state,
          (error: unknown) => error,
        )
        expect(verdict === 'invalid' || verdict instanceof AppError).toBe(true)
      }),
      runs,
    )
  })

  it('in a small .ebid keeps it from being opened, and nothing is written', async () => {
    const small = await pack(join(work, 'in'), [40, 3000])
    const bytes = await readFile(small.options.target)
    const path = join(work, 'changed.ebid')
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(bytes)
        changed[bit >> 3]! ^= 1 << (bit & 7)
        await writeFile(path, changed)
        const opening = openBid({ path, folder: join(work, 'out'), ...openWith(small.recipient) })
        await expect(opening).rejects.toBeInstanceOf(AppError)
        expect((await readdir(work)).sort()).toEqual(['changed.ebid', 'in'])
      }),
      { numRuns: 40 },
    )
  })
})
