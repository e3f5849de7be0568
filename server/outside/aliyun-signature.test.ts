import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aliyunAuthorization, canonicalQuery, percentEncoded, sha256Text } from './aliyun-signature.ts'

test('signs as the example of the documentation', () => {
  const url = new URL('https://ecs.cn-shanghai.aliyuncs.com/')
  url.search = canonicalQuery([
    ['RegionId', 'cn-shanghai'],
    ['ImageId', 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd'],
  ])
  const headers = {
    'x-acs-action': 'RunInstances',
    host: url.host,
    'x-acs-date': '2023-10-26T10:22:32Z',
    'x-acs-version': '2014-05-26',
    'x-acs-content-sha256': sha256Text(''),
    'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
  }
  const key = { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' }
  expect(aliyunAuthorization({ method: 'POST', url, headers, body: '' }, key)).toBe(
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;' +
      'x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  )
})

test('spells a query in one way only, from which it is read again', () => {
  expect(percentEncoded("a b*c~d(e)'!")).toBe('a%20b%2Ac~d%28e%29%27%21')
  const text = fc.string({ unit: 'grapheme' })
  fc.assert(
    fc.property(fc.dictionary(text, text), (params) => {
      const query = canonicalQuery(Object.entries(params))
      expect(query).toMatch(/^[A-Za-z0-9._~%=&-]*$/)
      expect(new Map(new URLSearchParams(query))).toEqual(new Map(Object.entries(params)))
    }),
  )
})
