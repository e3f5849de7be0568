/** `services.json`: which services outside this server uses, and with whose accounts. */
import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { AppError } from '#core/errors'
import { alipaySettings } from './alipay.ts'
import { bankCardSettings } from './bank-card-market.ts'
import { invoiceSettings } from './invoice-nuonuo.ts'
import { paymentSettings } from './payment-wechat.ts'
import { readSecret, type SecretPlace, type SecretSource } from './secret.ts'
import { smsSettings } from './sms-aliyun.ts'
import { wechatSettings } from './wechat-oauth.ts'

const settings = z.strictObject({
  format: z.literal(1),
  sms: smsSettings.optional(),
  wechat: wechatSettings.optional(),
  alipay: alipaySettings.optional(),
  bankCard: bankCardSettings.optional(),
  payment: paymentSettings.optional(),
  invoice: invoiceSettings.optional(),
})
export type ServiceSettings = z.output<typeof settings>

export interface SettingsFile {
  readonly settings: ServiceSettings
  /** The secret of a field. Throws `services-invalid`, naming the field. */
  secret(field: string, place: SecretPlace): string
  /** What a secret says to who can read it, a key for example. Throws `services-invalid` for null. */
  secretAs<Value>(field: string, place: SecretPlace, read: (text: string) => Value | null, expected: string): Value
}

const fieldOf = ({ path, ...issue }: z.core.$ZodIssue): string =>
  [...path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].join('.')

const parse = (name: string, text: string): ServiceSettings => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('services-invalid', { file: name, reason: 'no JSON' }, cause)
  }
  const { success, data, error } = settings.safeParse(value)
  if (success) return data
  const [issue] = error.issues
  throw new AppError('services-invalid', {
    file: name,
    ...(issue === undefined ? {} : { field: fieldOf(issue), reason: issue.message }),
  })
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('services-invalid', { file: basename(file), reason: 'cannot be read' }, cause)
  }
}

const placeOf = (place: SecretPlace): string => ('env' in place ? `environment ${place.env}` : place.file)

/** Reads the settings. Throws `services-invalid`, naming file and field, for whatever is not right. */
export const readSettings = (file: string, env: SecretSource['env']): SettingsFile => {
  const name = basename(file)
  const source = { folder: dirname(file), env }
  const invalid = (field: string, reason: string): AppError =>
    new AppError('services-invalid', { file: name, field, reason })
  const secret = (field: string, place: SecretPlace): string => {
    const text = readSecret(place, source)
    if (text === null) throw invalid(field, `nothing in ${placeOf(place)}`)
    return text
  }
  return {
    settings: parse(name, read(file)),
    secret,
    secretAs: (field, place, readAs, expected) => {
      const value = readAs(secret(field, place))
      if (value === null) throw invalid(field, `${expected} is expected in ${placeOf(place)}`)
      return value
    },
  }
}
