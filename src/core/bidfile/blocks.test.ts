import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK_LENGTH, BODY_HEAD_LENGTH, bodyLength, SEALED_CHUNK_LENGTH } from './body.ts'
import { blockChunks, wholeChunks } from './blocks.ts'

const startOf = (chunk: number): number => BODY_HEAD_LENGTH + chunk * SEALED_CHUNK_LENGTH

/** Every block of a body with a payload of up to 64 MiB: its number, where it starts and ends. */
const blocksOf = (length: number): { block: number; start: number; end: number }[] =>
  Array.from({ length: Math.ceil(length / BLOCK_LENGTH) }, (_, block) => ({
    block,
    start: block * BLOCK_LENGTH,
    end: Math.min(length, (block + 1) * BLOCK_LENGTH),
  }))

const bodies = fc.nat(64 * 1024 * 1024).map(bodyLength)

describe('blockChunks', () => {
  it('names the chunks of which a block holds a part', () => {
    fc.assert(
      fc.property(bodies, (length) => {
        for (const { block, start, end } of blocksOf(length)) {
          const { first, last, skip } = blockChunks(block, length)
          expect(skip).toBe(block === 0 ? 0 : start - startOf(first))
          expect(startOf(first)).toBeLessThanOrEqual(Math.max(start, BODY_HEAD_LENGTH))
          expect(startOf(first + 1)).toBeGreaterThan(start)
          expect(startOf(last)).toBeLessThan(end)
          expect(Math.min(length, startOf(last + 1))).toBeGreaterThanOrEqual(end)
        }
      }),
    )
  })
})

describe('wholeChunks', () => {
  it('names the full chunks that a block holds from beginning to end, and all of them', () => {
    fc.assert(
      fc.property(bodies, (length) => {
        for (const { block, start: blockStart, end } of blocksOf(length)) {
          const { first, count, start } = wholeChunks(block, end - blockStart)
          if (count > 0) {
            expect(blockStart + start).toBe(startOf(first))
            expect(startOf(first - 1)).toBeLessThan(Math.max(blockStart, BODY_HEAD_LENGTH))
          }
          expect(blockStart + start + count * SEALED_CHUNK_LENGTH).toBeLessThanOrEqual(end)
          expect(blockStart + start + (count + 1) * SEALED_CHUNK_LENGTH).toBeGreaterThan(end)
        }
      }),
    )
  })
})
