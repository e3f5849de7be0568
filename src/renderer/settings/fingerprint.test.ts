import { describe, expect, it } from 'vitest'
import { sameFingerprint } from './fingerprint.ts'

const print = 'AB'.repeat(32)

describe('fingerprints', () => {
  it('are the same however they are grouped and cased', () => {
    expect(sameFingerprint('ab:'.repeat(31) + 'ab', print)).toBe(true)
    expect(sameFingerprint('abab '.repeat(16), print)).toBe(true)
  })

  it('differ by a digit, and by what is missing', () => {
    expect(sameFingerprint(`AC${print.slice(2)}`, print)).toBe(false)
    expect(sameFingerprint(print.slice(2), print.slice(2))).toBe(false)
    expect(sameFingerprint('', '')).toBe(false)
  })
})
