/** Checks of Alibaba Cloud's OpenAPI gateway: ACS3-HMAC-SHA256, read from the request as it came. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

export interface Fault {
  readonly status: number
  readonly code: string
}

const FRESH = 15 * 60_000
const FORM = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([a-z0-9;-]+),Signature=([0-9a-f]{64})$/

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

const fault = (code: string, status = 400): Fault => ({ code, status })

/** Sorted `name=value` pairs as they were sent, re-spelled with RFC 3986. */
const queryOf = (url: string): string => {
  const spelled = (text: string): string =>
    [...Buffer.from(decodeURIComponent(text.replaceAll('+', ' ')))]
      .map((byte) => {
        const sign = String.fromCharCode(byte)
        return /[A-Za-z0-9._~-]/.test(sign) ? sign : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
      })
      .join('')
  const [, query = ''] = url.split('?')
  const pairs = query.split('&').map((pair) => pair.split('='))
  return pairs
    .map(([name = '', value = '']) => `${spelled(name)}=${spelled(value)}`)
    .sort()
    .join('&')
}

/** Why the gateway turns a request away; null where it does not. A nonce is used up by a good one. */
export const aliyunFault = (
  { method, url, headers, body }: FastifyRequest,
  key: { readonly id: string; readonly secret: string },
  nonces: Set<string>,
  now: number,
): Fault | null => {
  const header = (name: string): string => [headers[name] ?? ''].flat().join()
  const [, id, names = '', signature = ''] = FORM.exec(header('authorization')) ?? []
  if (id === undefined) return fault('MissingSignature')
  if (id !== key.id) return fault('InvalidAccessKeyId.NotFound', 404)
  const signed = names.split(';')
  const needed = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-acs-'))]
  if (needed.some((name) => !signed.includes(name))) return fault('IncompleteSignature')
  if (!(Math.abs(now - Date.parse(header('x-acs-date'))) <= FRESH)) return fault('InvalidTimeStamp.Expired')
  const text = typeof body === 'string' ? body : ''
  if (header('x-acs-content-sha256') !== digest(text)) return fault('InvalidContentSha256')
  const lines = signed.map((name) => `${name}:${header(name).trim()}\n`).join('')
  const [path = ''] = url.split('?')
  const canonical = `${method}\n${path}\n${queryOf(url)}\n${lines}\n${names}\n${digest(text)}`
  const expected = createHmac('sha256', key.secret)
    .update(`ACS3-HMAC-SHA256\n${digest(canonical)}`)
    .digest()
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return fault('SignatureDoesNotMatch')
  const nonce = header('x-acs-signature-nonce')
  if (nonce === '' || nonces.has(nonce)) return fault('SignatureNonceUsed')
  nonces.add(nonce)
  return null
}
