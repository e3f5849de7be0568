/** Applications for those who decide about them: queues, one whole with what was checked, its files. */
import {
  CHECKLISTS,
  requireTicked,
  type Approval,
  type Rejection,
  type Returning,
  type ReviewAnswer,
  type ReviewList,
  type ReviewQuery,
} from '#core/application/review'
import { UPLOAD_PURPOSES, UPLOAD_TYPES } from '#core/application/messages'
import { KINDS, STATES, TERMINAL, WAITING_FOR_OFFICER, type ApplicationKind } from '#core/application/state'
import { AppError } from '#core/errors'
import { maskIdNumber } from '#core/identity/proof'
import type { ApplicationRow } from '../../store/applications.ts'
import type { Store } from '../../store/store.ts'
import type { ApplicationBox } from '../application/box.ts'
import { messageId } from '../application/news.ts'
import type { FindPerson } from '../application/people.ts'
import { itemOf, nextAfter, readAfter, wholeOf } from '../application/view.ts'
import { kindOf, wordOf } from '../application/words.ts'
import type { Choices } from '../application/choices.ts'
import { maskMobile, maskPerson } from '../account/mask.ts'
import { isGivenUp } from '../message/notices.ts'
import { accountsOfOfficer } from './officer-accounts.ts'
import type { Papers } from '../application/papers.ts'
import { checksOf, type ReviewFacts, type Signer } from './checks.ts'
import type { Review } from './review.ts'
import type { UploadContent, Uploads } from '../upload/uploads.ts'

const PAGE = 50
const UNDER_WAY = STATES.filter((state) => !TERMINAL.includes(state) && state !== 'draft')

export interface ReviewDesk {
  queue(query: ReviewQuery): Promise<ReviewList>
  /** As this officer sees it. Throws `file-not-found`. */
  open(id: string, officer: string): Promise<ReviewAnswer>
  /** A file of the application. Throws `file-not-found`. */
  file(id: string, upload: string): Promise<UploadContent>
  /** Throws as `Review` does, and `invalid-input` unless all of the checklist was ticked. */
  approve(id: string, officer: string, approval: Approval): Promise<void>
  returnWith(id: string, officer: string, returning: Returning): Promise<void>
  reject(id: string, officer: string, rejection: Rejection): Promise<void>
}

export interface ReviewDeskOptions {
  readonly store: Store
  readonly box: ApplicationBox
  readonly review: Review
  readonly uploads: Uploads
  readonly papers: Papers
  readonly choices: Choices
  readonly findPerson: FindPerson
  readonly now: () => number
}

const waitingOf = (kinds: readonly ApplicationKind[]) =>
  kinds.map((kind) => ({ kind, states: WAITING_FOR_OFFICER[kind] }))

