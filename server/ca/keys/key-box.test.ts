import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ownBytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { createKeyBox } from './key-box.ts'

const random = (length: number) => ownBytes(randomBytes(length))
const CHEAP = { n: 16, r: 1, p: 1 }
const box = (passphrase: string) => createKeyBox(passphrase, random, CHEAP)

test('a secret comes back under the same passphrase and name', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), fc.uint8Array({ maxLength: 500 }), async (passphrase, secret) => {
      const text = await box(passphrase).seal('root', ownBytes(secret))
      expect(await box(passphrase).open('root', text)).toEqual(ownBytes(secret))
    }),
    { numRuns: 30 },
  )
})

test('another passphrase or another name opens nothing', async () => {
  const text = await box('one').seal('root', Uint8Array.of(1, 2, 3))
  await expect(box('two').open('root', text)).rejects.toMatchObject({ code: 'passphrase-wrong' })
  await expect(box('one').open('issuing', text)).rejects.toMatchObject({ code: 'file-unreadable' })
  const renamed = text.replace('"name":"root"', '"name":"issuing"')
  await expect(box('one').open('issuing', renamed)).rejects.toMatchObject({ code: 'passphrase-wrong' })
})

test('the same passphrase in another spelling of its letters is the same', async () => {
  const text = await box('caf\u00e9').seal('root', Uint8Array.of(7))
  expect(await box('cafe\u0301').open('root', text)).toEqual(Uint8Array.of(7))
})

test('a damaged file is refused, never opened to something else', async () => {
  const secret = Uint8Array.of(1, 2, 3, 4)
  const text = await box('one').seal('root', secret)
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 2), fc.constantFrom('A', '0', '"', '{', 'é'), async (at, letter) => {
      fc.pre(text[at] !== letter)
      const outcome = await box('one')
        .open('root', text.slice(0, at) + letter + text.slice(at + 1))
        .catch((error: unknown) => error)
      expect(outcome).toBeInstanceOf(AppError)
    }),
    { numRuns: 60 },
  )
})

test.each(['', '{}', 'null', '{"format":"bidseal-key/1","n":1e9}'])('refuses %j', async (text) => {
  await expect(box('one').open('root', text)).rejects.toMatchObject({ code: 'file-unreadable' })
})

test.each([
  { what: 'a cost that is no power of two', n: 31, r: 1 },
  { what: 'a cost too high for its block size', n: 2 ** 16, r: 1 },
  { what: 'a cost beyond the memory limit', n: 2 ** 20, r: 32 },
])('refuses $what', async ({ n, r }) => {
  const text = await box('one').seal('root', Uint8Array.of(1))
  const changed = JSON.stringify({ ...JSON.parse(text), n, r })
  await expect(box('one').open('root', changed)).rejects.toMatchObject({ code: 'file-unreadable' })
  // Node leaves what went wrong in scrypt to whoever imports a key next.
  const keys = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])
})
