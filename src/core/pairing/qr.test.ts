import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toBase64url } from '../bytes/base64url.ts'
import { concat } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { INTENTS } from './messages.ts'
import { makeQr, parseQr, qrText, roomOf } from './qr.ts'

const key = fc.uint8Array({ minLength: 64, maxLength: 64 }).map((rest) => concat(Uint8Array.of(4), rest))
const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => concat(bytes))
const some = makeQr('sign', concat(Uint8Array.of(4), new Uint8Array(64).fill(7)), new Uint8Array(32).fill(9))
const coded = (change: (bytes: Uint8Array) => Uint8Array): string => `#${toBase64url(change(some.bytes.slice()))}`
const refusal = (text: string): string => {
  try {
    parseQr(text)
    return 'taken'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

describe('a pairing code', () => {
  it('is read as it was made, from the address or from what stands behind #', () => {
    fc.assert(
      fc.property(fc.constantFrom(...INTENTS), key, secret, fc.webUrl(), (intent, desktopKey, bytes, server) => {
        const qr = makeQr(intent, desktopKey, bytes)
        const text = qrText(qr, server)
        expect(text.startsWith(`${new URL(server).origin}/p/#`)).toBe(true)
        for (const form of [text, `\n${text} `, text.replace(/^.*#/, ''), text.replace(/^.*#/, '#')])
          expect(parseQr(form)).toEqual(qr)
      }),
    )
  })

  it('says nothing about its secret before #', () => {
    expect(qrText(some, 'https://relay.example/app').split('#')[0]).toBe('https://relay.example/p/')
  })

  it('names a room that only its secret decides', async () => {
    expect(await roomOf(some)).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(await roomOf(makeQr('open', some.desktopKey, some.secret))).toBe(await roomOf(some))
    expect(await roomOf(makeQr('sign', some.desktopKey, new Uint8Array(32)))).not.toBe(await roomOf(some))
  })

  it.each([
    ['nothing', '', 'qr-malformed'],
    ['a payment code', 'https://pay.example/?id=1', 'qr-malformed'],
    ['letters that are not base64url', '#AQEB+/==', 'qr-malformed'],
    ['a novel', `#${'A'.repeat(600)}`, 'qr-malformed'],
    ['one byte less', coded((bytes) => bytes.slice(0, -1)), 'qr-malformed'],
    ['one byte more', coded((bytes) => concat(bytes, Uint8Array.of(0))), 'qr-malformed'],
    ['version 2', coded((bytes) => (bytes.fill(2, 0, 1), bytes)), 'protocol-unsupported'],
    ['suite 2', coded((bytes) => (bytes.fill(2, 1, 2), bytes)), 'protocol-unsupported'],
    ['intent 0', coded((bytes) => (bytes.fill(0, 2, 3), bytes)), 'protocol-unsupported'],
    ['an intent of the future', coded((bytes) => (bytes.fill(99, 2, 3), bytes)), 'protocol-unsupported'],
    ['a compressed key', coded((bytes) => (bytes.fill(2, 3, 4), bytes)), 'qr-malformed'],
  ])('refuses %s', (_, text, code) => {
    expect(refusal(text)).toBe(code)
  })

  it('throws nothing but its two errors', () => {
    const anything = fc.oneof(fc.string(), fc.base64String(), fc.uint8Array({ maxLength: 120 }).map(toBase64url))
    fc.assert(
      fc.property(anything, (text) => {
        expect(['qr-malformed', 'protocol-unsupported']).toContain(refusal(text))
      }),
    )
  })
})
