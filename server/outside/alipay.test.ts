import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testWorld } from '#tests/support/sandbox'
import { alipayPage, nodeText, readAlipayPrivateKey, readAlipayPublicKey } from './alipay.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'alipay-'))))
afterAll(() => rmSync(folder, { recursive: true }))

const put = (name: string, content: string | Buffer): string => {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

test('openssl agrees with the signature of a page, over the sorted parameters', () => {
  const account = { gateway: 'https://pay.example/gateway.do', appId: '1', privateKey, alipayPublicKey: publicKey }
  const request = { method: 'a.b', bizContent: { name: '王 & 敏' }, returnUrl: 'https://us.example/?a=1&b=2' }
  const world = testWorld({ now: () => Date.UTC(2026, 10, 25, 20, 0, 1) })
  const { sign = '', ...params } = Object.fromEntries(new URL(alipayPage(account, world, request)).searchParams)
  expect(params).toEqual({
    ...{ app_id: '1', biz_content: '{"name":"王 & 敏"}', charset: 'utf-8', format: 'JSON', method: 'a.b' },
    ...{ return_url: request.returnUrl, sign_type: 'RSA2', timestamp: '2026-11-26 04:00:01', version: '1.0' },
  })
  const signed = put(
    'signed',
    'app_id=1&biz_content={"name":"王 & 敏"}&charset=utf-8&format=JSON&method=a.b' +
      '&return_url=https://us.example/?a=1&b=2&sign_type=RSA2&timestamp=2026-11-26 04:00:01&version=1.0',
  )
  const key = put('key.pem', publicKey.export({ type: 'spki', format: 'pem' }))
  const signature = put('signature', Buffer.from(sign, 'base64'))
  const said = execFileSync('openssl', ['dgst', '-sha256', '-verify', key, '-signature', signature, signed])
  expect(said.toString()).toContain('Verified OK')
})

describe('keys', () => {
  test('are read as PEM and as the base64 of Alipay’s own tool', () => {
    const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
    expect(readAlipayPrivateKey(pkcs8)?.equals(privateKey)).toBe(true)
    expect(
      readAlipayPrivateKey(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString())?.equals(privateKey),
    ).toBe(true)
    const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    expect(readAlipayPublicKey(spki.replace(/(.{64})/g, '$1\n'))?.equals(publicKey)).toBe(true)
  })

  test('that are short, of another kind or none at all are not taken', () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
    expect(readAlipayPublicKey(short.publicKey.export({ type: 'spki', format: 'pem' }).toString())).toBeNull()
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect(readAlipayPrivateKey(curve.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toBeNull()
    for (const text of ['', 'MIIB', '-----BEGIN PRIVATE KEY-----\n\n-----END PRIVATE KEY-----']) {
      expect(readAlipayPrivateKey(text)).toBeNull()
      expect(readAlipayPublicKey(text)).toBeNull()
    }
  })
})

describe('the node of an answer', () => {
  test('is the very text that was signed', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.boolean(), (node, isSpaced) => {
        const text = JSON.stringify(node, null, isSpaced ? 2 : 0)
        expect(nodeText(`{ "a_response" : ${text},"sign":"x}"}`, 'a_response')).toBe(text)
      }),
    )
  })

  test('is there at the beginning or not at all, whatever is answered', () => {
    expect(nodeText('{"b":{"a_response":{"code":"10000"}}}', 'a_response')).toBeNull()
    expect(nodeText('{"a_response":"{}"}', 'a_response')).toBeNull()
    expect(nodeText('{"a_response":{"b":"}"', 'a_response')).toBeNull()
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = nodeText(`{"a_response":{${text}`, 'a_response')
        expect(found === null || found.startsWith('{')).toBe(true)
      }),
    )
  })
})
