import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aeskw } from '@noble/ciphers/aes.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromHex, ownBytes, toHex, utf8, type Bytes } from '../bytes/bytes.ts'
import { envelop, isEnvelopedFor, openEnvelope, type RecipientKey } from './auth-enveloped.ts'

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))

let folder = ''
const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })

/** A self-signed certificate and its key, made by the openssl program. */
const makeRecipient = async (name: string, kind: 'ec' | 'rsa'): Promise<RecipientKey> => {
  const key = kind === 'ec' ? ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['rsa:2048']
  const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`]
  openssl('req', '-x509', '-newkey', ...key, '-nodes', '-subj', `/O=测试/CN=${name}`, '-utf8', '-days', '2', ...files)
  const pkcs8 = ownBytes(openssl('pkcs8', '-topk8', '-nocrypt', '-in', `${name}.key`, '-outform', 'DER'))
  const certificate = ownBytes(openssl('x509', '-in', `${name}.pem`, '-outform', 'DER'))
  const privateKey =
    kind === 'ec'
      ? await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])
      : await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['decrypt'])
  return { certificate, privateKey }
}

const made: { [name: string]: RecipientKey } = {}
const recipient = (name: string): RecipientKey => made[name]!

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bidseal-cms-'))
  made['ec'] = await makeRecipient('ec', 'ec')
  made['other'] = await makeRecipient('other', 'ec')
  made['rsa'] = await makeRecipient('rsa', 'rsa')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const secret = utf8('a file key of 32 bytes and a hash')

describe.each(['ec', 'rsa'])('an envelope for an %s certificate', (name) => {
  it('is opened by its key', async () => {
    const envelope = await envelop(secret, recipient(name).certificate, random)
    expect(await openEnvelope(envelope, recipient(name))).toEqual(secret)
  })

  it('is opened by openssl cms -decrypt', async () => {
    writeFileSync(join(folder, 'slot.der'), await envelop(secret, recipient(name).certificate, random))
    const files = ['-recip', `${name}.pem`, '-inkey', `${name}.key`, '-out', 'opened']
    openssl('cms', '-decrypt', '-inform', 'DER', '-in', 'slot.der', ...files)
    expect(ownBytes(readFileSync(join(folder, 'opened')))).toEqual(secret)
  })

  it('is not for another certificate', async () => {
    const envelope = await envelop(secret, recipient(name).certificate, random)
    expect(isEnvelopedFor(envelope, recipient('other').certificate)).toBe(false)
    expect(await openEnvelope(envelope, recipient('other'))).toBeNull()
  })

  it('never gives anything but the secret after one bit has changed', async () => {
    const envelope = await envelop(secret, recipient(name).certificate, random)
    const positions = fc.integer({ min: 0, max: envelope.length * 8 - 1 })
    await fc.assert(
      fc.asyncProperty(positions, async (bit) => {
        const changed = ownBytes(envelope)
        changed[bit >> 3]! ^= 1 << (bit & 7)
        const opened = await openEnvelope(changed, recipient(name)).catch((error: { code: string }) => error.code)
        expect(opened === null || opened === 'bid-file-damaged' || opened === 'unwrap-failed').toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

describe('openEnvelope', () => {
  it('refuses what is not an envelope', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (noise) => {
        await expect(openEnvelope(ownBytes(noise), recipient('ec'))).rejects.toMatchObject({ code: 'bid-file-damaged' })
      }),
      { numRuns: 100 },
    )
  })

  it('takes an ephemeral point in one spelling only', async () => {
    const envelope = await envelop(secret, recipient('ec').certificate, random)
    const form = Buffer.from(envelope).indexOf(Buffer.from([0x03, 0x42, 0x00, 0x04])) + 3
    const y = envelope[form + 64]!
    const hybrid = ownBytes(envelope)
    hybrid[form] = 0x06 + (y & 1)
    await expect(openEnvelope(hybrid, recipient('ec'))).rejects.toMatchObject({
      ...{ code: 'bid-file-damaged', details: { reason: 'ephemeral key' } },
    })
  })

  it('does not say why a key does not fit', async () => {
    const envelope = await envelop(secret, recipient('ec').certificate, random)
    const stranger = { certificate: recipient('ec').certificate, privateKey: recipient('other').privateKey }
    await expect(openEnvelope(envelope, stranger)).rejects.toMatchObject({ code: 'unwrap-failed', details: {} })
  })
})

const PUBLISHED = new URL('../../../../shared/vectors/aes_wrap_test.json', import.meta.url)
const isThere = existsSync(PUBLISHED)

interface WrapVector {
  readonly tcId: number
  readonly key: string
  readonly msg: string
  readonly ct: string
  readonly result: string
}

describe.skipIf(!isThere)(
  `published AES key wrap vectors${isThere ? '' : ' (skipped: ../shared/vectors is absent)'}`,
  () => {
    it('agree with the library that wraps for P-256 recipients', () => {
      const groups = JSON.parse(readFileSync(PUBLISHED, 'utf8')) as {
        testGroups: { keySize: number; tests: WrapVector[] }[]
      }
      const vectors = groups.testGroups.filter(({ keySize }) => keySize === 256).flatMap(({ tests }) => tests)
      expect(vectors.length).toBeGreaterThan(50)
      const bytes = (hex: string): Bytes => fromHex(hex) ?? new Uint8Array()
      for (const { tcId, key, msg, ct, result } of vectors) {
        const unwrap = (): string => toHex(aeskw(bytes(key)).decrypt(bytes(ct)))
        if (result === 'invalid') expect(unwrap, `${tcId}`).toThrow()
        if (result === 'valid') expect(unwrap(), `${tcId}`).toBe(msg)
      }
    })
  },
)
