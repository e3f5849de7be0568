import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deriveBodyKeys, subtleChunkCipher } from '#core/bidfile/body'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { chunkKeys, openChunk, sealChunk } from './chunks.ts'

const random = (length: number): Bytes => ownBytes(randomBytes(length))

describe('a chunk', () => {
  it('is that of WebCrypto, also past the first byte of the counter', async () => {
    const keys = await deriveBodyKeys(random(32), random(24), random(32))
    const [web, node] = [await subtleChunkCipher(keys), chunkKeys(keys)]
    for (const index of [0, 255, 256, 2 ** 32, 2 ** 40 + 3]) {
      const plaintext = random(100)
      const sealed = new Uint8Array(116)
      sealChunk(node, index, plaintext, sealed)
      expect(sealed).toEqual(await web.seal(index, plaintext))
      const opened = new Uint8Array(100)
      expect(openChunk(node, index, sealed, opened)).toBe(true)
      expect(opened).toEqual(plaintext)
    }
  })

  it('of another place, cut or too long is not authentic, and nothing is written', async () => {
    const keys = chunkKeys(await deriveBodyKeys(random(32), random(24), random(32)))
    const sealed = new Uint8Array(116)
    sealChunk(keys, 7, random(100), sealed)
    const into = new Uint8Array(100)
    expect(openChunk(keys, 8, sealed, into)).toBe(false)
    expect(openChunk(keys, 7, sealed.subarray(0, 115), into)).toBe(false)
    expect(openChunk(keys, 7, sealed.subarray(0, 15), into)).toBe(false)
    expect(openChunk(keys, 7, new Uint8Array(16_401), into)).toBe(false)
    expect(into).toEqual(new Uint8Array(100))
  })

  it('may be worked on in place', async () => {
    const keys = chunkKeys(await deriveBodyKeys(random(32), random(24), random(32)))
    const plaintext = random(1000)
    const room = new Uint8Array(1016 + 5)
    room.set(plaintext)
    sealChunk(keys, 0, room.subarray(0, 1000), room.subarray(5))
    expect(openChunk(keys, 0, room.subarray(5), room)).toBe(true)
    expect(room.subarray(0, 1000)).toEqual(plaintext)
  })
})
