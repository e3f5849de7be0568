/** Bytes that parsers must survive. */
import fc from 'fast-check'
import { concat, ownBytes, type Bytes } from '#core/bytes/bytes'

const change = (original: Bytes) =>
  fc
    .array(fc.tuple(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const out = ownBytes(original)
      for (const [at, bits] of changes) out[at]! ^= bits
      return out
    })

const cut = (original: Bytes) => fc.nat(original.length - 1).map((length) => original.slice(0, length))

const splice = (original: Bytes) =>
  fc
    .tuple(fc.nat(original.length), fc.nat(20), fc.uint8Array({ maxLength: 20 }))
    .map(([at, drop, insert]) => concat(original.subarray(0, at), insert, original.subarray(at + drop)))

/** Noise, and an original with bytes changed, cut, dropped or inserted. */
export const damaged = (original: Bytes): fc.Arbitrary<Bytes> =>
  fc.oneof(
    { weight: 6, arbitrary: change(original) },
    { weight: 2, arbitrary: cut(original) },
    { weight: 3, arbitrary: splice(original) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map(ownBytes) },
  )
