/** What phone and server say to each other about who somebody is. */
import { z } from 'zod'
import { isBankCard, normaliseBankCard } from './bank-card.ts'
import { isIdentityCard, normaliseIdentityCard } from './identity-card.ts'
import { mobile } from './account.ts'

/** Letters of any script, with the dots and spaces inside that names have. */
const NAME = /^\p{L}[\p{L}\p{M}·.' -]*$/u

/** A person's name as the identity card has it: no spaces around, one kind of dot inside. */
export const normaliseName = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[•・‧∙]/g, '·')

export const isPersonName = (text: string): boolean => text.length >= 2 && text.length <= 50 && NAME.test(text)

const checked = (normalise: (text: string) => string, isGood: (text: string) => boolean) =>
  z.string().max(64).transform(normalise).refine(isGood)

export const person = z.strictObject({
  name: checked(normaliseName, isPersonName),
  /** GB 11643, 18 places. */
  idNumber: checked(normaliseIdentityCard, isIdentityCard),
})
export type Person = z.output<typeof person>
export type PersonRequest = z.input<typeof person>

export const bankCardRequest = z.strictObject({
  ...person.shape,
  card: checked(normaliseBankCard, isBankCard),
  /** The one that the bank knows. */
  mobile,
})
export type BankCardRequest = z.input<typeof bankCardRequest>

export const PROOF_METHODS = ['alipay', 'bank-card'] as const
export type ProofMethod = (typeof PROOF_METHODS)[number]

/** What the person sees of it. */
export const identityAnswer = z.strictObject({
  /** 王*, null until it is proved. */
  name: z.string().nullable(),
  /** 1101**********0015 */
  idNumber: z.string().nullable(),
  /** Of the last proof. */
  method: z.enum(PROOF_METHODS).nullable(),
  provenAt: z.number().nullable(),
})
export type IdentityAnswer = z.output<typeof identityAnswer>

/** `pending`: the person has not done it yet, or stopped on the way. */
export const alipayAnswer = z.strictObject({ state: z.enum(['passed', 'pending']), identity: identityAnswer })
export type AlipayAnswer = z.output<typeof alipayAnswer>

/** Hides all of a name but its first letter. */
export const maskName = (name: string): string => {
  const [first = '', ...rest] = [...name]
  return `${first}${'*'.repeat(Math.max(1, Math.min(rest.length, 3)))}`
}

export const maskIdNumber = (idNumber: string): string => `${idNumber.slice(0, 4)}**********${idNumber.slice(-4)}`
