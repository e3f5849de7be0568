import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { testSigner, type TestSigner } from '#tests/support/pki'
import { ownBytes, utf8, type Bytes } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/digest.ts'
import { AppError } from '../errors.ts'
import { assembleSignedData, parseSignedData, verifySignedAttributes, verifySignedData } from './signed-data.ts'
import type { SignedAttributes } from './signer.ts'

const content = utf8('河南示范建设有限公司 投标函')
let signer: TestSigner
let digest: Bytes
let answer: SignedAttributes
let der: Bytes

beforeAll(async () => {
  signer = await testSigner()
  digest = await sha256(content)
  ;[answer] = (await signer.sign([digest])) as [SignedAttributes]
  der = assembleSignedData({ ...answer, certificates: signer.chain })
})

describe('signed data', () => {
  it('verifies and names its signer', async () => {
    const verified = await verifySignedData(der, digest)
    expect(verified.signer).toEqual(signer.chain[0])
    expect(verified.certificates).toEqual(signer.chain)
  })

  it('is accepted by openssl cms -verify -cades', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bidseal-cms-'))
    try {
      const path = (name: string, bytes: Uint8Array | string): string => {
        writeFileSync(join(folder, name), bytes)
        return join(folder, name)
      }
      const args = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', path('cms.der', der)]
      args.push('-content', path('content', content), '-CAfile', path('root.pem', signer.rootPem))
      execFileSync('openssl', [...args, '-purpose', 'any', '-cades', '-out', join(folder, 'out')], { stdio: 'pipe' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('refuses another digest and another certificate', async () => {
    const other = await testSigner('北京样例科技有限公司')
    const swapped = assembleSignedData({ ...answer, certificates: other.chain })
    const wrong = await sha256(utf8('another content'))
    await expect(verifySignedData(der, wrong)).rejects.toMatchObject({ code: 'signature-invalid' })
    await expect(verifySignedData(swapped, digest)).rejects.toMatchObject({ code: 'signature-invalid' })
    await expect(verifySignedAttributes(answer, digest, other.chain[0]!)).rejects.toThrow(AppError)
    await expect(verifySignedAttributes(answer, wrong, signer.chain[0]!)).rejects.toThrow(AppError)
    await expect(verifySignedAttributes(answer, digest, signer.chain[0]!)).resolves.toBeUndefined()
  })

  it('refuses a flipped bit in attributes or signature', async () => {
    const place = fc.record({ part: fc.constantFrom('attributes', 'signature'), at: fc.nat(63), bit: fc.nat(7) })
    await fc.assert(
      fc.asyncProperty(place, async ({ part, at, bit }) => {
        const key = part === 'attributes' ? 'attributes' : 'signature'
        const bytes = ownBytes(answer[key])
        bytes[at]! ^= 1 << bit
        await expect(verifySignedAttributes({ ...answer, [key]: bytes }, digest, signer.chain[0]!)).rejects.toThrow(
          AppError,
        )
      }),
    )
  })

  it('judges signed data with any byte changed without ever failing otherwise', async () => {
    for (const at of der.keys())
      for (const mask of [0x01, 0x80]) {
        const bytes = ownBytes(der)
        bytes[at]! ^= mask
        const outcome = await verifySignedData(bytes, digest).catch((error: unknown) => error)
        expect(!(outcome instanceof Error) || outcome instanceof AppError).toBe(true)
      }
  })

  it('answers any bytes with signed data or signature-invalid', () => {
    const edit = fc.record({ at: fc.nat(der.length - 1), value: fc.nat(255) })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), fc.nat(der.length), (edits, length) => {
        const bytes = ownBytes(der.subarray(0, length))
        for (const { at, value } of edits) if (at < length) bytes[at] = value
        try {
          parseSignedData(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      }),
    )
  })
})
