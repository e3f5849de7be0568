import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWith, testBid, testRecipient, type TestBid } from '#tests/support/bid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BLOCK_LENGTH, payloadLength } from '#core/bidfile/body'
import { inspectBid } from './inspect.ts'
import { openBid, rehearse } from './open.ts'
import { encryptBid, type PackedBid } from './pack.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bidseal-bid-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const pack = async ({ options, signer }: TestBid): Promise<PackedBid> => {
  const sealed = await encryptBid(options)
  const [signed] = await signer.sign([sealed.digest])
  return sealed.finish(signed!, signer.chain)
}

const MiB = 1024 * 1024

describe('a bid file', () => {
  it.each([
    ['one empty entry', [0]],
    ['small entries', [1, 100, 16_384, 0, 70_000]],
    ['entries around a batch and a block', [MiB - 100, MiB, 4 * MiB, 3 * MiB + 17]],
  ])('gives back the same bytes: %s', async (_, sizes) => {
    const bid = await testBid(folder, sizes)
    const packed = await pack(bid)
    expect((await stat(packed.ebid.path)).size).toBe(packed.ebid.size)
    const opened = await openBid({ path: packed.ebid.path, folder: join(folder, 'out'), ...openWith(bid.recipient) })
    expect(opened.manifest).toEqual(packed.manifest)
    expect(opened.certificates[0]).toEqual(bid.options.signer)
    for (const [name, bytes] of bid.contents)
      expect((await readFile(join(folder, 'out', name))).equals(bytes), name).toBe(true)
    expect((await readdir(folder)).sort()).toEqual(['bid.ebid', 'bid.nbid', 'in', 'out'])
  })

  const CHUNK = 16_384
  /** A payload whose body ends so many bytes behind the border of its first block. */
  const pastBlock = (bytes: number): number => {
    const payload = payloadLength(BLOCK_LENGTH + bytes)
    if (payload === null) throw new RangeError('no body has this length')
    return payload
  }

  it.each([CHUNK * 64, CHUNK * 3, CHUNK, ...[0, 1, 15, 16, 400, 4 * CHUNK].map(pastBlock)])(
    'may end at the border of a chunk or a block (payload of %i bytes)',
    async (payload) => {
      const bid = await testBid(folder, [0])
      const empty = await pack(bid)
      const { bodyOverhead } = await payloadOf(empty)
      // The digits of an entry's size stand in the manifest too.
      const size = payload - bodyOverhead - (String(payload - bodyOverhead).length - 1)
      await writeFile(bid.options.entries[0]!.path, new Uint8Array(size))
      const packed = await pack(bid)
      expect((await payloadOf(packed)).bodyOverhead).toBe(payload)
      expect((await rehearse({ path: packed.ebid.path, ...openWith(bid.recipient) })).manifest.entries[0]?.size).toBe(
        size,
      )
    },
  )

  it('and its twin are vouched for by one seal that needs no key', async () => {
    const packed = await pack(await testBid(folder, [70_000, 5 * MiB]))
    const sealed = await inspectBid(packed.ebid.path)
    const twin = await inspectBid(packed.nbid!.path)
    expect(sealed.seal.state).toBe('valid')
    expect(twin.seal).toEqual(sealed.seal)
    expect(twin.manifest).toEqual(packed.manifest)
    expect(sealed.manifest).toBeNull()
    expect(sealed.header.slots[0]).toMatchObject({ company: '河南示范建设有限公司', person: '王敏' })
  })

  it('is opened by each of its recipients and by nobody else', async () => {
    const bid = await testBid(folder, [1000])
    const second = await testRecipient('北京样例科技有限公司', '刘测')
    const stranger = await testRecipient('深圳测试贸易商行', '张明远')
    const packed = await pack({ ...bid, options: { ...bid.options, recipients: [bid.recipient, second] } })
    const path = packed.ebid.path
    await expect(rehearse({ path, ...openWith(bid.recipient) })).resolves.toBeDefined()
    await expect(rehearse({ path, ...openWith(second) })).resolves.toBeDefined()
    const refused = openBid({ path, folder: join(folder, 'out'), ...openWith(stranger) })
    await expect(refused).rejects.toMatchObject({ code: 'wrong-certificate' })
    expect(await readdir(folder)).not.toContain('out')
  })

  it('is not opened when its signer is not trusted', async () => {
    const bid = await testBid(folder, [1000])
    const packed = await pack(bid)
    const options = { ...openWith(bid.recipient), verify: () => Promise.reject(new Error('untrusted')) }
    await expect(openBid({ path: packed.ebid.path, folder: join(folder, 'out'), ...options })).rejects.toThrow(
      'untrusted',
    )
    expect((await readdir(folder)).sort()).toEqual(['bid.ebid', 'bid.nbid', 'in'])
  })
})

