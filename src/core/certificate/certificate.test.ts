import 'reflect-metadata'
import { X509Certificate } from '@peculiar/x509'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { COMPANY, party, testAuthority, type TestAuthority, type TestParty } from '#tests/support/authority'
import { damaged } from '#tests/support/damage'
import { ownBytes } from '../bytes/bytes.ts'
import { sha256, sha256Hex } from '../bytes/digest.ts'
import { AppError } from '../errors.ts'
import { parseCertificate } from './certificate.ts'

let authority: TestAuthority
let signer: TestParty

beforeAll(async () => {
  authority = await testAuthority()
  signer = await party('company-signing', { issuer: authority.issuing })
})

describe('parseCertificate', () => {
  it('says whom it is for', async () => {
    const { certificate, der } = signer
    expect(certificate).toMatchObject({ ...COMPANY, usage: 'sign', isSelfSigned: false, isAuthority: false })
    expect(certificate.subject).toBe(
      'C=CN, O=河南示范建设有限公司, CN=河南示范建设有限公司, organizationIdentifier=NTRCN-91410100MA9ABCD16M, name=王敏',
    )
    expect(certificate.fingerprint).toBe(sha256Hex(await sha256(der)))
  })

  it('agrees with another library', () => {
    const other = new X509Certificate(signer.der)
    expect(other.serialNumber.replace(/^0+/, '')).toBe(signer.certificate.serial)
    expect(other.notBefore).toEqual(signer.certificate.notBefore)
    expect(other.notAfter).toEqual(signer.certificate.notAfter)
    expect(ownBytes(new Uint8Array(other.publicKey.rawData))).toEqual(signer.certificate.spki)
    expect(other.subjectName.getField('O')).toEqual([COMPANY.company])
  })

  it('tells usages apart', async () => {
    expect(authority.root.certificate).toMatchObject({ usage: 'authority', isSelfSigned: true, pathLength: null })
    expect(authority.issuing.certificate).toMatchObject({ usage: 'authority', isSelfSigned: false, pathLength: 0 })
    expect(authority.sealMaker.certificate.usage).toBe('seal-maker')
    const { certificate } = await party('company-encryption', { issuer: authority.issuing })
    expect(certificate.usage).toBe('encrypt')
  })

  it('reads or refuses damaged bytes, and nothing else', () => {
    fc.assert(
      fc.property(damaged(signer.der), (bytes) => {
        try {
          expect(parseCertificate(bytes).der).toEqual(bytes)
        } catch (error) {
          expect(error).toMatchObject({ code: 'certificate-malformed' })
          expect(error).toBeInstanceOf(AppError)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
