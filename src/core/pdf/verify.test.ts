import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, fromUtf8, ownBytes, type Bytes } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/digest.ts'
import { AppError } from '../errors.ts'
import { GAP_LENGTH } from './signature.ts'
import { bytesSource } from './source.ts'
import { checkSignatures, type CheckedSignature } from './verify.ts'

const vector = (name: string): Bytes =>
  ownBytes(readFileSync(new URL(`../../../tests/vectors/pdf/${name}`, import.meta.url)))

const check = (bytes: Bytes): Promise<readonly CheckedSignature[]> =>
  checkSignatures(bytesSource(bytes), (stretches) =>
    sha256(concat(...stretches.map(({ offset, length }) => bytes.subarray(offset, offset + length)))),
  )

describe.each(['sealed-table.pdf', 'sealed-stream.pdf'])('the frozen file %s', (name) => {
  const file = vector(name)

  it('reads as on the day it was made', async () => {
    const [signature, ...others] = await check(file)
    expect(others).toEqual([])
    expect(signature).toMatchObject({
      field: 'BidSeal-1',
      name: '河南示范建设有限公司',
      claimedAt: new Date('2026-07-01T08:00:00Z'),
      covered: file.length,
      coversWholeFile: true,
      integrity: true,
      reason: null,
      changedAfter: false,
      pages: [1, 2],
    })
    expect(signature?.records.map(fromUtf8)).toEqual(['a seal record'])
  })

  it('never passes with a bit flipped outside the gap', async () => {
    const gap = new TextDecoder('latin1').decode(file).indexOf('/Contents <') + '/Contents '.length
    const place = fc.nat(file.length - GAP_LENGTH - 1).map((at) => (at < gap ? at : at + GAP_LENGTH))
    await fc.assert(
      fc.asyncProperty(place, fc.nat(7), async (at, bit) => {
        const flipped = ownBytes(file)
        flipped[at]! ^= 1 << bit
        const outcome = await check(flipped).catch((error: unknown) => error)
        if (outcome instanceof AppError) return
        for (const signature of outcome as readonly CheckedSignature[]) expect(signature.integrity).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it('is not whole when it is cut or something is appended', async () => {
    const [longer] = await check(concat(file, new Uint8Array([10])))
    expect(longer).toMatchObject({ coversWholeFile: false, changedAfter: true })
    await expect(check(file.slice(0, file.length - 40))).rejects.toMatchObject({ code: 'pdf-damaged' })
  })
})
