import { existsSync, readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, ownBytes, toHex, type Bytes } from '../bytes/bytes.ts'
import {
  BODY_HEAD_LENGTH,
  bodyLength,
  chunkNonce,
  CHUNK_LENGTH,
  deriveBodyKeys,
  openBody,
  payloadLength,
  sealBody,
  SEALED_CHUNK_LENGTH,
} from './body.ts'

interface Vector {
  readonly tcId: number
  readonly comment: string
  readonly key: string
  readonly ctx: string
  /** zlib, hexadecimal. */
  readonly ct: string
  readonly aeadKey?: string
  readonly baseNonce?: string
  readonly msgLength: number
  readonly msgSha512: string
  readonly result: 'valid' | 'invalid'
}

const PUBLISHED = new URL('../../../../shared/vectors/c2sp_chunked_encryption_aes_256_gcm_test.json', import.meta.url)
const isThere = existsSync(PUBLISHED)

const bytes = (hex: string): Bytes => fromHex(hex) ?? new Uint8Array()
const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))

describe.skipIf(!isThere)(
  `published Cobblestone-256 vectors${isThere ? '' : ' (skipped: ../shared/vectors is absent)'}`,
  () => {
    const file = isThere ? (JSON.parse(readFileSync(PUBLISHED, 'utf8')) as { testGroups: { tests: Vector[] }[] }) : null
    const vectors = file?.testGroups.flatMap(({ tests }) => tests) ?? []

    it('are all there', () => expect(vectors.length).toBe(35))

    it.each(vectors.map((vector) => [vector.tcId, vector.comment, vector] as const))(
      '%i: %s',
      async (_, __, vector) => {
        const ciphertext = ownBytes(inflateSync(bytes(vector.ct)))
        const opening = openBody(ciphertext, bytes(vector.key), bytes(vector.ctx))
        if (vector.result === 'invalid') {
          await expect(opening).rejects.toMatchObject({ name: 'AppError' })
          return
        }
        const message = await opening
        expect(message.length).toBe(vector.msgLength)
        expect(toHex(new Uint8Array(await crypto.subtle.digest('SHA-512', message)))).toBe(vector.msgSha512)
        const keys = await deriveBodyKeys(bytes(vector.key), ciphertext.slice(0, 24), bytes(vector.ctx))
        expect(toHex(keys.key)).toBe(vector.aeadKey)
        expect(toHex(keys.baseNonce)).toBe(vector.baseNonce)
        expect(await sealBody(message, bytes(vector.key), ciphertext.slice(0, 24), bytes(vector.ctx))).toEqual(
          ciphertext,
        )
      },
    )
  },
)

describe('a body', () => {
  const [fileKey, salt, context] = [random(32), random(24), random(32)]

  it.each([0, 1, CHUNK_LENGTH - 1, CHUNK_LENGTH, CHUNK_LENGTH + 1, 3 * CHUNK_LENGTH])(
    'of %i bytes comes back',
    async (size) => {
      const payload = random(size)
      const body = await sealBody(payload, fileKey, salt, context)
      expect(body.length).toBe(bodyLength(size))
      expect(payloadLength(body.length)).toBe(size)
      expect(await openBody(body, fileKey, context)).toEqual(payload)
    },
  )

  it('does not open with another key or context, before any chunk is read', async () => {
    const body = (await sealBody(random(10), fileKey, salt, context)).slice(0, BODY_HEAD_LENGTH + 16)
    await expect(openBody(body, random(32), context)).rejects.toMatchObject({ code: 'key-mismatch' })
    await expect(openBody(body, fileKey, random(32))).rejects.toMatchObject({ code: 'key-mismatch' })
  })

  it('says which chunk has changed', async () => {
    const body = await sealBody(random(3 * CHUNK_LENGTH), fileKey, salt, context)
    const offset = BODY_HEAD_LENGTH + SEALED_CHUNK_LENGTH
    body[offset + 5]! ^= 1
    await expect(openBody(body, fileKey, context)).rejects.toMatchObject({
      code: 'bid-file-damaged',
      details: { chunk: 1, offset },
    })
  })

  it('has no length that two payloads could have', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (size) => {
        expect(payloadLength(bodyLength(size))).toBe(size)
        if (payloadLength(size) !== null) expect(bodyLength(payloadLength(size) ?? -1)).toBe(size)
      }),
    )
  })
})

describe('the nonce', () => {
  it('counts chunks in its last eight bytes, big-endian', () => {
    expect(toHex(chunkNonce(new Uint8Array(12), 0x0102))).toBe('000000000000000000000102')
    expect(toHex(chunkNonce(new Uint8Array(12).fill(0xff), 1))).toBe('fffffffffffffffffffffffe')
  })
})
