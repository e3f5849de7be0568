/**
 * Signature of Alibaba Cloud's OpenAPI, version 3 (ACS3-HMAC-SHA256): method, path, query, headers
 * and digest of the body, each in one spelling.
 */
import { createHash, createHmac } from 'node:crypto'

export interface AliyunRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  /** Lower-case names, `host` among them; all are signed. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface AliyunKey {
  readonly id: string
  readonly secret: string
}

export const sha256Text = (text: string): string => createHash('sha256').update(text).digest('hex')

/** RFC 3986: everything but letters, digits and `-_.~`. */
export const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : a > b ? 1 : 0)

/** A query in the one order and spelling that is signed. */
export const canonicalQuery = (params: Iterable<readonly [string, string]>): string =>
  [...params]
    .toSorted(byName)
    .map(([name, value]) => `${percentEncoded(name)}=${percentEncoded(value)}`)
    .join('&')

/** The value of the `Authorization` header. */
export const aliyunAuthorization = ({ method, url, headers, body }: AliyunRequest, key: AliyunKey): string => {
  const named = Object.entries(headers).toSorted(byName)
  const names = named.map(([name]) => name).join(';')
  const lines = named.map(([name, value]) => `${name}:${value.trim()}\n`).join('')
  const canonical = [method, url.pathname, canonicalQuery(url.searchParams), lines, names, sha256Text(body)].join('\n')
  const signature = createHmac('sha256', key.secret)
    .update(`ACS3-HMAC-SHA256\n${sha256Text(canonical)}`)
    .digest('hex')
  return `ACS3-HMAC-SHA256 Credential=${key.id},SignedHeaders=${names},Signature=${signature}`
}