export const createReviewDesk = (options: ReviewDeskOptions): ReviewDesk => {
  const { store, box, review, uploads, papers, choices, findPerson, now } = options

  const find = async (id: string): Promise<ApplicationRow> => {
    const row = await store.applications.find(id)
    /** What was never submitted is its applicant's alone. */
    if (row === null || row.submittedAt === null) throw new AppError('file-not-found')
    return row
  }

  const filesOf = async (id: string, form: ReturnType<ApplicationBox['openForm']>): Promise<ReviewAnswer['files']> => {
    const named = [form.company?.licence, form.stamped, form.letter]
    return (await store.uploads.ofApplication(id))
      .filter((upload) => named.includes(upload.id))
      .map(({ id: file, purpose, type, size, createdAt }) => ({
        ...{ id: file, size, at: createdAt },
        ...{ purpose: wordOf(UPLOAD_PURPOSES, purpose), type: wordOf(UPLOAD_TYPES, type) },
      }))
  }

  /** Who sealed the letter; null when there is none, or it does not hold any more. */
  const signerOf = async (row: ApplicationRow, letter: string | null): Promise<Signer | null> =>
    letter === null ? null : papers.signerOf(row, await uploads.readAny(letter)).catch(ignoreAppError)

  const barOf = async (row: ApplicationRow, officer: string): Promise<ReviewAnswer['barred']> => {
    if ((await accountsOfOfficer(store, officer)).includes(row.account)) return 'own'
    return row.approvedBy === officer ? 'first' : null
  }

  const administratorOf = async (account: string): Promise<ReviewAnswer['administrator']> => {
    const person = await findPerson(account)
    return person && { name: maskPerson(person.name), mobile: maskMobile(person.mobile) }
  }

  /** Whether the administrator has heard of the last time that somebody asked for his place. */
  const toldOf = async (application: string, account: string): Promise<ReviewFacts['told']> => {
    const asked = (await store.applicationHistory.list(application)).findLast(({ event }) => event === 'submit')
    if (asked === undefined) return null
    const notice = await store.notices.find(messageId({ account, application, kind: 'takeover-wanted' }, asked.n))
    // what was posted with the move is on its way until the outbox has carried it
    if (notice === null) return { at: asked.at, how: 'waiting' }
    return { at: asked.at, how: isGivenUp(notice) ? 'failed' : notice.dueAt === null ? 'sent' : 'waiting' }
  }

  const open = async (id: string, officer: string): Promise<ReviewAnswer> => {
    const row = await find(id)
    const kind = kindOf(row)
    const { form, history, possible } = await wholeOf(store, box, row, 'officer')
    const { company, certificate, authorisation } = form
    const [applicant, firstProof, lastProof, registered, administrator, rivals, memberships, signer, moves] =
      await Promise.all([
        findPerson(row.account),
        store.identityProofs.first(row.account),
        store.identityProofs.latest(row.account),
        store.companies.find(row.creditCode),
        store.members.administrator(row.creditCode),
        store.applications.countBeside(row, UNDER_WAY),
        store.members.of(row.account),
        signerOf(row, form.letter),
        store.applicationHistory.list(id),
      ])
    const previous = form.previous === null ? null : await store.holdings.find(form.previous)
    const incumbent = kind === 'takeover' ? administrator : null
    const agreedAt = history.findLast(({ event }) => event === 'agree')?.at ?? null
    return {
      ...itemOf(row),
      approvedBy: row.approvedBy,
      isAgain: history.some(({ event }) => event === 'return'),
      submissions: history.filter(({ event }) => event === 'submit').length,
      applicant: applicant && {
        name: applicant.name,
        idNumber: maskIdNumber(applicant.idNumber),
        mobile: maskMobile(applicant.mobile),
      },
      administrator: incumbent && (await administratorOf(incumbent.account)),
      licence: company && {
        ...{ name: company.name, creditCode: company.creditCode, legalPerson: company.legalPerson },
        ...{ idType: company.idType, idNumber: maskIdNumber(company.idNumber), licenceUntil: company.licenceUntil },
      },
      /** What is not offered any more stands as it was chosen. */
      certificate: certificate && ((await choices.names(certificate).catch(ignoreAppError)) ?? certificate),
      authorisation,
      files: await filesOf(id, form),
      previous: previous && {
        ...{ signing: previous.signing, encryption: previous.encryption, organisation: previous.organisation },
        ...{ notBefore: previous.notBefore, notAfter: previous.notAfter, revokedAt: previous.revokedAt },
      },
      checks: [
        ...checksOf({
          ...{ kind, form, applicant, firstProof, lastProof, rivals, agreedAt, signer, previous, now: now() },
          ...{ company: row.company, creditCode: row.creditCode, createdAt: row.createdAt },
          told: incumbent && (await toldOf(id, incumbent.account)),
          registryName: registered?.name ?? null,
          isClaimed: administrator !== null,
          isMember: memberships.some(({ creditCode }) => creditCode === row.creditCode),
        }),
      ],
      checklist: { version: CHECKLISTS[kind].version, ticks: [...CHECKLISTS[kind].ticks] },
      barred: await barOf(row, officer),
      possible,
      history: history.map((each, at) => ({
        ...each,
        officer: each.role === 'officer' ? (moves[at]?.actor ?? null) : null,
      })),
    }
  }

  return {
    open,

    queue: async ({ kind, text, after }) => {
      const kinds = kind === undefined ? KINDS : [kind]
      const [rows, waiting] = await Promise.all([
        store.applications.queue(waitingOf(kinds), readAfter(after), PAGE, text),
        store.applications.countWaiting(waitingOf(KINDS)),
      ])
      const again = await store.applicationHistory.returned(rows.map(({ id }) => id))
      const last = rows.at(-1)
      const counts = { claim: 0, join: 0, recover: 0, renew: 0, takeover: 0 }
      for (const each of waiting) counts[kindOf(each)] = each.count
      const since = waiting.flatMap(({ oldest }) => (oldest === null ? [] : [oldest]))
      return {
        counts,
        longest: since.length === 0 ? null : now() - Math.min(...since),
        applications: rows.map((row) => ({ ...itemOf(row), approvedBy: row.approvedBy, isAgain: again.has(row.id) })),
        next: nextAfter(last && { at: last.submittedAt ?? 0, id: last.id }, rows.length, PAGE),
      }
    },

    file: async (id, upload) => {
      await find(id)
      const row = await store.uploads.find(upload)
      if (row?.application !== id) throw new AppError('file-not-found')
      return uploads.readAny(upload)
    },

    approve: async (id, officer, { version, ...looked }) => {
      requireTicked(kindOf(await find(id)), looked)
      await review.approve(id, version, officer, looked.checklist)
    },
    returnWith: (id, officer, { version, reasons }) => review.returnWith(id, version, officer, reasons),
    reject: (id, officer, { version, reason }) => review.reject(id, version, officer, reason),
  }
}

const ignoreAppError = (error: unknown): null => {
  if (error instanceof AppError) return null
  throw error
}
