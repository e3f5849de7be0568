/** What an administrator allows somebody who joins, as it is filled in. Pure. */
import { z } from 'zod'
import type { MemberItem } from '#core/application/company'
import { SEAL_KINDS, type AuthorisationStep, type SealKind } from '#core/application/form'
import type { JoiningAnswer } from '#core/application/messages'
import { day } from '#resources/kit/time.ts'

const agreementDraft = z.strictObject({
  /** The application that it is about. */
  of: z.string().max(64),
  seals: z.array(z.enum(SEAL_KINDS)),
  /** The last day. */
  until: z.string().max(10),
})
export type AgreementDraft = z.output<typeof agreementDraft>

export const NO_AGREEMENT: AgreementDraft = { of: '', seals: [], until: '' }

/** A draft that was kept, or an empty one. */
export const readAgreementDraft = (kept: string | null): AgreementDraft => {
  try {
    return agreementDraft.parse(JSON.parse(kept ?? ''))
  } catch {
    // none was kept, or not by this page
    return NO_AGREEMENT
  }
}

/** What the form begins with: what was chosen before, or everyday seals for a year. */
export const draftFor = ({ id, authorisation }: JoiningAnswer, now: number): AgreementDraft => {
  if (authorisation !== null) return { of: id, ...authorisation }
  const last = new Date(now)
  last.setFullYear(last.getFullYear() + 1)
  return { of: id, seals: ['company'], until: day(last.getTime() - DAY) }
}

export const WRONGS = ['seals', 'until'] as const
export type WrongPart = (typeof WRONGS)[number]

/** What is missing, in the order of the form. */
export const wrongParts = ({ seals, until }: AgreementDraft, now: number): readonly WrongPart[] => [
  ...(seals.length === 0 ? (['seals'] as const) : []),
  ...(z.iso.date().safeParse(until).success && until >= day(now) ? [] : (['until'] as const)),
]

/** In the order of all kinds. */
export const toggled = (seals: readonly SealKind[], kind: SealKind): SealKind[] =>
  SEAL_KINDS.filter((each) => seals.includes(each) !== (each === kind))

const DAY = 24 * 3600_000
/** From when an end is said to be near; ms. */
const NEAR = 30 * DAY

/** How near the last day of an authorisation is. */
export const nearness = ({ until }: AuthorisationStep, now: number): 'far' | 'near' | 'over' => {
  const end = Date.parse(`${until}T23:59:59+08:00`)
  if (end < now) return 'over'
  return end - now <= NEAR ? 'near' : 'far'
}

/** Whether somebody holds a certificate that works now. */
export const isHolder = ({ certificates }: MemberItem): boolean =>
  certificates.some(({ state }) => state === 'in-force')

/** Why the administration cannot be handed to a member; null where it can. */
export const bar = (member: MemberItem, now: number): 'certificate' | 'seal' | null => {
  const { authorisation } = member
  if (!isHolder(member)) return 'certificate'
  const hasSeal = authorisation === null || authorisation.seals.includes('company')
  return hasSeal && (authorisation === null || nearness(authorisation, now) !== 'over') ? null : 'seal'
}
