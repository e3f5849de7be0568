import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { toBase64url } from '#core/bytes/base64url'
import { utf8 } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { party, type TestParty } from '#tests/support/authority'
import { MESSAGE_AGE, readMessage, signMessage, type SignedMessage } from './front-message.ts'

const TO = 'a'.repeat(64)
const ADDRESSED = { kind: 'order', to: TO } as const
const NOW = Date.parse('2026-11-25T12:00:00Z')

let front: TestParty
let other: TestParty
let signed: SignedMessage

beforeAll(async () => {
  ;[front, other] = [await party('link'), await party('link')]
  signed = await signMessage(ADDRESSED, { id: '订单' }, front.privateKey, NOW)
})

const read = (message: SignedMessage, addressed: Parameters<typeof readMessage>[1] = ADDRESSED, at = NOW) =>
  readMessage(message, addressed, front.certificate, at)

test('a message arrives as it was said', async () => {
  expect(await read(signed)).toEqual({ id: '订单' })
  expect(await read(signed, ADDRESSED, NOW + MESSAGE_AGE)).toEqual({ id: '订单' })
})

test('a message of another time, to another authority, for another purpose or of another front is refused', async () => {
  for (const at of [NOW - MESSAGE_AGE - 1, NOW + MESSAGE_AGE + 1])
    await expect(read(signed, ADDRESSED, at)).rejects.toMatchObject({ code: 'request-expired' })
  const addressee = { code: 'invalid-input', details: { reason: 'addressee' } }
  await expect(read(signed, { kind: 'order', to: 'b'.repeat(64) })).rejects.toMatchObject(addressee)
  await expect(read(signed, { kind: 'revocation', to: TO })).rejects.toMatchObject(addressee)
  await expect(readMessage(signed, ADDRESSED, other.certificate, NOW)).rejects.toMatchObject({
    code: 'signature-invalid',
  })
})

test('anything else that a front has signed is no message', async () => {
  for (const text of ['null', '{}', '{"format":"bidseal-front/1"}']) {
    const bytes = utf8(text)
    const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, front.privateKey, bytes)
    const forged = { message: toBase64url(bytes), signature: toBase64url(new Uint8Array(raw)) }
    await expect(read(forged)).rejects.toMatchObject({ code: 'signature-invalid' })
  }
})

test('whatever arrives is refused by a known error', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), async (message, signature) => {
      const error: unknown = await read({ message, signature }).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(AppError)
    }),
    { numRuns: 50 },
  )
})
