/** What a person has filled in to apply for certificates, and what is wrong with it. Pure. */
import { z } from 'zod'
import { companyStep, ID_TYPES, type ApplicationForm, type CompanyStep } from '#core/application/form'
import { applicationRequest } from '#core/application/messages'
import { isCreditCode } from '#core/certificate/credit-code'
import type { CompanyRequest } from '#agent/applications'

const text = z.string().max(256)

/** What the business licence says. */
const companyDraft = z.strictObject({
  name: text,
  creditCode: text,
  legalPerson: text,
  idType: z.enum(ID_TYPES),
  idNumber: text,
  isLongTerm: z.boolean(),
  /** A day; of no interest in the long term. */
  until: text,
  /** The picture, as the server has named it. */
  licence: text.nullable(),
})
export type CompanyDraft = z.output<typeof companyDraft>

const choiceDraft = z.strictObject({ province: text, platform: text, organisation: text })
export type ChoiceDraft = z.output<typeof choiceDraft>

const joinDraft = z.strictObject({ name: text, mobile: text })
export type JoinDraft = z.output<typeof joinDraft>

/** What survives when the page is loaded again, and goes with the tab. */
export const applyingDraft = z.strictObject({
  /** What was searched for last. */
  searched: text,
  /** The application that `company` is of; null for a new one, of this kind. */
  companyOf: text.nullable(),
  companyFor: z.enum(['claim', 'takeover']),
  company: companyDraft,
  choiceOf: text.nullable(),
  choice: choiceDraft,
  /** The company that somebody wants to join. */
  joinOf: text,
  join: joinDraft,
})
/** What is begun with a company's data: nobody has it, or its administrator is gone. */
export type CompanyKind = ApplyingDraft['companyFor']
export type ApplyingDraft = z.output<typeof applyingDraft>

export const NO_COMPANY: CompanyDraft = {
  ...{ name: '', creditCode: '', legalPerson: '', idType: 'identity-card', idNumber: '' },
  ...{ isLongTerm: false, until: '', licence: null },
}
export const NO_CHOICE: ChoiceDraft = { province: '', platform: '', organisation: '' }
export const NO_JOIN: JoinDraft = { name: '', mobile: '' }

export const EMPTY: ApplyingDraft = {
  ...{ searched: '', companyOf: null, companyFor: 'claim', company: NO_COMPANY, choiceOf: null, choice: NO_CHOICE },
  ...{ joinOf: '', join: NO_JOIN },
}

/** A draft that was kept, or a new one. */
export const readApplyingDraft = (kept: string | null): ApplyingDraft => {
  try {
    return applyingDraft.parse(JSON.parse(kept ?? ''))
  } catch {
    // nothing was kept, or by another version
    return EMPTY
  }
}

/** What an application says of the company, to be changed. */
export const companyDraftOf = ({ company }: Pick<ApplicationForm, 'company'>): CompanyDraft => {
  if (company === null) return NO_COMPANY
  const { licenceUntil, ...same } = company
  const isLongTerm = licenceUntil === 'long-term'
  return { ...same, isLongTerm, until: isLongTerm ? '' : licenceUntil }
}

const tidyCode = (creditCode: string): string | null => companyStep.shape.creditCode.safeParse(creditCode).data ?? null

/** Whether this is the code that was filled in, however it was typed. */
export const saysCode = ({ creditCode }: Pick<CompanyDraft, 'creditCode'>, code: string): boolean =>
  tidyCode(creditCode) === code

/** As it is sent. */
export const companyRequestOf = ({ isLongTerm, until, licence, ...same }: CompanyDraft): CompanyRequest => ({
  ...same,
  creditCode: tidyCode(same.creditCode) ?? same.creditCode,
  licenceUntil: isLongTerm ? 'long-term' : until,
  licence: licence ?? '',
})

export type CompanyField = keyof CompanyStep

const COMPANY_FIELDS: readonly CompanyField[] = [
  'licence',
  'name',
  'creditCode',
  'legalPerson',
  'idType',
  'idNumber',
  'licenceUntil',
]

/** The fields that can't be sent so, in the order of the form. */
export const wrongCompany = (draft: CompanyDraft): readonly CompanyField[] => {
  const { error } = companyStep.safeParse(companyRequestOf(draft))
  const named = error?.issues.map(({ path }) => path[0]) ?? []
  return COMPANY_FIELDS.filter((field) => named.includes(field))
}

/** Whether the code has the right form and a check character that does not fit: some genuine ones have. */
export const isDoubtful = ({ creditCode }: Pick<CompanyDraft, 'creditCode'>): boolean => {
  const tidy = tidyCode(creditCode)
  return tidy !== null && !isCreditCode(tidy)
}

/** Whether the licence is over on a day; days are written as 2026-11-25. */
export const isOver = ({ isLongTerm, until }: Pick<CompanyDraft, 'isLongTerm' | 'until'>, day: string): boolean =>
  !isLongTerm && until !== '' && until < day

/** A new claim, with what was searched for. */
export const claimOf = (searched: string): CompanyDraft => {
  const creditCode = tidyCode(searched)
  return creditCode === null ? { ...NO_COMPANY, name: searched } : { ...NO_COMPANY, creditCode }
}

export type JoinField = keyof JoinDraft

const joinRequest = applicationRequest.options[1].shape.administrator

export const wrongJoin = (draft: JoinDraft): readonly JoinField[] =>
  (['name', 'mobile'] as const).filter((field) => !joinRequest.shape[field].safeParse(draft[field]).success)

export type ChoiceField = keyof ChoiceDraft

export const wrongChoice = (draft: ChoiceDraft): readonly ChoiceField[] =>
  (['province', 'platform', 'organisation'] as const).filter((field) => draft[field] === '')
