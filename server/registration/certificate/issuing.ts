/**
 * Certificates of applications that were paid for. The authority is asked under the application's id and
 * answers the same as often as it is asked; what it has answered is then taken into the books, in one
 * transaction. So nothing is lost and nothing is done twice, whoever is killed in between.
 */
import type { Bytes } from '#core/bytes/bytes'
import { SEAL_KINDS, type ApplicationForm } from '#core/application/form'
import { parseCertificate } from '#core/certificate/certificate'
import { readCsr } from '#core/certificate/request'
import { AppError, asAppError } from '#core/errors'
import { z } from 'zod'
import type { ApplicationRow } from '../../store/applications.ts'
import type { Repositories, Store } from '../../store/store.ts'
import type { ApplicationBox } from '../application/box.ts'
import type { ApplicationMoves } from '../application/moves.ts'
import type { FindPerson } from '../application/people.ts'
import { kindOf } from '../application/words.ts'
import type {
  CertificateAuthority,
  CertificateRequest,
  GrantedSeal,
  IssuedCertificates,
  OrderedSeal,
  ReleasedKeys,
} from './authority.ts'
import { belongs } from './failures.ts'
import { GIVEN_UP } from './holding-rules.ts'
import type { Holdings } from './holdings.ts'
import { createTakeovers } from '../company/takeovers.ts'

export interface Fetched extends IssuedCertificates {
  /** Of the authority that was chosen. */
  readonly root: Bytes
}

export interface Issuing {
  /**
   * What a paid application brings, the same as often as it is asked for. Throws `file-not-found`,
   * `application-state` when it is not paid for, `not-a-member`, `csr-rejected`, `order-conflict` for another key than
   * the first one, `order-waiting` or `organisation-unreachable` as long as the authority has not answered, and
   * `order-refused`.
   */
  fetch(account: string, id: string, csr: Bytes): Promise<Fetched>
  /** What has been released to a recovery so far. Throws `file-not-found`, `application-state`, as well. */
  keys(account: string, id: string): Promise<ReleasedKeys>
  /** Takes into the books what authorities have answered and nobody has fetched. */
  run(): Promise<void>
}

export interface IssuingOptions {
  readonly store: Store
  readonly box: ApplicationBox
  readonly moves: ApplicationMoves
  readonly holdings: Holdings
  readonly authority: CertificateAuthority
  readonly findPerson: FindPerson
  readonly now: () => number
  /** Facts for the log; never personal data. */
  readonly warn: (facts: object) => void
}

const BATCH = 50
/** An authority may answer at any time, also when it has ended. */
const ANSWERED_AT = ['paid', 'withdrawn', 'rejected'] as const
/** As many earlier orders as an order may name. */
const MOST_EARLIER = 16

const AUTHORITY = { role: 'authority', id: 'authority' } as const

const grantedSeals = z.array(z.strictObject({ kind: z.enum(SEAL_KINDS), until: z.number().nullable() }))

/** The end of a day in China. */
const endOfDay = (day: string): number => Date.parse(`${day}T23:59:59+08:00`)

const notNow = (state: string, reason: string): AppError => new AppError('application-state', { state, reason })

