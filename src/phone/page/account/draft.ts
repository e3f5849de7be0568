/** What a person has filled in about an account, and what is wrong with it. Pure. */
import { z } from 'zod'
import { isScreen, type Screen } from '../app/screen.ts'
import { CODE_PURPOSES } from '#core/identity/account'
import { isBankCard, normaliseBankCard } from '#core/identity/bank-card'
import { isIdentityCard, normaliseIdentityCard } from '#core/identity/identity-card'
import { readMobile } from '#core/identity/mobile'
import { isWeakPassword } from '#core/identity/password'
import { isPersonName, normaliseName } from '#core/identity/proof'

const text = z.string().max(256)

/** What survives when the page is loaded again, on the way to the message with the code or to WeChat. No secrets. */
export const draft = z.strictObject({
  mobile: text,
  name: text,
  idNumber: text,
  bankMobile: text,
  /** The last code that was asked for. */
  sent: z
    .strictObject({
      mobile: text,
      purpose: z.enum(CODE_PURPOSES),
      ticket: text,
      nextAt: z.number(),
    })
    .nullable(),
  /** A WeChat user whose number is to be bound. */
  binding: z.string().max(1024).nullable(),
  /** The screen that needed somebody who is logged in, or whose identity is known. */
  wanted: z.custom<Screen>(isScreen).nullable(),
})
export type Draft = z.output<typeof draft>

export const EMPTY: Draft = {
  ...{ mobile: '', name: '', idNumber: '', bankMobile: '', sent: null, binding: null, wanted: null },
}

/** A draft that was kept, or a new one. */
export const readDraft = (kept: string | null): Draft => {
  try {
    return draft.parse(JSON.parse(kept ?? ''))
  } catch {
    // nothing was kept, or by another version
    return EMPTY
  }
}

/** Whether a text is good for a field of this kind. */
export const CHECKS = {
  mobile: (value) => readMobile(value) !== null,
  code: (value) => /^\d{6}$/.test(value),
  /** A password that is there already. */
  password: (value) => value !== '',
  newPassword: (value, mobile) => !isWeakPassword(value, readMobile(mobile) ?? 'none'),
  name: (value) => isPersonName(normaliseName(value)),
  idNumber: (value) => isIdentityCard(normaliseIdentityCard(value)),
  card: (value) => isBankCard(normaliseBankCard(value)),
} as const satisfies Record<string, (value: string, mobile: string) => boolean>

export type FieldKind = keyof typeof CHECKS
