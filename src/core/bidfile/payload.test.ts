import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, utf8, type Bytes } from '../bytes/bytes.ts'
import { uint } from '../bytes/frames.ts'
import { AppError } from '../errors.ts'
import { objectHead, PayloadReader, payloadSize } from './payload.ts'

type Entry = readonly [name: string, content: Uint8Array]

const spell = (entries: readonly Entry[], manifest: Uint8Array): Bytes =>
  concat(
    ...entries.flatMap(([name, content]) => [objectHead('entry', name, content.length), content]),
    objectHead('manifest', '', manifest.length),
    manifest,
  )

const read = (pieces: readonly Uint8Array[]): { entries: Entry[]; manifest: Bytes | null } => {
  const reader = new PayloadReader()
  const entries: [string, Uint8Array][] = []
  let manifest: Bytes | null = null
  for (const piece of pieces)
    for (const event of reader.push(piece)) {
      const last = entries.at(-1)
      if (event.type === 'entry') entries.push([event.name, new Uint8Array()])
      else if (event.type === 'data' && last !== undefined) last[1] = concat(last[1], event.bytes)
      else if (event.type === 'manifest') manifest = event.bytes
    }
  reader.close()
  return { entries, manifest }
}

const codeOf = (pieces: readonly Uint8Array[]): string => {
  try {
    read(pieces)
    return 'nothing thrown'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

const manifest = utf8('{}')

describe('PayloadReader', () => {
  it('finds the same entries however the bytes arrive', () => {
    const entry = fc.tuple(
      fc.nat(9).map((n) => `第${n}册.pdf`),
      fc.uint8Array({ maxLength: 50 }),
    )
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), fc.array(fc.nat(300), { maxLength: 10 }), (entries, cuts) => {
        const payload = spell(entries, manifest)
        const at = [0, ...cuts.map((cut) => Math.min(cut, payload.length)).sort((a, b) => a - b), payload.length]
        const pieces = at.slice(1).map((end, index) => payload.subarray(at[index], end))
        expect(read(pieces)).toEqual({ entries: entries.map(([name, bytes]) => [name, bytes]), manifest })
        const sizes = entries.map(([name, { length }]) => ({ name, size: length }))
        expect(payloadSize(sizes, manifest.length)).toBe(payload.length)
      }),
    )
  })

  it.each([
    ['nothing', [], 'bid-file-damaged'],
    ['no manifest', [concat(objectHead('entry', 'a', 1), utf8('x'))], 'bid-file-damaged'],
    ['a cut manifest', [spell([], manifest).subarray(0, -1)], 'bid-file-damaged'],
    ['bytes after the manifest', [spell([], manifest), uint(0, 1)], 'bid-file-damaged'],
    ['an unknown object', [concat(uint(3, 1), objectHead('entry', 'a', 0).subarray(1))], 'bid-file-damaged'],
    ['a manifest with a name', [objectHead('manifest', 'a', 0)], 'bid-file-damaged'],
    ['a manifest too large', [objectHead('manifest', '', 2 ** 30)], 'bid-file-damaged'],
    ['a size past 2^53', [concat(objectHead('entry', 'a', 0).subarray(0, 4), utf8('\x7f1234567'))], 'bid-file-damaged'],
    ['a name too long', [concat(uint(1, 1), uint(2000, 2))], 'bid-file-damaged'],
    ['a name that is not UTF-8', [concat(uint(1, 1), uint(1, 2), uint(0xff, 1), uint(0, 8))], 'bid-file-damaged'],
    ['a name that leaves the folder', [objectHead('entry', '../a', 0)], 'entry-name-unsafe'],
    ['entries too large together', [objectHead('entry', 'a', 2 ** 40)], 'bid-too-large'],
  ])('refuses %s', (_, pieces, code) => expect(codeOf(pieces)).toBe(code))

  it('never throws anything but an AppError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(codeOf([noise])).toMatch(/^(bid-file-damaged|entry-name-unsafe|bid-too-large|nothing thrown)$/)
      }),
      { numRuns: 500 },
    )
  })
})
