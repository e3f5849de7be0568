import { describe, expect, it } from 'vitest'
import { toBase64url } from '../bytes/base64url.ts'
import { enrolmentRequest, shareRequest } from './enrolment.ts'

const request = {
  person: ' 王敏 ',
  creditCode: '91410100MA9ABCD16M',
  device: '手机',
  csr: toBase64url(Uint8Array.of(1, 2)),
}

describe('enrolmentRequest', () => {
  it('reads bytes and trims names', () => {
    expect(enrolmentRequest.parse(request)).toEqual({ ...request, person: '王敏', csr: Uint8Array.of(1, 2) })
  })

  it.each([
    ['an empty name', { person: ' ' }],
    ['base64 with padding', { csr: 'AQI=' }],
    ['a request that is too large', { csr: 'A'.repeat(5464) }],
    ['a member that nobody knows', { admin: true }],
  ])('refuses %s', (_, change) => {
    expect(enrolmentRequest.safeParse({ ...request, ...change }).success).toBe(false)
  })
})

describe('shareRequest', () => {
  const bytes = (length: number) => toBase64url(new Uint8Array(length))

  it('asks for exact lengths', () => {
    const share = { id: bytes(16), share: bytes(32), verifier: bytes(32) }
    expect(shareRequest.safeParse(share).success).toBe(true)
    for (const name of ['id', 'share', 'verifier'] as const)
      expect(shareRequest.safeParse({ ...share, [name]: bytes(31) }).success).toBe(false)
  })
})
