import { expect, it } from 'vitest'
import { generateKeyPair, pointOf, publicKeyOf } from './suite.ts'

it('takes a point in one spelling only', async () => {
  const point = await pointOf((await generateKeyPair()).publicKey)
  const hybrid = point.slice()
  hybrid[0] = 6 + (point[64]! & 1)
  expect(await publicKeyOf(point)).not.toBeNull()
  expect(await publicKeyOf(hybrid)).toBeNull()
})
