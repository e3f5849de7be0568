/**
 * Alipay's open gateway: requests signed with RSA2 (SHA256withRSA) over their sorted parameters,
 * answers signed over the very text of their node.
 */
import { createPrivateKey, createPublicKey, createSign, createVerify, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { callService, codeIn, jsonOf, refused, unavailable, type ServiceName, type World } from './call.ts'
import { secretPlace } from './secret.ts'
import { serviceUrl } from './service-url.ts'

export const alipaySettings = z.strictObject({
  gateway: serviceUrl.default('https://openapi.alipay.com/gateway.do'),
  appId: z.string().regex(/^\d{1,32}$/),
  /** This application's: PEM, or base64 of PKCS#8 as Alipay's tool writes it. */
  privateKey: secretPlace,
  /** Alipay's public key for this application: PEM, or base64 of its DER. */
  alipayPublicKey: secretPlace,
})

export interface AlipayAccount {
  readonly gateway: string
  readonly appId: string
  readonly privateKey: KeyObject
  readonly alipayPublicKey: KeyObject
}

const isRsa = (key: KeyObject): boolean =>
  key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048

const readKey = (make: () => KeyObject): KeyObject | null => {
  try {
    const key = make()
    return isRsa(key) ? key : null
  } catch {
    // Not a key: said with the name of its place by who asked.
    return null
  }
}

const derOf = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'base64')

/** An RSA key of 2048 bits or more; null where the text is none. */
export const readAlipayPrivateKey = (text: string): KeyObject | null =>
  readKey(() =>
    text.includes('-----')
      ? createPrivateKey(text)
      : createPrivateKey({ key: derOf(text), format: 'der', type: 'pkcs8' }),
  )

export const readAlipayPublicKey = (text: string): KeyObject | null =>
  readKey(() =>
    text.includes('-----') ? createPublicKey(text) : createPublicKey({ key: derOf(text), format: 'der', type: 'spki' }),
  )

export interface AlipayRequest {
  readonly method: string
  readonly bizContent: object
  /** Where a browser comes back to, for pages. */
  readonly returnUrl?: string
}

const BEIJING = 8 * 3_600_000

/** `2014-07-24 03:07:50`, in Beijing. */
const timestamp = (now: number): string => new Date(now + BEIJING).toISOString().slice(0, 19).replace('T', ' ')

/** What is signed: all parameters with a value, sorted by name, not escaped. */
const signedText = (params: Readonly<Record<string, string>>): string =>
  Object.entries(params)
    .filter(([, value]) => value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

const signedParams = (
  { appId, privateKey }: AlipayAccount,
  { method, bizContent, returnUrl = '' }: AlipayRequest,
  now: number,
): Readonly<Record<string, string>> => {
  const params = {
    ...{ app_id: appId, method, format: 'JSON', charset: 'utf-8', sign_type: 'RSA2', version: '1.0' },
    ...{ timestamp: timestamp(now), biz_content: JSON.stringify(bizContent) },
    ...(returnUrl === '' ? {} : { return_url: returnUrl }),
  }
  const sign = createSign('RSA-SHA256').update(signedText(params), 'utf8').sign(privateKey, 'base64')
  return { ...params, sign }
}

/** The address of a page of Alipay's that a browser is sent to. */
export const alipayPage = (account: AlipayAccount, { now }: World, request: AlipayRequest): string => {
  const url = new URL(account.gateway)
  url.search = new URLSearchParams(signedParams(account, request, now())).toString()
  return url.href
}

/** Where the JSON object ends that begins at `start`; -1 when it does not. */
const endOfObject = (text: string, start: number): number => {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') {
      while (++at < text.length && text[at] !== '"') if (text[at] === '\\') at++
    } else if (sign === '{') depth++
    else if (sign === '}' && --depth === 0) return at + 1
  }
  return -1
}

/** The text of a node as it stands in the answer, which is what has been signed; null without one. */
export const nodeText = (text: string, name: string): string | null => {
  const found = new RegExp(`^\\s*\\{\\s*"${name}"\\s*:\\s*(?=\\{)`).exec(text)
  if (found === null) return null
  const end = endOfObject(text, found[0].length)
  return end < 0 ? null : text.slice(found[0].length, end)
}

const envelope = z.object({ sign: z.string().max(1024) })
const result = z.looseObject({ code: z.string(), sub_code: z.string().optional() })
export type AlipayResult = z.output<typeof result>

/** Only a failure comes unsigned: from a gateway that does not know whose key to use. */
const unsignedFailure = (service: ServiceName, text: string): Error => {
  const { success, data } = z.object({ error_response: result }).safeParse(jsonOf(service, text))
  return success ? failureOf(service, data.error_response) : unavailable(service, 'malformed')
}

/** What a result other than success means. */
export const failureOf = (service: ServiceName, { code, sub_code: subCode = code }: AlipayResult): Error => {
  const reason = codeIn(subCode)
  return code === '20000' || /SYSTEM_ERROR|unknow-error/i.test(subCode)
    ? unavailable(service, reason)
    : refused(service, reason)
}

/**
 * What Alipay answers, signature verified: `code` 10000 for success, or 40004 with a `sub_code` that
 * the caller judges. Rejects with `service-refused` or `service-unavailable` for everything else.
 */
export const askAlipay = async (
  account: AlipayAccount,
  world: World,
  request: AlipayRequest & { readonly service: ServiceName; readonly isRepeatable?: boolean },
): Promise<AlipayResult> => {
  const { service, method, isRepeatable = false } = request
  const { biz_content: content = '', ...common } = signedParams(account, request, world.now())
  const url = new URL(account.gateway)
  url.search = new URLSearchParams(common).toString()
  const { text } = await callService(world, {
    ...{ service, method: 'POST', url, isRepeatable },
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
    body: new URLSearchParams({ biz_content: content }).toString(),
  })
  const node = nodeText(text, `${method.replaceAll('.', '_')}_response`)
  if (node === null) throw unsignedFailure(service, text)
  const signed = envelope.safeParse(jsonOf(service, text))
  const isGenuine =
    signed.success &&
    createVerify('RSA-SHA256').update(node, 'utf8').verify(account.alipayPublicKey, signed.data.sign, 'base64')
  if (!isGenuine) throw unavailable(service, 'signature')
  const { success, data } = result.safeParse(jsonOf(service, node))
  if (!success) throw unavailable(service, 'malformed')
  if (data.code !== '10000' && data.code !== '40004') throw failureOf(service, data)
  return data
}
