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
import { childrenOf, contextTag, element, isOid, oid, parseElement, TAG } from './der.ts'
import { ecdsaToDer } from './ecdsa.ts'
import { assembleSignedData, parseSignedData, verifySignedAttributes, verifySignedData } from './signed-data.ts'
import { signDigest, type SignedAttributes } from './signer.ts'
import { signWith } from './signing-key.ts'

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

  /** The fields of the whole, and of its one signer. */
  const fieldsOf = (whole: Uint8Array): Uint8Array[] =>
    childrenOf(childrenOf(childrenOf(parseElement(whole))[1])[0]).map(({ bytes }) => bytes)
  const signerOf = (whole: Uint8Array): Uint8Array[] =>
    childrenOf(childrenOf(parseElement(fieldsOf(whole).at(-1)!))[0]).map(({ bytes }) => bytes)
  const whole = (fields: readonly Uint8Array[]): Bytes =>
    element(TAG.sequence, oid('1.2.840.113549.1.7.2'), element(contextTag(0), element(TAG.sequence, ...fields)))
  const withSigners = (...signers: readonly (readonly Uint8Array[])[]): Bytes =>
    whole([
      ...fieldsOf(der).slice(0, -1),
      element(TAG.set, ...signers.map((fields) => element(TAG.sequence, ...fields))),
    ])
  const sha512 = element(TAG.sequence, oid('2.16.840.1.101.3.4.2.3'))
  const timestamp = element(
    TAG.sequence,
    oid('1.2.840.113549.1.9.16.2.14'),
    element(TAG.set, element(TAG.octetString, utf8('not judged'))),
  )
  const dataAround = (bytes: Uint8Array): Bytes =>
    element(TAG.sequence, oid('1.2.840.113549.1.7.1'), element(contextTag(0), element(TAG.octetString, bytes)))

  it('is the same when it is taken apart and put together', () => {
    expect(withSigners(signerOf(der))).toEqual(der)
  })

  it.each<[string, () => Bytes]>([
    ['two signers', () => withSigners(signerOf(der), signerOf(der))],
    ['no signer', () => withSigners()],
    ['its content inside', () => whole(fieldsOf(der).map((field, at) => (at === 2 ? dataAround(content) : field)))],
    [
      'content of another type',
      () =>
        whole(
          fieldsOf(der).map((field, at) =>
            at === 2 ? element(TAG.sequence, oid('1.2.840.113549.1.9.16.1.4')) : field,
          ),
        ),
    ],
    [
      'too many certificates',
      () => assembleSignedData({ ...answer, certificates: Array.from({ length: 21 }, () => signer.chain[0]!) }),
    ],
    ['another digest algorithm', () => withSigners(signerOf(der).map((field, at) => (at === 2 ? sha512 : field)))],
    ['attributes of another kind', () => withSigners([...signerOf(der), element(contextTag(2), timestamp)])],
  ])('with %s is refused', async (_, make) => {
    await expect(verifySignedData(make(), digest)).rejects.toMatchObject({ code: 'signature-invalid' })
  })

  it('signed for another certificate of the same key is refused', async () => {
    const other = await testSigner()
    const meant = await signDigest(digest, other.chain[0]!, signer.privateKey)
    const swapped = assembleSignedData({ ...meant, certificates: signer.chain })
    await expect(verifySignedData(swapped, digest)).rejects.toMatchObject({
      details: { reason: 'signing certificate' },
    })
  })

  it('that does not say for which certificate it was signed is refused', async () => {
    const signingCertificate = '1.2.840.113549.1.9.16.2.47'
    const left = childrenOf(parseElement(answer.attributes)).filter(
      (attribute) => !isOid(childrenOf(attribute)[0], signingCertificate),
    )
    const attributes = element(TAG.set, ...left.map(({ bytes }) => bytes))
    const signature = ecdsaToDer(await signWith(signer.privateKey, attributes))
    const bare = assembleSignedData({ attributes, signature, certificates: signer.chain })
    await expect(verifySignedData(bare, digest)).rejects.toMatchObject({
      details: { reason: 'unsupported: no signing-certificate-v2' },
    })
  })

  it('hands out four timestamps at most, however many were added', () => {
    const many = Array.from({ length: 9 }, () => timestamp)
    expect(parseSignedData(withSigners([...signerOf(der), element(contextTag(1), ...many)])).timestamps).toHaveLength(4)
  })
})
