import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ownBytes, utf8 } from '../bytes/bytes.ts'
import { canonicalBytes } from '../bytes/canonical-json.ts'
import { sha256Hex } from '../bytes/digest.ts'
import { AppError } from '../errors.ts'
import { manifestBytes, parseManifest, requireSameBid, type Manifest } from './manifest.ts'

const digest = sha256Hex(new Uint8Array(32))
const manifest: Manifest = {
  format: 'bidseal-manifest/1',
  build: '00112233445566778899aabbccddeeff',
  tender: { id: '', name: '示范大道改造工程', lot: '一标段' },
  bidder: { name: '河南示范建设有限公司', creditCode: '91410100MA9ABCD16M' },
  signer: digest,
  salt: digest,
  entries: [{ name: '投标函.pdf', title: '投标函', role: 'bid-letter', size: 12, sha256: digest }],
}

const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'nothing thrown'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

const entry = manifest.entries[0]!

describe('a manifest', () => {
  it('comes back from its bytes', () => expect(parseManifest(manifestBytes(manifest))).toEqual(manifest))

  it.each([
    ['another format', { format: 'bidseal-manifest/2' }, 'manifest-mismatch'],
    ['an unknown member', { more: 1 }, 'manifest-mismatch'],
    ['a negative size', { entries: [{ ...entry, size: -1 }] }, 'manifest-mismatch'],
    ['a short digest', { entries: [{ ...entry, sha256: 'ab' }] }, 'manifest-mismatch'],
    ['an unsafe name', { entries: [{ ...entry, name: '../a' }] }, 'entry-name-unsafe'],
    ['two equal names', { entries: [entry, { ...entry, name: '投标函.PDF' }] }, 'entry-name-unsafe'],
    [
      'too much together',
      {
        entries: [
          { ...entry, size: 2 ** 36 },
          { ...entry, name: 'b', size: 2 ** 36 },
        ],
      },
      'bid-too-large',
    ],
  ])('with %s is refused', (_, change, code) => {
    const bytes = canonicalBytes({ ...manifest, ...change })
    expect(codeOf(() => parseManifest(bytes))).toBe(code)
  })

  it('in another spelling is refused', () => {
    expect(codeOf(() => parseManifest(utf8(JSON.stringify(manifest))))).toBe('manifest-mismatch')
  })

  it('is either refused or spelled the same again, whatever byte is changed', () => {
    const text = manifestBytes(manifest)
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.nat(255), (at, byte) => {
        const bytes = ownBytes(text)
        bytes[at] = byte
        let parsed: Manifest
        try {
          parsed = parseManifest(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
          return
        }
        expect(manifestBytes(parsed)).toEqual(bytes)
      }),
      { numRuns: 500 },
    )
  })
})

describe('requireSameBid', () => {
  const header = {
    suite: 1 as const,
    ...manifest,
    openingTime: '2026-12-01T09:30:00+08:00',
    created: '2026-11-24T10:00:00+08:00',
    crit: [],
  }

  it('lets the header of the same bid pass', () => expect(() => requireSameBid(manifest, header)).not.toThrow())

  it.each([
    ['build', { build: 'f'.repeat(32) }],
    ['tender.lot', { tender: { ...manifest.tender, lot: '二标段' } }],
    ['bidder.creditCode', { bidder: { ...manifest.bidder, creditCode: 'X' } }],
  ])('names the field that differs: %s', (field, change) => {
    expect(() => requireSameBid(manifest, { ...header, ...change })).toThrowError(
      expect.objectContaining({ code: 'manifest-mismatch', details: { reason: 'header', field } }),
    )
  })
})
