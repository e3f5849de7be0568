/** WeChat Pay's API v3 from the service's side: whose requests are good, how answers are signed and notices sealed. */
import { createCipheriv, createSign, createVerify } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { hexOf, type Ground, type KeyPair } from './stand-in.ts'

export const APP_ID = 'wxb41d6e8c0a7f2953'
export const MERCHANT = '1900000109'
export const MERCHANT_SERIAL = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
export const SERVICE_KEY_ID = 'PUB_KEY_ID_0119000001092026112500000001'

const SCHEME = 'WECHATPAY2-SHA256-RSA2048'
const FRESH = 300

const FIELDS = ['mchid', 'nonce_str', 'timestamp', 'serial_no', 'signature'] as const
type Field = (typeof FIELDS)[number]

const fieldsIn = (header: string): Readonly<Record<Field, string>> | null => {
  if (!header.startsWith(`${SCHEME} `)) return null
  const found = Object.fromEntries(
    [...header.slice(SCHEME.length + 1).matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  ) as Partial<Record<Field, string>>
  return FIELDS.every((name) => found[name]) ? (found as Record<Field, string>) : null
}

/** Whether the merchant has signed this request just now. */
export const isFromMerchant = (request: FastifyRequest, body: string, publicKey: string, now: number): boolean => {
  const fields = fieldsIn(request.headers.authorization ?? '')
  if (fields === null || fields.mchid !== MERCHANT || fields.serial_no !== MERCHANT_SERIAL) return false
  if (Math.abs(now / 1000 - Number(fields.timestamp)) > FRESH) return false
  const message = `${request.method}\n${request.url}\n${fields.timestamp}\n${fields.nonce_str}\n${body}\n`
  return createVerify('RSA-SHA256').update(message).verify(publicKey, fields.signature, 'base64')
}

/** The headers by which a merchant knows that an answer or a notice is from here. */
export const signedHeaders = (body: string, key: KeyPair, { now, random }: Ground): Record<string, string> => {
  const timestamp = String(Math.floor(now() / 1000))
  const nonce = hexOf(random(16))
  const signature = createSign('RSA-SHA256').update(`${timestamp}\n${nonce}\n${body}\n`).sign(key.privateKey, 'base64')
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-signature': signature,
    'wechatpay-serial': SERVICE_KEY_ID,
  }
}

/** What a notice carries: sealed with the APIv3 key. */
export const seal = (type: string, contents: object, apiKey: string, random: Ground['random']): object => {
  const nonce = hexOf(random(6))
  const cipher = createCipheriv('aes-256-gcm', apiKey, nonce)
  cipher.setAAD(Buffer.from(type))
  const sealed = [cipher.update(JSON.stringify(contents), 'utf8'), cipher.final(), cipher.getAuthTag()]
  return {
    ...{ original_type: type, algorithm: 'AEAD_AES_256_GCM', associated_data: type, nonce },
    ciphertext: Buffer.concat(sealed).toString('base64'),
  }
}

/** As the service writes times. */
export const chinaTime = (at: number): string => `${new Date(at + 28_800_000).toISOString().slice(0, 19)}+08:00`
