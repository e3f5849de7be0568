import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { random, testAuthority, type TestAuthority } from '#tests/support/authority'
import { damaged } from '#tests/support/damage'
import { certId, ocspRequest } from '#tests/support/status-requests'
import { decoded } from '../bytes/base64url.ts'
import { concat, ownBytes, toHex, type Bytes } from '../bytes/bytes.ts'
import { contextTag, element, oid } from '../cms/der.ts'
import { AppError } from '../errors.ts'
import { explicit, integer, octets, sequence } from './asn1.ts'
import { extension } from './extensions.ts'
import { issuerMatcher, OCSP_NONCE, parseOcspRequest } from './ocsp-request.ts'

let authority: TestAuthority
let id: Bytes

beforeAll(async () => {
  authority = await testAuthority()
  id = await certId(authority.issuing.certificate, '7f01')
})

const refused = { code: 'invalid-input', details: { part: 'ocsp-request' } }
const request = (...fields: Bytes[]): Bytes => sequence(sequence(...fields))
const list = (): Bytes => sequence(sequence(id))
const nonce = (value: Bytes, critical = false): Bytes =>
  explicit(2, sequence(extension(OCSP_NONCE, critical, octets(value))))

/** By `openssl ocsp`: one serial number with SHA-1, one with SHA-256, and a nonce. */
const FROZEN =
  'MIHGMIHDMIGbMD0wOzAJBgUrDgMCGgUABBRCTvM2bYsX5PmGXqeEn-ECutGoLgQUEN9VspW6-QS-A-uX85CCVZweijcCAn8BMFowWDANBglghkgBZQMEAgEFAAQgaGFtgvEfyN3iluqD2dfyGs11K0sI8Do4neV-xwZhv2oEIJH7ciWDetZHw7WHHglHEUNBlkvR80nEV-3n3O4n3ALMAgMAgP-iIzAhMB8GCSsGAQUFBzABAgQSBBBCX0LdrBMKS1FFJPMp44OV'

describe('parseOcspRequest', () => {
  it('reads a question of openssl', () => {
    const { certificates, nonce } = parseOcspRequest(decoded(FROZEN))
    expect(certificates.map(({ serial }) => serial)).toEqual(['7f01', '80ff'])
    expect(certificates.map(({ algorithm }) => algorithm)).toEqual(['1.3.14.3.2.26', '2.16.840.1.101.3.4.2.1'])
    expect(toHex(certificates[0]!.nameHash)).toBe('424ef3366d8b17e4f9865ea7849fe102bad1a82e')
    expect(toHex(certificates[0]!.keyHash)).toBe('10df55b295baf904be03eb97f39082559c1e8a37')
    expect(toHex(nonce ?? random(0))).toBe('425f42ddac130a4b514524f329e38395')
  })

  it('reads serial numbers and nonce as they were asked', async () => {
    const { certificate } = authority.issuing
    const serial = fc.bigInt({ min: 0n, max: 2n ** 159n }).map((value) => value.toString(16))
    const asked = fc.array(serial, { minLength: 1, maxLength: 5 })
    const nonces = fc.option(fc.uint8Array({ minLength: 1, maxLength: 128 }).map(ownBytes))
    await fc.assert(
      fc.asyncProperty(asked, nonces, async (serials, value) => {
        const ids = await Promise.all(serials.map((each) => certId(certificate, each)))
        const read = parseOcspRequest(ocspRequest(ids, value))
        expect(read.certificates.map((each) => each.serial)).toEqual(serials)
        expect(read.certificates.map(({ der }) => der)).toEqual(ids)
        expect(read.nonce).toEqual(value)
      }),
    )
  })

  it('takes a version, a name, a signature and what need not be understood', () => {
    const version = explicit(0, integer(0))
    const name = element(contextTag(1), element(0x82, Uint8Array.of(0x61)))
    const more = explicit(2, sequence(extension('1.2.3', false, octets(random(4)))))
    expect(parseOcspRequest(request(version, name, list(), more))).toMatchObject({ nonce: null })
    const single = sequence(id, explicit(0, sequence(extension('1.2.3', false, octets(random(4))))))
    expect(parseOcspRequest(request(sequence(single))).certificates).toHaveLength(1)
    const signed = sequence(sequence(list()), explicit(0, sequence()))
    expect(parseOcspRequest(signed).certificates).toHaveLength(1)
    expect(parseOcspRequest(request(list(), nonce(random(16), true))).nonce).toHaveLength(16)
  })

  it.each([
    ['nobody', () => request(sequence())],
    ['more certificates than fifty', () => ocspRequest(Array.from({ length: 51 }, () => id))],
    ['an empty nonce', () => request(list(), nonce(new Uint8Array()))],
    ['a nonce of 129 bytes', () => request(list(), nonce(random(129)))],
    ['a nonce that is bare', () => request(list(), explicit(2, sequence(extension(OCSP_NONCE, false, random(16)))))],
    ['another version', () => request(explicit(0, integer(1)), list())],
    ['what must be understood', () => request(list(), explicit(2, sequence(extension('1.2.3', true, octets(id)))))],
    [
      'the same of one certificate',
      () => request(sequence(sequence(id, explicit(0, sequence(extension('1.2.3', true, id)))))),
    ],
    ['fields in another order', () => request(nonce(random(8)), list())],
    ['bytes after the end', () => concat(request(list()), Uint8Array.of(0))],
    [
      'parameters of the hash',
      () =>
        request(
          sequence(sequence(sequence(sequence(oid('1.3.14.3.2.26'), oid('1.2')), octets(id), octets(id), integer(1)))),
        ),
    ],
    ['nothing', () => new Uint8Array()],
  ])('refuses %s', (_, make) => {
    expect(() => parseOcspRequest(make())).toThrow(expect.objectContaining(refused))
  })

  it('refuses damaged requests or reads another question, and never fails otherwise', () => {
    const original = ocspRequest([id, id], random(32))
    fc.assert(
      fc.property(damaged(original), (bytes) => {
        try {
          const { certificates } = parseOcspRequest(bytes)
          for (const { serial } of certificates) expect(serial).toMatch(/^[0-9a-f]+$/)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
          expect(error).toMatchObject(refused)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('issuerMatcher', () => {
  it('knows its issuer by SHA-1 and SHA-256, and by nothing else', async () => {
    const { issuing, root } = authority
    const isOurs = await issuerMatcher(issuing.certificate)
    const asked = async (...of: Parameters<typeof certId>): Promise<boolean> =>
      isOurs(parseOcspRequest(ocspRequest([await certId(...of)])).certificates[0]!)
    expect(await asked(issuing.certificate, '1', 'SHA-1')).toBe(true)
    expect(await asked(issuing.certificate, '1', 'SHA-256')).toBe(true)
    expect(await asked(issuing.certificate, '1', 'SHA-512')).toBe(false)
    expect(await asked(root.certificate, '1')).toBe(false)
    expect(await asked({ ...issuing.certificate, spki: root.certificate.spki }, '1')).toBe(false)
    expect(await asked({ ...issuing.certificate, subjectName: root.certificate.subjectName }, '1')).toBe(false)
  })
})