export const createIssuing = (options: IssuingOptions): Issuing => {
  const { store, box, moves, holdings, authority, findPerson, now, warn } = options
  const takeovers = createTakeovers({ holdings, moves, now })

  const findOwn = async (account: string, id: string): Promise<ApplicationRow> => {
    const row = await store.applications.findOwn(account, id)
    if (row === null) throw new AppError('file-not-found')
    return row
  }

  const formOf = (row: ApplicationRow): ApplicationForm => box.openForm(row.id, row.form)

  const organisationOf = ({ certificate }: ApplicationForm): string => {
    if (certificate === null) throw new AppError('application-incomplete', { at: 'certificate' })
    return certificate.organisation
  }

  /** The administrator has them all; who joined what he was allowed; others what they had. */
  const sealsOf = async (
    records: Pick<Repositories, 'holdings'>,
    row: ApplicationRow,
    { authorisation, previous }: ApplicationForm,
  ): Promise<readonly GrantedSeal[]> => {
    if (row.kind === 'claim' || row.kind === 'takeover') return SEAL_KINDS.map((kind) => ({ kind, until: null }))
    if (row.kind === 'join' && authorisation !== null)
      return authorisation.seals.map((kind) => ({ kind, until: endOfDay(authorisation.until) }))
    const held = previous === null ? null : await records.holdings.find(previous)
    return held === null ? [] : grantedSeals.parse(JSON.parse(held.seals))
  }

  const legalPersonOf = async (row: ApplicationRow): Promise<string> => {
    const isOwn = row.kind === 'claim' || row.kind === 'takeover'
    const claim = isOwn ? row : await store.applications.findClaim(row.creditCode)
    const name = claim === null ? undefined : formOf(claim).company?.legalPerson
    if (name === undefined) throw new AppError('application-incomplete', { at: 'company' })
    return name
  }

  const orderSeals = async (row: ApplicationRow, seals: readonly GrantedSeal[]): Promise<readonly OrderedSeal[]> => {
    const ordered: OrderedSeal[] = []
    for (const { kind, until } of seals)
      ordered.push(kind === 'legal-person' ? { kind, until, name: await legalPersonOf(row) } : { kind, until })
    return ordered
  }

  /** What is recovered with all that came before it, up to what its holder had given up. */
  const earlierOf = async (
    records: Pick<Repositories, 'holdings'>,
    previous: string | null,
  ): Promise<readonly string[]> => {
    const ids: string[] = []
    let before: string | null = previous
    let issuedAfter = Infinity
    while (before !== null && ids.length < MOST_EARLIER) {
      const held = await records.holdings.find(before)
      if (held === null) break
      if (held.revocationReason === GIVEN_UP && (held.revokedAt ?? Infinity) < issuedAfter) break
      ids.push(before)
      issuedAfter = held.issuedAt
      before = held.previous
    }
    return ids
  }

  const requestFor = async (row: ApplicationRow, form: ApplicationForm, csr: Bytes): Promise<CertificateRequest> => {
    const person = await findPerson(row.account)
    if (person === null) throw new AppError('application-incomplete', { at: 'identity' })
    const { id, company, creditCode } = row
    return {
      ...{ id, company, creditCode, person: person.name, csr },
      seals: await orderSeals(row, await sealsOf(store, row, form)),
      recovers: row.kind === 'recover' ? await earlierOf(store, form.previous) : [],
    }
  }

  /** Paid for, and by somebody who still belongs to the company. */
  const requireEntitled = async (row: ApplicationRow): Promise<void> => {
    if (row.state !== 'paid') throw notNow(row.state, 'not-paid')
    const order = await store.orders.findOpen(row.id)
    if (order?.state !== 'paid') throw notNow(row.state, 'refund')
    if (!(await belongs(store, row))) throw new AppError('not-a-member', { creditCode: row.creditCode })
  }

  /** Only when it still waits for them, its money stays here and its holder at the company; else they are revoked. */
  const book = (id: string, issued: IssuedCertificates): Promise<boolean> =>
    store.transaction(async (records) => {
      const row = await records.applications.find(id)
      if (row === null || (await records.holdings.find(id)) !== null) return row?.state === 'issued'
      const form = formOf(row)
      const signing = parseCertificate(issued.signing[0]!)
      const { serial: encryption } = parseCertificate(issued.encryption[0]!)
      const isPaid = row.state === 'paid' && (await records.orders.findOpen(id))?.state === 'paid'
      const isLate = !isPaid || !(await belongs(records, row))
      const at = now()
      await records.holdings.add({
        ...{ application: id, account: row.account, creditCode: row.creditCode, organisation: organisationOf(form) },
        ...{ signing: signing.serial, encryption, fingerprint: signing.fingerprint, issuedAt: at },
        ...{ notBefore: signing.notBefore.getTime(), notAfter: signing.notAfter.getTime() },
        ...{ seals: JSON.stringify(await sealsOf(records, row, form)), previous: form.previous },
        ...(isLate
          ? { revokedAt: at, revocationReason: 'privilegeWithdrawn', revokedBy: AUTHORITY.id }
          : { revokedAt: null, revocationReason: null, revokedBy: null }),
      })
      if (isLate) return false
      if (row.kind === 'takeover') await takeovers.succeed(records, row)
      await moves.issued(records, id)
      if (kindOf(row) === 'recover')
        for (const earlier of await earlierOf(records, form.previous))
          await holdings.revokeIn(records, earlier, 'superseded', AUTHORITY)
      return true
    })

  const take = async (row: ApplicationRow, issued: IssuedCertificates): Promise<void> => {
    const isBooked = await book(row.id, issued)
    if (row.kind === 'recover' || row.kind === 'takeover' || !isBooked) await holdings.publish()
    if (!isBooked) throw notNow(row.state, 'not-paid')
  }

  /** Throws `order-conflict` for another key than the one that was certified. */
  const requireSameKey = (spki: Bytes, { signing }: IssuedCertificates, id: string): void => {
    const certified = parseCertificate(signing[0]!).spki
    if (!Buffer.from(certified).equals(spki)) throw new AppError('order-conflict', { order: id })
  }

  const order = async (row: ApplicationRow, csr: Bytes): Promise<IssuedCertificates> => {
    const form = formOf(row)
    await requireEntitled(row)
    const placed = await authority.place(await requestFor(row, form, csr), organisationOf(form))
    if (placed.state === 'issued') return placed.issued
    throw new AppError(placed.error.code, { organisation: organisationOf(form), ...placed.error.details })
  }

  return {
    fetch: async (account, id, csr) => {
      const row = await findOwn(account, id)
      const { spki } = await readCsr(csr)
      const answered = row.state === 'paid' || row.state === 'issued' ? await authority.find(id) : null
      const issued = answered?.state === 'issued' ? answered.issued : await order(row, csr)
      requireSameKey(spki, issued, id)
      if (row.state !== 'issued') await take(row, issued)
      await store.holdings.fetch(id, now())
      return { ...issued, root: (await authority.describe(organisationOf(formOf(row)))).root }
    },

    keys: async (account, id) => {
      const row = await findOwn(account, id)
      if (row.state !== 'issued' || row.kind !== 'recover') throw notNow(row.state, 'not-recovered')
      return authority.keys(id, organisationOf(formOf(row)))
    },

    run: async () => {
      for (const row of await store.applications.listAnswered('issued', ANSWERED_AT, BATCH)) {
        const placed = await authority.find(row.id)
        if (placed?.state !== 'issued') continue
        await take(row, placed.issued).catch((error: unknown) =>
          warn({ event: 'certificates-not-booked', application: row.id, code: asAppError(error).code }),
        )
      }
    },
  }
}
