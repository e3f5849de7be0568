import { AppError } from '../errors.ts'
import { fromUtf8, utf8, type Bytes } from './bytes.ts'

/** What JSON can say (RFC 8259). */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

const text = (value: string): string => {
  if (LONE_SURROGATE.test(value)) throw new AppError('malformed-json', { reason: 'lone surrogate' })
  return JSON.stringify(value)
}

/**
 * The one spelling of a value in JSON (RFC 8785): names sorted by UTF-16 code units, no white
 * space, numbers as ECMAScript prints them. Undefined members are left out.
 */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return text(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new AppError('malformed-json', { reason: 'number is not finite' })
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`
  const record = value as { readonly [name: string]: Json | undefined }
  const members = Object.keys(record)
    .sort()
    .filter((name) => record[name] !== undefined)
    .map((name) => `${text(name)}:${canonicalJson(record[name] as Json)}`)
  return `{${members.join(',')}}`
}

/** canonicalJson as UTF-8. */
export const canonicalBytes = (value: Json): Bytes => utf8(canonicalJson(value))

/**
 * Reads JSON that must already be in canonical form, so that equal values have equal bytes.
 * Throws `malformed-json` for anything else, duplicate names included.
 */
export const parseCanonical = (bytes: Uint8Array): Json => {
  let spelled: string
  let value: Json
  try {
    spelled = fromUtf8(bytes)
    value = JSON.parse(spelled) as Json
  } catch (cause) {
    throw new AppError('malformed-json', { reason: 'not JSON' }, cause)
  }
  if (canonicalJson(value) !== spelled) throw new AppError('malformed-json', { reason: 'not canonical' })
  return value
}
