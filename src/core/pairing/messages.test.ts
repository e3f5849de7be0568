import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signRequest } from '#tests/support/pairing'
import { toBase64url } from '../bytes/base64url.ts'
import { utf8 } from '../bytes/bytes.ts'
import { canonicalBytes, type Json } from '../bytes/canonical-json.ts'
import { sha256 } from '../bytes/digest.ts'
import { fitsIntent, INTENTS, REFUSALS, type Message, type RequestBody } from './messages.ts'
import { messageBytes, readMessage } from './wire.ts'

const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(toBase64url)
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toBase64url)
const time = fc.nat()
const text = fc.string({ unit: 'grapheme', maxLength: 60 })
const body: fc.Arbitrary<RequestBody> = fc.oneof(
  digest.map((nonce): RequestBody => ({
    kind: 'identify',
    body: { origin: 'https://a.example', nonce, purpose: '登录' },
  })),
  fc.nat({ max: 15 }).map((slot): RequestBody => ({ kind: 'unwrap', body: { purpose: 'open', header: 'e30', slot } })),
  fc.constant(null).map((): RequestBody => signRequest()),
)
const message: fc.Arbitrary<Message> = fc.oneof(
  fc
    .tuple(id, time, time, body)
    .map(([id, issuedAt, expiresAt, asked]): Message => ({ type: 'request', id, issuedAt, expiresAt, ...asked })),
  fc.tuple(id, digest, fc.constantFrom(...REFUSALS), text).map(([id, requestHash, code, reason]): Message => ({
    type: 'response',
    id,
    requestHash,
    ok: false,
    error: { code, reason },
  })),
  fc.tuple(id, digest, fc.jsonValue({ noUnicodeString: true })).map(([id, requestHash, body]): Message => ({
    type: 'response',
    id,
    requestHash,
    ok: true,
    confirm: 'AAAA',
    body,
  })),
  fc.tuple(fc.constantFrom('seen' as const, 'cancel' as const), id).map(([type, id]): Message => ({ type, id })),
  text.map((reason): Message => ({ type: 'end', reason })),
  fc.option(fc.array(digest, { minLength: 1, maxLength: 15 })).map((older): Message => ({
    ...{ type: 'introduction', signing: ['AAAA'], encryption: ['AAAA'], person: '王敏', device: '手机' },
    ...{ deviceKey: 'AAAA', endorsement: 'AAAA', proof: 'AAAA' },
    ...(older === null ? {} : { older }),
  })),
)
const request = { type: 'request', id: 'A'.repeat(22), issuedAt: 1, expiresAt: 2, ...signRequest() }
const response = { type: 'response', id: 'A'.repeat(22), requestHash: 'A'.repeat(43), ok: true, body: {} }

describe('a message', () => {
  it('is read as it was written, with its hash', async () => {
    await fc.assert(
      fc.asyncProperty(message, async (value) => {
        const bytes = messageBytes(value)
        const plain: unknown = JSON.parse(JSON.stringify(value))
        expect(await readMessage(bytes)).toEqual({ message: plain, hash: await sha256(bytes) })
      }),
    )
  })

  it.each<[string, Json]>([
    ['no such type', { type: 'grant' }],
    ['a request without a kind', { ...request, kind: undefined }],
    ['a request of another kind than its body', { ...request, kind: 'identify' }],
    ['a request with a member too many', { ...request, note: 'x' }],
    ['a request without documents', { ...request, body: { ...signRequest().body, documents: [] } }],
    ['a request with a short digest', JSON.parse(JSON.stringify(request).replaceAll(/"digest":"./g, '"digest":"'))],
    ['an id that is no id', { ...response, id: '../..' }],
    ['a response with a member too many', { ...response, more: 1 }],
    ['a response with a short hash', { ...response, requestHash: 'AAAA' }],
    ['a refusal of no known code', { ...response, ok: false, error: { code: 'why' } }],
    ['a reason that is a novel', { type: 'end', reason: 'x'.repeat(256) }],
    ['no object', ['end']],
  ])('is refused: %s', async (_, value) => {
    expect(await readMessage(canonicalBytes(value))).toBeNull()
  })

  it('is refused in any spelling but the canonical one', async () => {
    for (const spelled of [
      '{"type":"end","reason":"a"}',
      '{"reason":"a", "type":"end"}',
      '{"reason":"a","type":"end"}\n',
    ])
      expect(await readMessage(utf8(spelled))).toBeNull()
    expect(await readMessage(utf8('{"reason":"a","type":"end"}'))).not.toBeNull()
  })

  it('is null, whatever comes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array(), async (bytes) => (await readMessage(bytes)) === null))
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect(await readMessage(utf8(JSON.stringify(value)))).toBeNull()
      }),
    )
  })
})

it('each intent allows one kind of request', () => {
  const sign = signRequest()
  const asked: Record<string, RequestBody> = {
    identify: { kind: 'identify', body: { origin: '', nonce: '', purpose: '' } },
    sign,
    generate: { kind: 'sign', body: { ...sign.body, profile: 'bid' } },
    open: { kind: 'unwrap', body: { purpose: 'open', header: '', slot: 0 } },
    rehearse: { kind: 'unwrap', body: { purpose: 'rehearse', header: '', slot: 0 } },
  }
  for (const intent of INTENTS)
    for (const [fitting, body] of Object.entries(asked)) expect(fitsIntent(intent, body)).toBe(fitting === intent)
})
