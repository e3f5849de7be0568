import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openWith } from '#tests/support/bid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHeader } from '#core/bidfile/slot'
import { ownBytes, toHex } from '#core/bytes/bytes'
import { sha256, sha256Hex } from '#core/bytes/digest'
import type { ErrorShape } from '#core/errors'
import { inspectBid } from './inspect.ts'
import { openBid, rehearse } from './open.ts'

interface Vectors {
  readonly fileKey: string
  readonly recipient: { readonly certificate: string; readonly pkcs8: string }
  readonly signer: string
  readonly files: { readonly [name: string]: string }
  readonly entries: readonly { readonly name: string; readonly size: number; readonly sha256: string }[]
  readonly rejected: { readonly [name: string]: ErrorShape }
}

const FOLDER = new URL('../../../tests/vectors/bidfile/', import.meta.url)
const pathOf = (name: string): string => fileURLToPath(new URL(name, FOLDER))
const vectors = JSON.parse(readFileSync(pathOf('vectors.json'), 'utf8')) as Vectors
const fromBase64 = (text: string) => ownBytes(Buffer.from(text, 'base64'))

const recipient = {
  certificate: fromBase64(vectors.recipient.certificate),
  privateKey: await crypto.subtle.importKey(
    'pkcs8',
    fromBase64(vectors.recipient.pkcs8),
    { name: 'ECDH', namedCurve: 'P-256' },
    false,
    ['deriveBits'],
  ),
}

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bidseal-vectors-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('frozen bid files', () => {
  it.each(Object.entries(vectors.files))('%s opens', async (name, digest) => {
    expect(sha256Hex(await sha256(ownBytes(readFileSync(pathOf(name)))))).toBe(digest)
    const inspected = await inspectBid(pathOf(name))
    expect(inspected.seal).toEqual({ state: 'valid', certificates: [fromBase64(vectors.signer)] })
    const opened = await openBid({ path: pathOf(name), folder: join(folder, 'out'), ...openWith(recipient) })
    expect(opened.manifest.entries.map(({ name, size, sha256 }) => ({ name, size, sha256 }))).toEqual(vectors.entries)
    for (const entry of vectors.entries) {
      const bytes = ownBytes(readFileSync(join(folder, 'out', entry.name)))
      expect(sha256Hex(await sha256(bytes))).toBe(entry.sha256)
    }
  })

  it('hold the file key in their slot', async () => {
    const { header } = await inspectBid(pathOf('good.ebid'))
    expect(toHex((await openHeader(header, recipient)) ?? new Uint8Array())).toBe(vectors.fileKey)
  })

  it.each(Object.entries(vectors.rejected))('%s is refused and nothing is written', async (name, { code, details }) => {
    const options = { path: pathOf(name), ...openWith(recipient) }
    const refusal = { code, details: expect.objectContaining(details) as unknown }
    await expect(openBid({ ...options, folder: join(folder, 'out') })).rejects.toMatchObject(refusal)
    await expect(rehearse(options)).rejects.toMatchObject(refusal)
    expect(await readdir(folder)).toEqual([])
  })
})
