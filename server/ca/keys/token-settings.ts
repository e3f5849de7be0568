/** Which of the authority's keys live in a hardware token: `token.json` beside the certificates. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '#core/errors'
import { isMissing } from './durable.ts'

/** The keys that sign while the server runs. The root is offline, and shares open the recovery key. */
export const TOKEN_KEYS = ['issuing', 'ocsp', 'tsa', 'audit', 'seal-maker'] as const
export type TokenKeyName = (typeof TOKEN_KEYS)[number]

export const TOKEN_FILE = 'token.json'

/** Instead of a file with the PIN. */
const PIN_VARIABLE = 'BIDSEAL_TOKEN_PIN'

const settings = z.strictObject({
  format: z.literal('bidseal-token/1'),
  module: z.string().min(1).max(1024),
  token: z.string().min(1).max(32),
  /** Null where the PIN comes from the environment. */
  pinFile: z.string().min(1).max(1024).nullable(),
  /** CKA_ID in hexadecimal. */
  keys: z.partialRecord(z.enum(TOKEN_KEYS), z.string().regex(/^([0-9a-f]{2}){1,64}$/)),
})
export type TokenSettings = z.output<typeof settings>

/** The settings of a folder; null where its keys are in files. Throws `file-unreadable`. */
export const findTokenSettings = async (folder: string): Promise<TokenSettings | null> => {
  const text = await readFile(join(folder, TOKEN_FILE), 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return null
    throw new AppError('file-unreadable', { file: TOKEN_FILE }, cause)
  })
  if (text === null) return null
  try {
    return settings.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('file-unreadable', { file: TOKEN_FILE }, cause)
  }
}

/** What the ceremony is told: the place without the keys. */
export type TokenChoice = Pick<TokenSettings, 'module' | 'token' | 'pinFile'>

/** The text of `token.json`. */
export const tokenSettingsText = (choice: TokenChoice, keys: TokenSettings['keys']): string => {
  const { module, token, pinFile } = choice
  const made: TokenSettings = { format: 'bidseal-token/1', module, token, pinFile, keys }
  return `${JSON.stringify(made, null, 2)}\n`
}

/** From its file, else from the environment. Throws `token-pin-wrong` where there is none. */
export const readPin = async (pinFile: string | null): Promise<string> => {
  const text = pinFile === null ? process.env[PIN_VARIABLE] : await readFile(pinFile, 'utf8').catch(() => undefined)
  const pin = text?.replace(/\r?\n$/, '') ?? ''
  if (pin !== '') return pin
  throw new AppError('token-pin-wrong', { reason: pinFile === null ? `no ${PIN_VARIABLE}` : 'no PIN file' })
}
