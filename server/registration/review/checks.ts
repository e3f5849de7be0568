/** What the server can say about an application itself, so that officers look at the rest. */
import type { ApplicationForm } from '#core/application/form'
import type { Check, CheckName, Verdict } from '#core/application/review'
import type { ApplicationKind } from '#core/application/state'
import { isCreditCode } from '#core/certificate/credit-code'
import { isIdentityCard, normaliseIdentityCard } from '#core/identity/identity-card'
import type { Known } from '../application/people.ts'

const DAY = 24 * 3600_000
/** A licence that ends within this time is worth a word. */
const SOON = 30 * DAY

export interface Proof {
  readonly method: string
  readonly provenAt: number
}

/** By whom a letter was sealed. */
export interface Signer {
  readonly person: string
  readonly serial: string
}

/** What is known about an application. */
export interface ReviewFacts {
  readonly kind: ApplicationKind
  readonly company: string
  readonly creditCode: string
  readonly createdAt: number
  readonly form: ApplicationForm
  readonly applicant: Known | null
  readonly firstProof: Proof | null
  readonly lastProof: Proof | null
  /** The company's name in the registry; null when it is not there. */
  readonly registryName: string | null
  /** Whether somebody administers the company. */
  readonly isClaimed: boolean
  /** Other claims under way. */
  readonly rivals: number
  readonly isMember: boolean
  /** When the administrator agreed. */
  readonly agreedAt: number | null
  /** Null when nobody's seal on the letter holds. */
  readonly signer: Signer | null
  /** What became of telling the present administrator; null when nobody tried. */
  readonly told: { readonly how: 'sent' | 'waiting' | 'failed'; readonly at: number } | null
  readonly previous: { readonly notAfter: number; readonly revokedAt: number | null } | null
  readonly now: number
}

type Words = Readonly<Record<string, string>>
type Times = Readonly<Record<string, number>>

const line = (name: CheckName, verdict: Verdict, words: Words = {}, times: Times = {}): Check => ({
  ...{ name, verdict },
  ...{ words: { ...words }, times: { ...times } },
})

const yesOr = (no: Verdict, isYes: boolean): Verdict => (isYes ? 'good' : no)

const endOf = (day: string): number => Date.parse(day) + DAY

/** A day that has to be in the future. */
const dayLine = (name: CheckName, day: string, now: number): Check => {
  const left = endOf(day) - now
  return line(name, left <= 0 ? 'bad' : left <= SOON ? 'warn' : 'good')
}

const codeLines = ({ creditCode, company, registryName }: ReviewFacts): readonly Check[] => [
  line('code-sum', yesOr('warn', isCreditCode(creditCode))),
  ...(registryName === null
    ? []
    : [line('registry-name', yesOr('warn', registryName === company), { name: registryName })]),
]

const identityLine = ({ lastProof }: ReviewFacts): Check =>
  lastProof === null
    ? line('identity', 'bad')
    : line('identity', 'good', { method: lastProof.method }, { at: lastProof.provenAt })

/** Nobody can prove to be another than at first; that it was done again is what counts. */
const againLine = ({ firstProof, lastProof, createdAt }: ReviewFacts): Check =>
  firstProof === null || lastProof === null || lastProof.provenAt < createdAt
    ? line('identity-again', 'bad')
    : line(
        'identity-again',
        'good',
        { method: lastProof.method },
        { first: firstProof.provenAt, at: lastProof.provenAt },
      )

const licenceLines = ({ form: { company }, applicant, now }: ReviewFacts): readonly Check[] => {
  if (company === null) return []
  const { idType, idNumber, legalPerson, licenceUntil } = company
  const isOwn = applicant?.idNumber === idNumber && applicant.name === legalPerson
  return [
    ...(idType === 'identity-card'
      ? [line('card-sum', yesOr('bad', isIdentityCard(normaliseIdentityCard(idNumber))))]
      : []),
    line('own-person', isOwn ? 'good' : 'note'),
    licenceUntil === 'long-term' ? line('licence-date', 'note') : dayLine('licence-date', licenceUntil, now),
  ]
}

const claimLines = ({ isClaimed, rivals }: ReviewFacts): readonly Check[] => [
  line('unclaimed', yesOr('bad', !isClaimed)),
  ...(rivals === 0 ? [] : [line('rivals', 'warn', { count: String(rivals) })]),
]

const TOLD = { sent: 'good', waiting: 'note', failed: 'warn' } as const satisfies Record<string, Verdict>

/** The administrator cannot keep anybody from it, but he is to hear of it. */
const takeoverLines = ({ told, rivals, isMember }: ReviewFacts): readonly Check[] => [
  told === null ? line('administrator-told', 'bad') : line('administrator-told', TOLD[told.how], {}, { at: told.at }),
  ...(rivals === 0 ? [] : [line('rivals', 'warn', { how: 'takeover', count: String(rivals) })]),
  line('member', yesOr('note', isMember)),
]

const letterLines = ({ form: { authorisation }, agreedAt, signer, now }: ReviewFacts): readonly Check[] => [
  agreedAt === null ? line('agreed', 'bad') : line('agreed', 'good', {}, { at: agreedAt }),
  ...(authorisation === null ? [] : [dayLine('term-date', authorisation.until, now)]),
  signer === null
    ? line('letter-signed', 'bad')
    : line('letter-signed', 'good', { person: signer.person, serial: signer.serial }),
]

const previousLine = ({ kind, previous, now }: ReviewFacts): Check => {
  if (previous === null) return line('previous', 'bad')
  const { revokedAt, notAfter } = previous
  if (revokedAt !== null) return line('previous', 'bad', { how: 'revoked' }, { at: revokedAt })
  if (notAfter < now) return line('previous', kind === 'renew' ? 'bad' : 'warn', { how: 'expired' }, { at: notAfter })
  return line('previous', 'good', {}, { at: notAfter })
}

/** All that there is to say, for an application of this kind. */
export const checksOf = (facts: ReviewFacts): readonly Check[] => {
  const member = line('member', yesOr('bad', facts.isMember))
  switch (facts.kind) {
    case 'claim':
      return [...codeLines(facts), ...claimLines(facts), ...licenceLines(facts), identityLine(facts)]
    case 'join':
      return [...codeLines(facts), identityLine(facts), ...letterLines(facts)]
    case 'recover':
      return [...codeLines(facts), againLine(facts), member, previousLine(facts)]
    case 'takeover':
      return [...codeLines(facts), ...takeoverLines(facts), ...licenceLines(facts), identityLine(facts)]
    case 'renew':
      return [...codeLines(facts), identityLine(facts), member, previousLine(facts)]
  }
}
