/** Joining a company, from its administrator's side: he sees who asks, and agrees or refuses. */
import type { AuthorisationStep } from '#core/application/form'
import type { Actor } from '#core/application/state'
import type { JoiningAnswer, JoiningItem } from '#core/application/messages'
import { AppError } from '#core/errors'
import type { ApplicationRow } from '../../store/applications.ts'
import type { Repositories, Store } from '../../store/store.ts'
import type { ApplicationBox } from '../application/box.ts'
import { requireVersion, type ApplicationMoves } from '../application/moves.ts'
import { stateOf } from '../application/words.ts'
import type { FindPerson } from '../application/people.ts'
import { itemOf, wholeOf } from '../application/view.ts'
import { maskMobile } from '../account/mask.ts'

export interface Joining {
  /** Who waits for the account as an administrator, longest first. */
  list(account: string): Promise<JoiningItem[]>
  /** Throws `file-not-found` for what is not of a company that the account administers. */
  find(account: string, id: string): Promise<ApplicationRow>
  describe(account: string, id: string): Promise<JoiningAnswer>
  /** Which seals, and until when. Throws `file-not-found`, `application-changed` or `application-state`. */
  authorise(account: string, id: string, version: number, granted: AuthorisationStep): Promise<void>
  /**
   * With the letter of authorisation, sealed by the company. Throws as `authorise` does,
   * `application-incomplete`, and what the letter's check throws.
   */
  agree(account: string, id: string, version: number, letter: string): Promise<void>
  refuse(account: string, id: string, version: number, reason: string): Promise<void>
}

export interface JoiningOptions {
  readonly store: Store
  readonly box: ApplicationBox
  readonly moves: ApplicationMoves
  readonly findPerson: FindPerson
  /** Throws `upload-refused` unless the upload is the application's letter, sealed by the company. */
  readonly checkLetter: (account: string, row: ApplicationRow, letter: string) => Promise<void>
  readonly now: () => number
}

/** Of those who wait. */
const SHOWN = 100

const asAdministrator = (id: string): Actor => ({ role: 'administrator', id })

export const createJoining = ({ store, box, moves, findPerson, checkLetter, now }: JoiningOptions): Joining => {
  const findIn = async (records: Repositories, account: string, id: string): Promise<ApplicationRow> => {
    const row = await records.applications.findJoining(account, id)
    if (row === null) throw new AppError('file-not-found')
    return row
  }

  const applicantOf = async (row: ApplicationRow): Promise<JoiningAnswer['applicant']> => {
    const person = await findPerson(row.account)
    return { name: person?.name ?? '', mobile: person === null ? '' : maskMobile(person.mobile) }
  }

  return {
    list: async (account) =>
      Promise.all(
        (await store.applications.listJoining(account, SHOWN)).map(async (row) => {
          const applicant = await applicantOf(row)
          return { ...itemOf(row), applicant }
        }),
      ),

    find: (account, id) => findIn(store, account, id),

    describe: async (account, id) => {
      const row = await findIn(store, account, id)
      const { form, warnings: _, ...rest } = await wholeOf(store, box, row, 'administrator')
      return { ...rest, applicant: await applicantOf(row), authorisation: form.authorisation }
    },

    authorise: (account, id, version, authorisation) =>
      store.transaction(async (records) => {
        const row = await findIn(records, account, id)
        requireVersion(row, version)
        if (stateOf(row) !== 'submitted') throw new AppError('application-state', { state: row.state, reason: 'step' })
        if (Date.parse(authorisation.until) < now()) throw new AppError('invalid-input', { at: 'until' })
        const form = box.sealForm(id, { ...box.openForm(id, row.form), authorisation, letter: null })
        if (!(await records.applications.change(id, version, { form }, now())))
          throw new AppError('application-changed')
      }),

    agree: async (account, id, version, letter) => {
      const seen = await findIn(store, account, id)
      requireVersion(seen, version)
      if (box.openForm(id, seen.form).authorisation === null)
        throw new AppError('application-incomplete', { at: 'authorisation' })
      await checkLetter(account, seen, letter)
      await store.transaction(async (records) => {
        const row = await findIn(records, account, id)
        requireVersion(row, version)
        if (!(await records.uploads.attach(account, letter, 'letter', id))) throw new AppError('file-not-found')
        const form = { ...box.openForm(id, row.form), letter }
        await moves.apply(records, row, 'agree', asAdministrator(account), { form })
      })
    },

    refuse: (account, id, version, reason) =>
      store.transaction(async (records) => {
        const row = await findIn(records, account, id)
        requireVersion(row, version)
        await moves.apply(records, row, 'refuse', asAdministrator(account), { reasons: [reason] })
      }),
  }
}
