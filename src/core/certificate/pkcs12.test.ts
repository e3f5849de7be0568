import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { party, testAuthority, type TestAuthority, type TestParty } from '#tests/support/authority'
import { damaged } from '#tests/support/damage'
import type { Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { readPkcs12, writePkcs12 } from './pkcs12.ts'

let authority: TestAuthority
let signer: TestParty
let file: Bytes

beforeAll(async () => {
  authority = await testAuthority()
  signer = await party('company-signing', { issuer: authority.issuing })
  const certificates = [signer.der, authority.root.der, authority.issuing.der]
  file = await writePkcs12({ pkcs8: signer.pkcs8, certificates, password: '标印1234', name: '示范' })
})

describe('a key file', () => {
  it('opens with its password, the certificates in order', async () => {
    const { pkcs8, certificates } = await readPkcs12(file, '标印1234')
    expect(pkcs8).toEqual(signer.pkcs8)
    expect(certificates).toEqual([signer.der, authority.issuing.der, authority.root.der])
  })

  it.each(['', '标印1235', '标印1234 '])('does not open with %j', async (password) => {
    await expect(readPkcs12(file, password)).rejects.toMatchObject({ code: 'password-wrong' })
  })

  it('is never written the same way twice', async () => {
    const options = { pkcs8: signer.pkcs8, certificates: [signer.der], password: 'x', name: 'x' }
    expect(await writePkcs12(options)).not.toEqual(await writePkcs12(options))
  })

  it('needs the certificate of its key', async () => {
    const certificates = [authority.root.der]
    const other = await writePkcs12({ pkcs8: signer.pkcs8, certificates, password: 'x', name: 'x' })
    await expect(readPkcs12(other, 'x')).rejects.toMatchObject({ code: 'key-mismatch' })
  })

  it('never opens after damage, and always says why', async () => {
    const codes = ['password-wrong', 'certificate-malformed', 'key-mismatch']
    await fc.assert(
      fc.asyncProperty(damaged(file), async (bytes) => {
        const opened = await readPkcs12(bytes, '标印1234').catch((error: unknown) => error)
        if (opened instanceof AppError) expect(codes).toContain(opened.code)
        else expect(opened).toMatchObject({ pkcs8: signer.pkcs8 })
      }),
      { numRuns: 20 },
    )
  })
})
