import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { damaged } from '#tests/support/damage'
import { equalBytes, type Bytes } from '../bytes/bytes.ts'
import { makeCsr, readCsr } from './csr.ts'

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

  it('refuses every damaged request', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(csr), async (bytes) => {
        fc.pre(!equalBytes(bytes, csr))
        await expect(readCsr(bytes)).rejects.toMatchObject({ code: 'csr-rejected' })
      }),
      { numRuns: 500 },
    )
  })
})
