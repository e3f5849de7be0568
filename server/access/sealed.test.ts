import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { fromUtf8, ownBytes, utf8 } from '#core/bytes/bytes'
import { deriveKey, indexOf, openFor, sealFor } from './sealed.ts'

const random = (length: number) => ownBytes(randomBytes(length))
const key = deriveKey(random(32), 'a test')

test('opens for whom it was sealed, and for nobody else', () => {
  const sealed = sealFor(key, 'first', utf8('王敏'), random)
  expect(fromUtf8(openFor(key, 'first', sealed))).toBe('王敏')
  expect(() => openFor(key, 'second', sealed)).toThrow()
  expect(() => openFor(deriveKey(key, 'another'), 'first', sealed)).toThrow()
})

test('is not opened when it was changed or cut anywhere', () => {
  const sealed = sealFor(key, 'first', utf8('王敏'), random)
  for (let at = 0; at < sealed.length; at++) {
    const changed = ownBytes(sealed)
    changed[at] = changed[at]! ^ 1
    expect(() => openFor(key, 'first', changed)).toThrow()
    expect(() => openFor(key, 'first', sealed.subarray(0, at))).toThrow()
  }
})

test('an index is equal for the same texts, and parts do not run into each other', () => {
  expect(indexOf(key, 'a', 'b')).toBe(indexOf(key, 'a', 'b'))
  expect(indexOf(key, 'ab', '')).not.toBe(indexOf(key, 'a', 'b'))
  expect(indexOf(key, 'a', 'b')).not.toBe(indexOf(deriveKey(key, 'another'), 'a', 'b'))
})
