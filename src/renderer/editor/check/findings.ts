/** What stands against generating a bid: the engine's guards, and what the window itself can see. */
import type { ErrorCode } from '#core/errors'
import { ERROR_CODES } from '#core/errors'
import type { GuardFinding, ProjectView, Step } from '#ipc/views'
import { count, size } from '../../format/quantity.ts'
import { dayAndTime } from '../../format/time.ts'
import { day } from '#resources/kit/time.ts'
import type { PageRef } from '../../app/state.ts'
import { countStates, documentsOf, pagesOf } from '../pages.ts'

/** Where a finding is put right. */
export interface Place {
  readonly step: Step
  readonly part?: string
  readonly page?: PageRef
}

export interface Finding {
  readonly id: string
  readonly state: GuardFinding['state']
  readonly title: FindingTitle
  readonly values: Readonly<Record<string, string>>
  /** A second line: the text of an error, or a key with values. */
  readonly reason: ErrorCode | null
  readonly place: Place | null
}

export type FindingTitle =
  | `guard.${GuardFinding['id']}.${GuardFinding['state']}`
  | 'guard.revocation.revoked'
  | 'finding.no-bidder'
  | 'finding.empty-part'
  | 'finding.bare-pages'

const ORDER = { failed: 0, warning: 1, passed: 2 } as const

const codeOf = (value: string | number | undefined): ErrorCode | null =>
  ERROR_CODES.find((code) => code === value) ?? null

const placeOf = (guard: GuardFinding, project: ProjectView): Place | null => {
  if (guard.state === 'passed') return null
  const bare = pagesOf(project).find(({ state }) => state !== 'signed')
  switch (guard.id) {
    case 'parts':
      return { step: 2 }
    case 'sealed':
      return bare ? { step: 4, page: { document: bare.document, page: bare.page } } : { step: 4 }
    case 'size':
      return { step: 2 }
    case 'certificate-dates':
    case 'revocation':
    case 'tender':
      return { step: 1 }
  }
}

/** What every text about a guard may mention. */
const factsOf = (project: ProjectView, language: string): Readonly<Record<string, string>> => {
  const documents = documentsOf(project)
  return {
    parts: count(project.parts.length),
    documents: count(documents.length),
    pages: count(project.pages),
    unsealed: count(project.unsealedPages),
    seals: count(project.placements.length),
    unsigned: count(project.placements.filter(({ round }) => round === 0).length),
    size: size(documents.reduce((sum, one) => sum + one.size, 0)),
    opening: dayAndTime(project.openingTime, language),
    until: project.bidderDetails ? day(project.bidderDetails.encryption.notAfter) : '',
    tender: [project.tenderId, project.lot].filter(Boolean).join(' / '),
  }
}

/** A certificate that is known to be revoked is another matter than one about which nothing is known. */
const isRevoked = ({ id, values }: GuardFinding): boolean =>
  id === 'revocation' && values['reason'] === 'certificate-revoked'

const titleOf = (guard: GuardFinding): FindingTitle =>
  isRevoked(guard) ? 'guard.revocation.revoked' : `guard.${guard.id}.${guard.state}`

/** Every guard as a finding, worst first. */
export const guardFindings = (
  guards: readonly GuardFinding[],
  project: ProjectView,
  language: string,
): readonly Finding[] => {
  const facts = factsOf(project, language)
  return guards
    .filter(({ id }) => id !== 'sealed' || project.pages > 0)
    .map((guard): Finding => {
      const values = Object.entries(guard.values).map(([name, value]) => [name, String(value)])
      return {
        id: guard.id,
        state: guard.state,
        title: titleOf(guard),
        values: { ...(Object.fromEntries(values) as Record<string, string>), ...facts },
        reason:
          guard.state === 'passed' || isRevoked(guard) ? null : codeOf(guard.values['reason'] ?? guard.values['code']),
        place: placeOf(guard, project),
      }
    })
    .sort((a, b) => ORDER[a.state] - ORDER[b.state])
}

/** What can be told without asking the engine: no bidder, empty parts, documents with unsealed pages. */
export const ownFindings = (project: ProjectView): readonly Finding[] => {
  const bare = documentsOf(project).flatMap((document): readonly Finding[] => {
    const pages = pagesOf(project).filter((page) => page.document === document.id)
    const first = pages.find(({ state }) => state === 'bare')
    if (!first) return []
    const values = { name: document.name, pages: count(countStates(pages).bare) }
    const place = { step: 4, page: { document: document.id, page: first.page } } as const
    return [{ id: `bare-${document.id}`, state: 'warning', title: 'finding.bare-pages', values, reason: null, place }]
  })
  const empty = project.parts
    .filter(({ documents }) => documents.length === 0)
    .map((part): Finding => ({
      id: `empty-${part.id}`,
      state: 'warning',
      title: 'finding.empty-part',
      values: { part: part.title },
      reason: null,
      place: { step: 2, part: part.id },
    }))
  const bidder: readonly Finding[] = project.bidderDetails
    ? []
    : [{ id: 'no-bidder', state: 'failed', title: 'finding.no-bidder', values: {}, reason: null, place: { step: 1 } }]
  return [...bidder, ...empty, ...bare]
}

export const countFindings = (findings: readonly Finding[]): Readonly<Record<GuardFinding['state'], number>> => {
  const counts = { passed: 0, warning: 0, failed: 0 }
  for (const { state } of findings) counts[state] += 1
  return counts
}
