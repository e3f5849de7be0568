/** Signing and sealing, against the openssl program and against whoever changes a byte. */
import { execFileSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '#core/errors'
import { authorization, openResource, requireSigned, sealedResource } from './payment-signature.ts'

const NOW = Date.UTC(2026, 10, 25, 8)
const SERIAL = 'PUB_KEY_ID_1'

let folder: string
let privateKey: KeyObject
let publicKey: KeyObject

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'payment-'))
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  privateKey = createPrivateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  publicKey = createPublicKey(pair.publicKey.export({ type: 'spki', format: 'pem' }))
})
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, contents: string | Uint8Array): string => {
  writeFileSync(join(folder, name), contents)
  return join(folder, name)
}

const headersFor = (body: string, at = NOW, key = privateKey): Record<string, string> => {
  const [timestamp, nonce] = [String(Math.floor(at / 1000)), 'abc']
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': SERIAL,
    'wechatpay-signature': sign('sha256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), key).toString('base64'),
  }
}

const verdict = (headers: Record<string, string | undefined>, body: string | Buffer, now = NOW): string => {
  try {
    requireSigned(headers, Buffer.from(body), new Map([[SERIAL, publicKey]]), now)
    return 'good'
  } catch (error) {
    return error instanceof AppError && error.code === 'signature-invalid' ? String(error.details['reason']) : 'other'
  }
}

test('openssl finds the signature of a request good', () => {
  const request = { method: 'GET', target: '/v3/pay?mchid=1', body: '', at: NOW, nonce: 'N0' }
  const header = authorization({ merchant: '1900000109', serial: 'S1', key: privateKey }, request)
  expect(header).toMatch(
    /^WECHATPAY2-SHA256-RSA2048 mchid="1900000109",nonce_str="N0",timestamp="1795593600",serial_no="S1",signature="[A-Za-z0-9+/=]+"$/,
  )
  const signature = /signature="([^"]+)"/.exec(header)?.[1] ?? ''
  const message = file('message', 'GET\n/v3/pay?mchid=1\n1795593600\nN0\n\n')
  const key = file('public.pem', publicKey.export({ type: 'spki', format: 'pem' }))
  const signed = file('signature', Buffer.from(signature, 'base64'))
  const said = execFileSync('openssl', ['dgst', '-sha256', '-verify', key, '-signature', signed, message])
  expect(said.toString()).toContain('Verified OK')
})

test('what the service has signed is good for five minutes, and nothing else is', () => {
  const body = '{"id":"EV-1","金额":1}'
  expect(verdict(headersFor(body), body)).toBe('good')
  expect(verdict(headersFor(body), `${body} `)).toBe('signature')
  expect(verdict(headersFor(body, NOW - 301_000), body)).toBe('time')
  expect(verdict(headersFor(body, NOW + 301_000), body)).toBe('time')
  expect(verdict({ ...headersFor(body), 'wechatpay-serial': 'other' }, body)).toBe('unknown key')
  expect(verdict({ ...headersFor(body), 'wechatpay-timestamp': 'now' }, body)).toBe('time')
  for (const name of Object.keys(headersFor(body)))
    expect(verdict({ ...headersFor(body), [name]: undefined }, body)).toBe('missing')
  const probe = { ...headersFor(body), 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abc' }
  expect(verdict(probe, body)).toBe('signature')
})

test('no changed byte of a signed body is taken', () => {
  const body = Buffer.from('{"event_type":"TRANSACTION.SUCCESS"}')
  const headers = headersFor(body.toString())
  fc.assert(
    fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(body)
      changed[at]! ^= change
      expect(verdict(headers, changed)).toBe('signature')
    }),
    { numRuns: 50 },
  )
})

/** Made with Python's `cryptography`, AESGCM. */
const SEALED = {
  algorithm: 'AEAD_AES_256_GCM',
  nonce: 'fdasflkja484',
  associated_data: 'transaction',
  ciphertext: 'bz1mQGtugHE+xvD4swlMsg5Ab6v/xGhRFy0WU0HlO8Uv7D9fiCr+8uIAwtP2YLebiVkHBHzzFxMpL6L+K/DbRrlQuP06vM0=',
}
const KEY = Buffer.from('0123456789abcdef0123456789ABCDEF')

test('opens what another program has sealed, and nothing that was changed', () => {
  const resource = sealedResource.parse(SEALED)
  expect(openResource(resource, KEY)).toBe('{"out_trade_no":"20261125ABC","amount":{"total":30000}}')
  expect(() => openResource({ ...resource, associated_data: 'refund' }, KEY)).toThrow('message-rejected')
  expect(() => openResource({ ...resource, nonce: 'fdasflkja485' }, KEY)).toThrow('message-rejected')
  expect(() => openResource({ ...resource, ciphertext: 'AAAA' }, KEY)).toThrow('message-rejected')
  expect(() => openResource(resource, Buffer.alloc(32))).toThrow('message-rejected')
  fc.assert(
    fc.property(fc.nat(Buffer.from(SEALED.ciphertext, 'base64').length - 1), (at) => {
      const changed = Buffer.from(SEALED.ciphertext, 'base64')
      changed[at]! ^= 1
      expect(() => openResource({ ...resource, ciphertext: changed.toString('base64') }, KEY)).toThrow(
        'message-rejected',
      )
    }),
    { numRuns: 50 },
  )
})
