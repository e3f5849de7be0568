/** What this phone has and what the account has or waits for, in four lists. Pure. */
import type { CredentialView } from '#agent/views'
import type { HeldCertificate } from '#core/application/holding'
import type { ApplicationItem } from '#core/application/messages'
import type { ApplicationState } from '#core/application/state'

export const LISTS = ['in-force', 'to-fetch', 'under-review', 'ended'] as const
export type ListName = (typeof LISTS)[number]

/** A pair of certificates, on this phone or not. */
export interface Certificate {
  /** SHA-256 of the signing certificate: what screens name it by. */
  readonly id: string
  readonly company: string
  readonly creditCode: string
  readonly person: string
  /** Milliseconds since 1970. */
  readonly notBefore: number
  readonly notAfter: number
  /** `replaced`: of no use here, since another one has come in its place. */
  readonly state: CredentialView['state'] | 'replaced'
  /** Null when its keys are not on this phone. */
  readonly credential: CredentialView | null
  /** Null when the server has not said that the account holds it. */
  readonly holding: HeldCertificate | null
}

export interface Lists {
  readonly 'in-force': readonly Certificate[]
  readonly 'to-fetch': readonly ApplicationItem[]
  readonly 'under-review': readonly ApplicationItem[]
  readonly ended: readonly Certificate[]
}

/** What an account has, as the server says. */
export interface Possessions {
  readonly holdings: readonly HeldCertificate[]
  readonly applications: readonly ApplicationItem[]
}

const OF_CREDENTIAL = ({ id, company, creditCode, person, notBefore, notAfter }: CredentialView) => ({
  ...{ id, company, creditCode, person },
  ...{ notBefore: new Date(notBefore).getTime(), notAfter: new Date(notAfter).getTime() },
})

const OF_HOLDING = ({ fingerprint, company, creditCode, person, notBefore, notAfter }: HeldCertificate) => ({
  ...{ id: fingerprint, company, creditCode, person, notBefore, notAfter },
})

/** All pairs: those on this phone first. What the server says about the same pair goes with it. */
export const certificatesOf = (
  credentials: readonly CredentialView[],
  holdings: readonly HeldCertificate[],
): readonly Certificate[] => {
  const arrived = new Set(holdings.map(({ application }) => application))
  const isReplaced = ({ next }: HeldCertificate): boolean => next !== null && arrived.has(next)
  const here = credentials.map((credential): Certificate => {
    const holding = holdings.find(({ fingerprint }) => fingerprint === credential.id) ?? null
    const isRevoked = credential.state === 'revoked' || holding?.state === 'revoked'
    const revoked = holding !== null && isReplaced(holding) ? 'replaced' : 'revoked'
    return { ...OF_CREDENTIAL(credential), state: isRevoked ? revoked : credential.state, credential, holding }
  })
  const elsewhere = holdings
    .filter(({ fingerprint }) => !credentials.some(({ id }) => id === fingerprint))
    .map((holding): Certificate => {
      const state = isReplaced(holding) && holding.state !== 'expired' ? 'replaced' : holding.state
      return { ...OF_HOLDING(holding), state, credential: null, holding }
    })
  return [...here, ...elsewhere]
}

/** Applications that wait for their applicant to pay or to fetch. */
const TO_FETCH: readonly ApplicationState[] = ['awaiting-payment', 'paid']
/** Those that are filled in or looked at. */
const UNDER_REVIEW: readonly ApplicationState[] = ['draft', 'submitted', 'agreed', 'approved-once', 'returned']

const isUsable = ({ state }: Certificate): boolean => state === 'in-force' || state === 'locked'

/** @param begun applications whose download was interrupted on this phone */
export const listsOf = (
  credentials: readonly CredentialView[],
  { holdings, applications }: Possessions,
  begun: readonly string[],
): Lists => {
  const certificates = certificatesOf(credentials, holdings)
  return {
    'in-force': certificates.filter(isUsable),
    'to-fetch': applications.filter(({ id, state }) => TO_FETCH.includes(state) || begun.includes(id)),
    'under-review': applications.filter(({ state }) => UNDER_REVIEW.includes(state)),
    ended: certificates.filter((certificate) => !isUsable(certificate)),
  }
}

/** Whether its keys can be had on this phone only by getting it back. */
export const isLost = ({ credential, holding }: Certificate): boolean =>
  holding?.isRecoverable === true && (credential === null || credential.state === 'locked')

/** The tags of several pairs, each once, the most used first. */
export const tagsOf = (certificates: readonly Certificate[]): readonly string[] => {
  const all = certificates.flatMap(({ holding }) => holding?.tags ?? [])
  const count = (tag: string): number => all.filter((each) => each === tag).length
  return [...new Set(all)].sort((one, other) => count(other) - count(one))
}
