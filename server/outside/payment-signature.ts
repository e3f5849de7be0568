/** How WeChat Pay (API v3) signs and encrypts: RSA with SHA-256 over lines of text, AES-256-GCM for notices. */
import { createDecipheriv, sign, verify, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '#core/errors'
import type { NoticeHeaders } from './payment.ts'

const SCHEME = 'WECHATPAY2-SHA256-RSA2048'
const ALGORITHM = 'AEAD_AES_256_GCM'
const TAG_LENGTH = 16
/** What is older was perhaps seen by others. */
const FRESH = 5 * 60_000

const lines = (...parts: readonly string[]): Buffer => Buffer.from(parts.map((part) => `${part}\n`).join(''))

export interface Signer {
  readonly merchant: string
  /** Of the merchant's certificate. */
  readonly serial: string
  readonly key: KeyObject
}

export interface SignedRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly body: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Letters and digits, never used before. */
  readonly nonce: string
}

/** The header `authorization` of a request. */
export const authorization = (signer: Signer, { method, target, body, at, nonce }: SignedRequest): string => {
  const timestamp = String(Math.floor(at / 1000))
  const signature = sign('sha256', lines(method, target, timestamp, nonce, body), signer.key).toString('base64')
  const { merchant, serial } = signer
  return `${SCHEME} mchid="${merchant}",nonce_str="${nonce}",timestamp="${timestamp}",serial_no="${serial}",signature="${signature}"`
}

const text = (headers: NoticeHeaders, name: string): string => {
  const value = headers[name]
  if (typeof value !== 'string') throw new AppError('signature-invalid', { reason: 'missing', header: name })
  return value
}

/** Throws `signature-invalid` for an answer or a notice that none of these keys has signed just now. */
export const requireSigned = (
  headers: NoticeHeaders,
  body: Uint8Array,
  keys: ReadonlyMap<string, KeyObject>,
  now: number,
): void => {
  const timestamp = text(headers, 'wechatpay-timestamp')
  const nonce = text(headers, 'wechatpay-nonce')
  const signature = text(headers, 'wechatpay-signature')
  const key = keys.get(text(headers, 'wechatpay-serial'))
  if (key === undefined) throw new AppError('signature-invalid', { reason: 'unknown key' })
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1000) > FRESH)
    throw new AppError('signature-invalid', { reason: 'time' })
  const signed = Buffer.concat([lines(timestamp, nonce), body, Buffer.from('\n')])
  if (!verify('sha256', signed, key, Buffer.from(signature, 'base64')))
    throw new AppError('signature-invalid', { reason: 'signature' })
}

/** What a notice carries encrypted. */
export const sealedResource = z.object({
  algorithm: z.literal(ALGORITHM),
  ciphertext: z.base64().max(65_536),
  nonce: z.string().length(12),
  associated_data: z.string().max(64).default(''),
})
export type SealedResource = z.output<typeof sealedResource>

/** Throws `message-rejected`. */
export const openResource = ({ ciphertext, nonce, associated_data }: SealedResource, key: Uint8Array): string => {
  const bytes = Buffer.from(ciphertext, 'base64')
  if (bytes.length < TAG_LENGTH) throw new AppError('message-rejected', { reason: 'too short' })
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce))
  decipher.setAAD(Buffer.from(associated_data))
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_LENGTH))
  try {
    return decipher.update(bytes.subarray(0, bytes.length - TAG_LENGTH), undefined, 'utf8') + decipher.final('utf8')
  } catch (cause) {
    throw new AppError('message-rejected', { reason: 'encryption' }, cause)
  }
}
