import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idOf, placementOf } from '#tests/support/project'
import { utf8 } from '#core/bytes/bytes'
import type { Sha256 } from '#core/bytes/digest'
import { contentToSign, parseRound, type AnsweredRound } from './round-file.ts'

const DIGEST = 'a'.repeat(64) as Sha256
const GOOD: AnsweredRound = {
  version: 1,
  signing: ['AAEC', 'AwQF'],
  documents: [
    {
      document: idOf('one'),
      content: DIGEST,
      placements: [idOf('p1'), idOf('p2')],
      pending: { version: 1, originalSize: 10, size: 30, contentsOffset: 12, contentsLength: 8, digest: DIGEST },
      attributes: 'AAEC',
      signature: 'AwQF',
      sealed: { sha256: DIGEST, size: 30 },
    },
  ],
}

const parsed = (value: unknown): AnsweredRound | null => parseRound(utf8(JSON.stringify(value)))

/** GOOD with one document changed. */
const withDocument = (change: object): unknown => ({ ...GOOD, documents: [{ ...GOOD.documents[0], ...change }] })

describe('a kept round', () => {
  it('is read as it was written', () => expect(parsed(GOOD)).toEqual(GOOD))

  it.each([
    ['a later version', { ...GOOD, version: 2 }],
    ['a member too many', { ...GOOD, more: 1 }],
    ['no certificate', { ...GOOD, signing: [] }],
    ['no document', { ...GOOD, documents: [] }],
    ['a document twice', { ...GOOD, documents: [GOOD.documents[0], GOOD.documents[0]] }],
    ['an id that leads elsewhere', withDocument({ document: '../../../../x' })],
    ['a path of its own', withDocument({ pending: { ...GOOD.documents[0]?.pending, path: '/x' } })],
    ['a file that does not grow', withDocument({ sealed: { sha256: DIGEST, size: 31 } })],
    ['something else than base64url', withDocument({ signature: 'A+==' })],
    ['a digest in capitals', withDocument({ content: DIGEST.toUpperCase() })],
    ['a signature that is too long', withDocument({ signature: 'A'.repeat(1000) })],
  ])('is refused with %s', (_, value) => expect(parsed(value)).toBeNull())

  it('is null for anything else, and never throws', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.jsonValue(), (bytes, value) => {
        expect(parseRound(bytes)).toBeNull()
        expect(parsed(value)).toBeNull()
      }),
    ))

  it('is refused when it was cut off anywhere', () => {
    const bytes = utf8(JSON.stringify(GOOD))
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(parseRound(bytes.subarray(0, length))).toBeNull()
      }),
    )
  })
})

describe('the digest of what is signed', () => {
  it('changes with the file, the seal and its place, not with what was signed before', () => {
    const one = placementOf('one', 1)
    const digests = [
      contentToSign(DIGEST, [one]),
      contentToSign('b'.repeat(64), [one]),
      contentToSign(DIGEST, []),
      contentToSign(DIGEST, [{ ...one, left: 20.25 }]),
      contentToSign(DIGEST, [{ ...one, page: 2 }]),
      contentToSign(DIGEST, [{ ...one, seal: 'another' }]),
      contentToSign(DIGEST, [one, placementOf('one', 2)]),
    ]
    expect(new Set(digests).size).toBe(digests.length)
    expect(contentToSign(DIGEST, [{ ...one, round: 0 }])).toBe(digests[0])
  })
})
