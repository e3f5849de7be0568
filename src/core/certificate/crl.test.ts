import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { crlOf, testAuthority, type TestAuthority } from '#tests/support/authority'
import { damaged } from '#tests/support/damage'
import type { Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { parseCrl, verifyCrl, type CrlOptions } from './crl.ts'

let authority: TestAuthority
let crl: Bytes

const facts = {
  number: 7,
  thisUpdate: new Date('2026-03-01T00:00:00Z'),
  nextUpdate: new Date('2051-03-08T00:00:00Z'),
  revoked: [
    { serial: '1', at: new Date('2026-02-01T00:00:00Z'), reason: 0 },
    { serial: 'f0e1d2c3b4a59687', at: new Date('2026-02-02T00:00:00Z'), reason: 5 },
  ],
} satisfies Partial<CrlOptions>

beforeAll(async () => {
  authority = await testAuthority()
  crl = await crlOf(authority.issuing, facts)
})

describe('a revocation list', () => {
  it('is read as it was made', () => {
    const { number, thisUpdate, nextUpdate, revoked, issuer } = parseCrl(crl)
    expect({ number, thisUpdate, nextUpdate }).toEqual({
      number: 7n,
      thisUpdate: facts.thisUpdate,
      nextUpdate: facts.nextUpdate,
    })
    expect([...revoked]).toEqual(facts.revoked.map(({ serial, ...rest }) => [serial, rest]))
    expect(issuer).toEqual(authority.issuing.certificate.subjectName)
  })

  it('may be empty', async () => {
    expect(parseCrl(await crlOf(authority.issuing)).revoked.size).toBe(0)
  })

  it('is believed from its issuer only', async () => {
    const { root, issuing, sealMaker } = authority
    expect(await verifyCrl(parseCrl(crl), issuing.certificate)).toBe(true)
    expect(await verifyCrl(parseCrl(crl), root.certificate)).toBe(false)
    const renamed = { ...issuing.certificate, spki: root.certificate.spki }
    expect(await verifyCrl(parseCrl(crl), renamed)).toBe(false)
    const bySealMaker = parseCrl(await crlOf(sealMaker))
    expect(await verifyCrl(bySealMaker, sealMaker.certificate)).toBe(false)
  })

  it('is not made with the key of somebody else', async () => {
    const key = authority.root.privateKey
    await expect(crlOf(authority.issuing, { key })).rejects.toMatchObject({ code: 'key-mismatch' })
  })

  it('is refused or does not verify after damage', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(crl), async (bytes) => {
        try {
          const parsed = parseCrl(bytes)
          if (await verifyCrl(parsed, authority.issuing.certificate)) expect(bytes).toEqual(crl)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
          expect(error).toMatchObject({ code: 'certificate-malformed', details: { part: 'crl' } })
        }
      }),
      { numRuns: 500 },
    )
  })
})
