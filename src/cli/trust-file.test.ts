import fc from 'fast-check'
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { ownBytes, utf8, type Bytes } from '#core/bytes/bytes'
import { toPem } from '#core/certificate/pem'
import { inFolder } from '#tests/support/pdf'
import { makeSoftware } from '#tests/support/software'
import { distinct, readTrustFile } from './trust-file.ts'

let pem: string
let der: Bytes
let crl: Bytes

beforeAll(() =>
  inFolder(async (folder) => {
    const { root } = await makeSoftware(folder)
    pem = await readFile(root, 'utf8')
    der = ownBytes(Buffer.from(pem.replace(/-----.*?-----/g, ''), 'base64'))
    crl = ownBytes(await readFile(`${folder}/trust/root.crl`))
  }),
)

describe('readTrustFile', () => {
  it('reads certificates and lists, as DER and as PEM', () => {
    const crlPem = toPem('X509 CRL', crl)
    for (const [file, certificates, crls] of [
      [utf8(pem), 1, 0],
      [der, 1, 0],
      [crl, 0, 1],
      [utf8(crlPem), 0, 1],
      [utf8(`words\n${pem}${crlPem}${pem}`), 2, 1],
    ] as const) {
      const found = readTrustFile(file)
      expect([found.certificates.length, found.crls.length]).toEqual([certificates, crls])
    }
  })

  it('refuses what holds neither', () => {
    for (const file of [
      utf8(''),
      utf8('words'),
      utf8(pem.replaceAll('CERTIFICATE', 'PRIVATE KEY')),
      utf8(pem.replaceAll('CERTIFICATE', 'X509 CRL')),
      utf8(toPem('CERTIFICATE', der.slice(0, 100))),
      der.slice(0, 100),
    ])
      expect(() => readTrustFile(file)).toThrow('certificate-malformed')
  })

  it('throws nothing else, whatever it gets', () => {
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const file = der.slice()
        file[at]! ^= change
        try {
          readTrustFile(file)
        } catch (error) {
          expect(error).toMatchObject({ code: 'certificate-malformed' })
        }
      }),
    )
  })
})

describe('distinct', () => {
  it('keeps the first of equal certificates', () => {
    expect(distinct([der, crl, ownBytes(der)])).toEqual([der, crl])
  })
})
