import { describe, expect, it } from 'vitest'
import { random, signAnswer } from '#tests/support/pairing'
import { toBase64url } from '../bytes/base64url.ts'
import { verifiedAnswer, type Expected } from './answer.ts'
import type { Response } from './messages.ts'
import { confirmBytes, introductionBytes, signProof } from './proof.ts'

const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
const expected: Expected = {
  kind: 'sign',
  hash: random(32),
  context: { transcript: random(32), origin: 'https://bid.example', intent: 'sign' },
  signingKey: new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)),
}
const body = signAnswer(random(400))
const signed = async (data = confirmBytes(expected.context, expected.hash)) => signProof(keys.privateKey, data)
const confirmed = await signed()
const introduced = await signed(introductionBytes(expected.context))
const response = async (change: Partial<Response> = {}): Promise<Response> => ({
  type: 'response',
  id: 'A'.repeat(22),
  requestHash: toBase64url(expected.hash),
  ok: true,
  confirm: toBase64url(await signed()),
  body,
  ...change,
})

describe('an answer', () => {
  it('is taken when everything fits', async () => {
    expect(await verifiedAnswer(await response(), expected)).toEqual(body)
  })

  it.each<[string, (right: Expected) => Expected]>([
    ['request', (right) => ({ ...right, hash: random(32) })],
    ['pairing', (right) => ({ ...right, context: { ...right.context, transcript: random(32) } })],
    ['server', (right) => ({ ...right, context: { ...right.context, origin: 'https://bid.example:8443' } })],
    ['intent', (right) => ({ ...right, context: { ...right.context, intent: 'generate' } })],
    ['key', (right) => ({ ...right, signingKey: right.signingKey.slice(1) })],
  ])('is not taken for another %s', async (_, change) => {
    await expect(verifiedAnswer(await response(), change(expected))).rejects.toMatchObject({
      code: 'peer-unauthenticated',
    })
  })

  it.each<[string, Partial<Response>]>([
    ['no signature', { confirm: '' }],
    ['half a signature', { confirm: toBase64url(confirmed.slice(0, 32)) }],
    ['a signature over the introduction', { confirm: toBase64url(introduced) }],
  ])('is not taken with %s', async (_, change) => {
    await expect(verifiedAnswer(await response(change), expected)).rejects.toMatchObject({
      code: 'peer-unauthenticated',
    })
  })

  it('is not taken in another form, however well it is signed', async () => {
    for (const wrong of [
      null,
      {},
      { ...body, more: 1 },
      { fileKey: toBase64url(random(32)) },
      { ...body, signatures: [] },
    ])
      await expect(verifiedAnswer(await response({ body: wrong }), expected)).rejects.toMatchObject({
        code: 'message-rejected',
      })
  })

  it('that is no needs no signature, but the right request', async () => {
    const no = await response({ ok: false, confirm: undefined, body: undefined, error: { code: 'refused' } })
    await expect(verifiedAnswer(no, expected)).rejects.toMatchObject({ code: 'request-refused' })
    await expect(verifiedAnswer({ ...no, error: undefined }, expected)).rejects.toMatchObject({
      code: 'message-rejected',
    })
    await expect(verifiedAnswer(no, { ...expected, hash: random(32) })).rejects.toMatchObject({
      code: 'peer-unauthenticated',
    })
  })
})
