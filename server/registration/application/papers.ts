/** The papers of an application: its form, and the letter of authorisation with the company's seal. */
import { createHash } from 'node:crypto'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import type { Certificate } from '#core/certificate/certificate'
import { AppError } from '#core/errors'
import { bytesSource } from '#core/pdf/source'
import { checkSignatures, type CheckedSignature, type HashStretches } from '#core/pdf/verify'
import type { ApplicationRow } from '../../store/applications.ts'
import type { Store } from '../../store/store.ts'
import type { ApplicationBox } from './box.ts'
import { kindOf, stateOf } from './words.ts'
import type { FindPerson, Known } from './people.ts'
import type { Choices } from './choices.ts'
import { applicationFormPdf } from '../paper/application-form.ts'
import { letterPdf } from '../paper/letter.ts'
import type { Typeface } from '../paper/type.ts'
import type { UploadContent } from '../upload/uploads.ts'

export interface Papers {
  /** Throws `application-incomplete` as long as the form says too little. */
  form(row: ApplicationRow): Promise<Bytes>
  /** Throws `application-incomplete` until the administrator has said which seals and how long. */
  letter(row: ApplicationRow): Promise<Bytes>
  /** Whose certificate it was sealed with. Throws `upload-refused` as `requireSealed` does. */
  signerOf(row: ApplicationRow, sealed: UploadContent): Promise<Certificate>
  /**
   * Throws `upload-refused` unless it is the letter, sealed with the company's seal and a certificate of the company
   * that is in force, of whichever organisation; and as `FindSealer` does.
   */
  requireSealed(row: ApplicationRow, sealed: UploadContent): Promise<void>
}

/** What a signature brings along, DER. */
export interface Sealed {
  /** The signer's first. */
  readonly certificates: readonly Bytes[]
  /** Of electronic seals. */
  readonly records: readonly Bytes[]
}

/**
 * The signer's certificate, when an organisation has issued it, it is in force, and one of the records is a
 * company seal that it may use now; null otherwise. Throws `organisation-unreachable`.
 */
export type FindSealer = (sealed: Sealed) => Promise<Certificate | null>

export interface PapersOptions {
  readonly store: Store
  readonly box: ApplicationBox
  readonly choices: Choices
  readonly findPerson: FindPerson
  readonly findSealer: FindSealer
  readonly typeface: Typeface
}

const refused = (reason: string): AppError => new AppError('upload-refused', { reason })

const hashOf =
  (bytes: Bytes): HashStretches =>
  async (stretches) => {
    const hash = createHash('sha256')
    for (const { offset, length } of stretches) hash.update(bytes.subarray(offset, offset + length))
    return ownBytes(hash.digest())
  }

export const createPapers = (options: PapersOptions): Papers => {
  const { store, box, choices, findPerson, findSealer, typeface } = options

  const requirePerson = async (account: string): Promise<Known> => {
    const person = await findPerson(account)
    if (person === null) throw new AppError('application-incomplete', { at: 'identity' })
    return person
  }

  const chosenOf = async (row: ApplicationRow) => {
    const form = box.openForm(row.id, row.form)
    if (form.certificate === null) throw new AppError('application-incomplete', { at: 'certificate' })
    return { form, names: await choices.names(form.certificate) }
  }

  /** Who has agreed; as long as nobody has, whoever can. */
  const agreeingAdministrator = async (row: ApplicationRow): Promise<string | null> => {
    const moves = stateOf(row) === 'submitted' ? [] : await store.applicationHistory.list(row.id)
    const agreed = moves.findLast(({ event }) => event === 'agree')
    return agreed?.actor ?? (await store.members.administrator(row.creditCode))?.account ?? null
  }

  const letter = async (row: ApplicationRow): Promise<Bytes> => {
    const { form, names } = await chosenOf(row)
    const agreeing = await agreeingAdministrator(row)
    if (form.authorisation === null || agreeing === null)
      throw new AppError('application-incomplete', { at: 'authorisation' })
    const [person, administrator] = await Promise.all([requirePerson(row.account), requirePerson(agreeing)])
    const { id, company, creditCode, submittedAt, createdAt } = row
    return letterPdf(typeface, {
      ...{ id, company, creditCode, person, administrator: administrator.name, granted: form.authorisation },
      ...{ organisation: names.organisation, platform: names.platform, at: submittedAt ?? createdAt },
    })
  }

  const sealerOf = async (signature: CheckedSignature, creditCode: string): Promise<Certificate | null> => {
    if (!signature.integrity || !signature.coversWholeFile) return null
    const sealer = await findSealer(signature)
    return sealer?.creditCode === creditCode ? sealer : null
  }

  const signerOf: Papers['signerOf'] = async (row, { type, bytes }) => {
    const plain = await letter(row)
    const isSame = Buffer.from(bytes.subarray(0, plain.length)).equals(plain)
    if (type !== 'application/pdf' || !isSame || bytes.length === plain.length) throw refused('letter')
    for (const signature of await checkSignatures(bytesSource(bytes), hashOf(bytes))) {
      const signer = await sealerOf(signature, row.creditCode)
      if (signer !== null) return signer
    }
    throw refused('letter-seal')
  }

  return {
    ...{ letter, signerOf },

    form: async (row) => {
      const { form, names } = await chosenOf(row)
      const { id, company, creditCode, createdAt } = row
      const applicant = await requirePerson(row.account)
      const facts = { id, company, creditCode, kind: kindOf(row), details: form.company, applicant, at: createdAt }
      return applicationFormPdf(typeface, { ...facts, ...names })
    },

    requireSealed: async (row, sealed) => void (await signerOf(row, sealed)),
  }
}
