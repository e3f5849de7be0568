import fc from 'fast-check'
import { expect, test } from 'vitest'
import { networkOf } from './network.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2:ffff::', '2001:db8:1:2'],
  ['2001:0db8:0001:0002:0003:0004:0005:0006', '2001:db8:1:2'],
  ['2001:DB8::6', '2001:db8:0:0'],
  ['2001:db8:1:2::', '2001:db8:1:2'],
  ['2001:db8:1:3::1', '2001:db8:1:3'],
  ['::1', '0:0:0:0'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test('whoever has a network of 64 bits counts once', () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.ipV6(), (left, right) => {
      const first = networkOf(left)
      if (left.includes('.')) return
      expect(first.split(':')).toHaveLength(4)
      expect(networkOf(`${first}:1:2:3:4`)).toBe(first)
      expect(typeof networkOf(right)).toBe('string')
    }),
  )
})
