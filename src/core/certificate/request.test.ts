import 'reflect-metadata'
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { damaged } from '#tests/support/damage'
import type { Bytes } from '../bytes/bytes.ts'
import { contextTag, element } from '../cms/der.ts'
import { AppError } from '../errors.ts'
import { bits, integer, sequence } from './asn1.ts'
import { makeCsr } from './csr.ts'
import { readCsr } from './request.ts'
import { ECDSA_SHA256, signBytes } from './signature.ts'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const

let csr: Bytes
let spki: Bytes

beforeAll(async () => {
  const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  csr = await makeCsr(keys, '王敏的手机')
  spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey))
})

describe('readCsr', () => {
  it('gives the key that signed', async () => {
    expect(await readCsr(csr)).toEqual({ spki })
  })

  it('refuses a request that another key signed', async () => {
    const [keys, others] = await Promise.all(
      [0, 1].map(() => crypto.subtle.generateKey(P256, true, ['sign', 'verify'])),
    )
    const forged = await makeCsr({ publicKey: keys!.publicKey, privateKey: others!.privateKey }, 'x')
    await expect(readCsr(forged)).rejects.toMatchObject({
      code: 'csr-rejected',
      details: { reason: 'no proof of possession' },
    })
  })

  it('refuses a key whose point is spelled otherwise: it would pass for another key', async () => {
    const { publicKey, privateKey } = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
    const plain = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))
    const hybrid = plain.slice()
    hybrid[plain.length - 65] = 6 + (plain.at(-1)! & 1)
    const requestFor = async (key: Bytes): Promise<Bytes> => {
      const signed = sequence(integer(0), sequence(), key, element(contextTag(0)))
      return sequence(signed, ECDSA_SHA256, bits(await signBytes(privateKey, signed)))
    }
    expect(await readCsr(await requestFor(plain))).toEqual({ spki: plain })
    await expect(readCsr(await requestFor(hybrid))).rejects.toMatchObject({
      details: { reason: 'key is not P-256' },
    })
  })

  it('refuses damaged requests, and never gives another key', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(csr), async (bytes) => {
        const found = await readCsr(bytes).catch((error: unknown) => error)
        if (found instanceof AppError) expect(found.code).toBe('csr-rejected')
        else expect(found).toEqual({ spki })
      }),
      { numRuns: 500 },
    )
  })

  it.each(['SHA-1', 'SHA-384'])('refuses a request that was signed with %s', async (hash) => {
    const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
    const other = await Pkcs10CertificateRequestGenerator.create({ keys, signingAlgorithm: { name: 'ECDSA', hash } })
    await expect(readCsr(new Uint8Array(other.rawData))).rejects.toMatchObject({ details: { reason: 'algorithm' } })
  })
})
