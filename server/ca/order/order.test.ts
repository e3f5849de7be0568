import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toBase64url } from '#core/bytes/base64url'
import { ownBytes } from '#core/bytes/bytes'
import { contentOf, digestOf, readOrder, writeContent, type CertificateOrder } from './order.ts'

const CSR = Uint8Array.of(0x30, 0x01, 0x02)
const OLD = {
  id: 'order-0123456789',
  profile: 'company',
  company: '示范公司',
  creditCode: '91410100MA9ABCD16M',
  person: '王敏',
  csr: toBase64url(CSR),
} as const
const COMPANY = { kind: 'company', until: null } as const

test('an order from before seals and recoveries is read, and keeps its digest', async () => {
  const order = readOrder(OLD)
  expect(order).toMatchObject({ csr: CSR, seals: [COMPANY], recovers: [] })
  expect(contentOf(order)).toEqual(OLD)
  expect(await digestOf(contentOf(order))).toBe(await digestOf(OLD))
  expect(await digestOf(OLD)).toBe('f238a7b68dea98d81367dd42f1505309a09d1339852490276a134ad964a3058e')
})

test.each([
  { seals: [COMPANY, COMPANY] },
  { seals: [{ kind: 'company' }] },
  { seals: [{ kind: 'company', until: -1 }] },
  { seals: [{ kind: 'company', until: null, name: '王敏' }] },
  { seals: [{ kind: 'legal-person', until: null }] },
  { seals: [{ kind: 'legal-person', until: null, name: '' }] },
  { seals: [{ kind: 'personal', until: null }] },
  { recovers: ['short'] },
  { recovers: ['order-0000000000', 'order-0000000000'] },
  { recovers: Array.from({ length: 17 }, (_, i) => `order-000000000${i}`) },
  { csr: 'not base64url!' },
  { more: 1 },
])('refuses %j', (change) => {
  expect(() => readOrder({ ...OLD, ...change })).toThrow('invalid-input')
})

const time = fc.option(fc.integer({ min: 1, max: 2 ** 45 }), { nil: null })
const name = fc.string({ minLength: 1, maxLength: 64 })
const seals = fc
  .tuple(
    ...(['company', 'contract', 'finance'] as const).map((kind) =>
      fc.option(fc.record({ kind: fc.constant(kind), until: time })),
    ),
    fc.option(fc.record({ kind: fc.constant('legal-person' as const), until: time, name })),
  )
  .map((all) => all.filter((seal) => seal !== null))
const id = fc.stringMatching(/^[\w-]{16,64}$/)
const orders: fc.Arbitrary<CertificateOrder> = fc.record({
  ...{ id, profile: fc.constant('company' as const), company: name, person: name, seals },
  creditCode: fc.stringMatching(/^[0-9A-Z]{18}$/),
  csr: fc.uint8Array({ minLength: 1, maxLength: 64 }).map(ownBytes),
  recovers: fc.uniqueArray(id, { maxLength: 4 }),
})

test('every order is read as it was written', () => {
  fc.assert(
    fc.property(orders, (order) => {
      expect(readOrder(JSON.parse(writeContent(contentOf(order))))).toEqual(order)
    }),
  )
})

test('orders that differ have different digests', async () => {
  await fc.assert(
    fc.asyncProperty(orders, orders, async (one, other) => {
      const [a, b] = [contentOf(one), contentOf(other)]
      expect((await digestOf(a)) === (await digestOf(b))).toBe(writeContent(a) === writeContent(b))
    }),
  )
})