/** Length of the payload: the twin's body. */
const payloadOf = async (packed: PackedBid): Promise<{ bodyOverhead: number }> => {
  const bytes = await readFile(packed.nbid!.path)
  return { bodyOverhead: Number(bytes.readBigUInt64BE(bytes.length - 16)) }
}

describe('encryptBid', () => {
  const left = async (): Promise<string[]> => (await readdir(folder)).filter((name) => name !== 'in')

  it('refuses an answer that another key has signed, and leaves the old file', async () => {
    const bid = await testBid(folder, [1000])
    await writeFile(bid.options.target, 'old')
    const other = await testBid(join(folder, 'in'), [1])
    const sealed = await encryptBid(bid.options)
    const [signed] = await other.signer.sign([sealed.digest])
    await expect(sealed.finish(signed!, other.signer.chain)).rejects.toMatchObject({ code: 'signature-invalid' })
    expect(await left()).toEqual(['bid.ebid'])
    expect(await readFile(bid.options.target, 'utf8')).toBe('old')
  })

  it('leaves nothing behind when it is aborted after encrypting', async () => {
    const sealed = await encryptBid((await testBid(folder, [1000])).options)
    await sealed.abort()
    expect(await left()).toEqual([])
  })

  it('leaves nothing behind when it is cancelled while encrypting', async () => {
    const bid = await testBid(folder, [64 * MiB])
    const stop = new AbortController()
    const seen: number[] = []
    const onProgress = ({ done }: { done: number }): void => {
      seen.push(done)
      stop.abort()
    }
    const packing = encryptBid({ ...bid.options, signal: stop.signal, onProgress })
    await expect(packing).rejects.toMatchObject({ code: 'cancelled' })
    expect(seen.length).toBeGreaterThan(0)
    expect(await left()).toEqual([])
  })

  it.each([
    ['a missing document', 'gone', 'a.pdf', 'file-not-found'],
    ['a name that leaves the folder', '0', '../a.pdf', 'entry-name-unsafe'],
  ])('refuses %s', async (_, source, name, code) => {
    const bid = await testBid(folder, [10])
    const entries = [{ path: join(folder, 'in', source), name, title: '', role: 'other' }]
    await expect(encryptBid({ ...bid.options, entries })).rejects.toMatchObject({ code })
    expect(await left()).toEqual([])
  })

  it('says when the target folder is not there', async () => {
    const bid = await testBid(folder, [10])
    const target = join(folder, 'none', 'bid.ebid')
    await expect(encryptBid({ ...bid.options, target })).rejects.toMatchObject({ code: 'folder-not-writable' })
    expect(await left()).toEqual([])
  })
})

describe('openBid', () => {
  it('does not touch a folder that holds something', async () => {
    const bid = await testBid(folder, [10])
    const packed = await pack(bid)
    const opening = openBid({ path: packed.ebid.path, folder: join(folder, 'in'), ...openWith(bid.recipient) })
    await expect(opening).rejects.toMatchObject({ code: 'target-exists' })
    expect(await readdir(join(folder, 'in'))).toEqual(['0'])
  })

  it('opens a twin without a key', async () => {
    const bid = await testBid(folder, [10, 20])
    const packed = await pack(bid)
    const options = { ...openWith(bid.recipient), fileKeyFor: () => Promise.reject(new Error('not asked')) }
    await openBid({ path: packed.nbid!.path, folder: join(folder, 'out'), ...options })
    for (const [name, bytes] of bid.contents)
      expect((await readFile(join(folder, 'out', name))).equals(bytes)).toBe(true)
  })
})
