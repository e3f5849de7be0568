import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random } from '#tests/support/authority'
import { damaged } from '#tests/support/damage'
import { timestampRequest } from '#tests/support/status-requests'
import { decoded } from '../bytes/base64url.ts'
import { ownBytes, toHex } from '../bytes/bytes.ts'
import { integer, sequence, unsigned } from '../certificate/asn1.ts'
import { AppError } from '../errors.ts'
import { element, TAG } from './der.ts'
import { failureOf, parseTimestampRequest } from './timestamp-request.ts'

const POLICY = '2.25.227719232595479725397776225654546014456'
const refused = { code: 'invalid-input', details: { part: 'timestamp-request' } }

/** By `openssl ts -query` over `abc`. */
const FROZEN =
  'MGgCAQEwUTANBglghkgBZQMEAgMFAARA3a81oZNherrMQXNJriBBMRLm-k6JqX6iCp7u5ktV05ohkpkqJ0_BqDa6PCOj_uu9RU1EI2Q86A4qmslPpUyknwYDKgMEAggsYW4QFNh1CQEB_w'

describe('parseTimestampRequest', () => {
  it('reads a request of openssl', () => {
    const request = parseTimestampRequest(decoded(FROZEN))
    expect(request).toMatchObject({ version: 1, policy: '1.2.3.4', wantsCertificate: true, hasExtensions: false })
    expect(toHex(request.digest)).toMatch(/^ddaf35a193617abacc417349ae204131.*2a9ac94fa54ca49f$/)
    expect(toHex(request.nonce ?? random(0))).toBe('02082c616e1014d87509')
    expect(failureOf(request, '1.2.3.4')).toBeNull()
  })

  it('reads what was asked', () => {
    const hashes = fc.constantFrom('SHA-256', 'SHA-384', 'SHA-512')
    const nonces = fc.option(fc.uint8Array({ minLength: 1, maxLength: 32 }).map(ownBytes))
    fc.assert(
      fc.property(hashes, nonces, fc.boolean(), fc.boolean(), (hash, nonce, certReq, hasPolicy) => {
        const digest = random(Number(hash.slice(4)) / 8)
        const query = { hash, digest, certReq, ...(nonce && { nonce }), ...(hasPolicy && { policy: POLICY }) }
        const request = parseTimestampRequest(timestampRequest(query))
        expect(request).toMatchObject({ version: 1, digest, wantsCertificate: certReq, hasExtensions: false })
        expect(request.nonce).toEqual(nonce && unsigned(nonce))
        expect(request.policy).toBe(hasPolicy ? POLICY : null)
        expect(failureOf(request, POLICY)).toBeNull()
      }),
    )
  })

  it('takes a nonce below zero, which nobody forbids', () => {
    const nonce = element(TAG.integer, Uint8Array.of(0x80))
    const [version, imprint] = [integer(1), parseTimestampRequest(timestampRequest()).imprint]
    expect(parseTimestampRequest(sequence(version, imprint, nonce)).nonce).toEqual(nonce)
    for (const content of [[], [0, 1], [0xff, 0xff], new Array<number>(65).fill(1)])
      expect(() =>
        parseTimestampRequest(sequence(version, imprint, element(TAG.integer, Uint8Array.from(content)))),
      ).toThrow(expect.objectContaining(refused))
  })

  it.each([
    ['another version', { version: 2 }, 'badRequest'],
    ['SHA-1', { hash: 'SHA-1', digest: random(20) }, 'badAlg'],
    ['a digest of another length', { digest: random(20) }, 'badDataFormat'],
    ['another policy', { policy: '1.2.3.4' }, 'unacceptedPolicy'],
    ['extensions', { extensions: sequence() }, 'unacceptedExtension'],
  ] as const)('reads %s, which is refused', (_, query, failure) => {
    expect(failureOf(parseTimestampRequest(timestampRequest(query)), POLICY)).toBe(failure)
  })

  it('refuses damaged requests or reads another one, and never fails otherwise', () => {
    const original = timestampRequest({ policy: POLICY, nonce: random(8), certReq: true })
    fc.assert(
      fc.property(damaged(original), (bytes) => {
        try {
          failureOf(parseTimestampRequest(bytes), POLICY)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
          expect(error).toMatchObject(refused)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
