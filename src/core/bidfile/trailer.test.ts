import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ownBytes, toHex, utf8 } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { BLOCK_LENGTH } from './body.ts'
import { blockFault, isDigest } from './blocks.ts'
import { makeSealBody, parseSealBody, sealBodyBytes } from './seal.ts'
import { parseTrailer, trailerBytes } from './trailer.ts'

const trailer = { sealOffset: 1100, sealBodyLength: 200, cmsLength: 300, bodyLength: 1000 }
const file = { kind: 'ebid', size: 1100 + 200 + 300 + 32, bodyOffset: 100 } as const
const bytes = trailerBytes('ebid', trailer)

describe('a trailer', () => {
  it('comes back from its bytes', () => {
    expect(parseTrailer(bytes, file)).toEqual(trailer)
    expect(toHex(bytes)).toBe('000000000000044c000000c80000012c00000000000003e845424944454e440a')
  })

  it('is refused after any change of a bit', () => {
    fc.assert(
      fc.property(fc.nat(32 * 8 - 1), (bit) => {
        const changed = ownBytes(bytes)
        changed[bit >> 3]! ^= 1 << (bit & 7)
        expect(() => parseTrailer(changed, file)).toThrowError(AppError)
      }),
    )
  })

  it.each([
    ['a file cut or grown by one byte', bytes, { ...file, size: file.size - 1 }],
    ['a header of another length', bytes, { ...file, bodyOffset: 101 }],
    ['the trailer of a twin', trailerBytes('nbid', trailer), file],
    ['too few bytes', bytes.subarray(1), file],
  ])('is refused: %s', (_, found, where) => {
    expect(() => parseTrailer(found, where)).toThrowError(expect.objectContaining({ code: 'bid-file-damaged' }))
  })
})

const digest = (fill: number): Uint8Array => new Uint8Array(32).fill(fill)

const seal = makeSealBody({
  build: '00112233445566778899aabbccddeeff',
  header: digest(1),
  bound: digest(2),
  bodyLength: 2 * BLOCK_LENGTH + 1,
  blocks: [digest(3), digest(4), digest(5)],
  manifest: digest(6),
})

describe('a seal body', () => {
  it('comes back from its bytes', () => expect(parseSealBody(sealBodyBytes(seal))).toEqual(seal))

  it.each([
    ['another number of blocks', { ...seal, body: { ...seal.body, length: 1 } }],
    ['another block size', { ...seal, body: { ...seal.body, block: 1024 } }],
    ['an unknown member', { ...seal, more: 1 }],
    ['a short digest', { ...seal, manifest: 'AA' }],
  ])('with %s is refused', (_, value) => {
    const found = utf8(JSON.stringify(value, Object.keys({ ...value, ...value.body }).sort()))
    expect(() => parseSealBody(found)).toThrowError(expect.objectContaining({ code: 'bid-file-damaged' }))
  })

  it('is refused, never misread, when it is noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (noise) => {
        expect(() => parseSealBody(noise)).toThrowError(AppError)
      }),
    )
  })
})

describe('a block with another digest', () => {
  const { blocks } = seal.body

  it('is called changed, and where it lies', () => {
    expect(isDigest(blocks[1] ?? '', digest(4))).toBe(true)
    expect(isDigest(blocks[1] ?? '', digest(9))).toBe(false)
    expect(blockFault(blocks, 1, digest(9), 100).details).toEqual({
      part: 'body',
      reason: 'changed',
      block: 1,
      offset: 100 + BLOCK_LENGTH,
    })
  })

  it('is called reordered when it is another block of the file', () => {
    expect(blockFault(blocks, 0, digest(5), 100).details).toMatchObject({ reason: 'reordered', block: 0, belongs: 2 })
  })
})
