import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ownBytes, utf8 } from '../bytes/bytes.ts'
import { readCertificateFile, readPem, toPem } from './pem.ts'

describe('PEM', () => {
  it('gives back what it was made of', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (a, b) => {
        const text = `subject=x\n${toPem('CERTIFICATE', a)}\n${toPem('X509 CRL', b)}${toPem('CERTIFICATE', b)}`
        expect(readPem(text, 'CERTIFICATE')).toEqual([ownBytes(a), ownBytes(b)])
      }),
    )
  })

  it('reads lines that end in CR LF', () => {
    expect(readPem(toPem('CERTIFICATE', utf8('abc')).replaceAll('\n', '\r\n'), 'CERTIFICATE')).toEqual([utf8('abc')])
  })

  it.each(['-----BEGIN CERTIFICATE-----\nYWJj', '-----BEGIN CERTIFICATE-----\nY*Jj\n-----END CERTIFICATE-----', ''])(
    'refuses %j as a certificate file',
    (text) => {
      expect(() => readCertificateFile(utf8(text))).toThrow(expect.objectContaining({ code: 'certificate-malformed' }))
    },
  )
})
