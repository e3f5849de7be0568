/** Certificates that applications have brought: shown, tagged, revoked, and told of when they can be renewed. */
import {
  RENEWAL_PERIOD,
  revocationBytes,
  type HeldCertificate,
  type holdingRevocation,
} from '#core/application/holding'
import type { Actor } from '#core/application/state'
import { parseCertificate } from '#core/certificate/certificate'
import { ECDSA_SHA256, isSignedBy } from '#core/certificate/signature'
import { parseElement } from '#core/cms/der'
import { AppError, asAppError } from '#core/errors'
import { z } from 'zod'
import type { HoldingRow } from '../../store/holdings.ts'
import type { Repositories, Store } from '../../store/store.ts'
import { messageId } from '../application/news.ts'
import type { FindPerson } from '../application/people.ts'
import { kindOf } from '../application/words.ts'
import type { CertificateAuthority, RevocationReason } from './authority.ts'
import { GIVEN_UP, holdingStateOf, isRecoverable, isRenewable } from './holding-rules.ts'

export interface Holdings {
  /** The account's, the newest first. */
  list(account: string): Promise<HeldCertificate[]>
  /** Throws `file-not-found`. */
  tag(account: string, application: string, tags: readonly string[]): Promise<HeldCertificate>
  /**
   * By its holder: signed with the key of the signing certificate. Again it does nothing. Throws `file-not-found`,
   * `request-expired` and `signature-invalid`.
   */
  giveUp(account: string, application: string, asked: Revocation): Promise<HeldCertificate>
  /** Both certificates, for good; what is revoked stays as it is. Does nothing where there are none. */
  revoke(application: string, reason: RevocationReason, actor: Actor): Promise<void>
  /** The same as a part of the caller's transaction; `publish` tells the authority afterwards, or the next round. */
  revokeIn(records: Repositories, application: string, reason: RevocationReason, actor: Actor): Promise<void>
  /** By an officer, by one of its two serial numbers; false where there is no such certificate in force. */
  revokeSerial(serial: string, reason: RevocationReason, officer: string): Promise<boolean>
  /** Has the authorities revoke what was revoked here. What fails waits for the next round. */
  publish(): Promise<void>
  /** Tells holders whose certificates can be renewed from now on. */
  remind(): Promise<void>
}

type Revocation = z.output<typeof holdingRevocation>

export interface HoldingsOptions {
  readonly store: Store
  readonly authority: CertificateAuthority
  readonly findPerson: FindPerson
  readonly now: () => number
  /** Facts for the log; never personal data. */
  readonly warn: (facts: object) => void
}

/** How far from now it may have been signed. */
const REVOCATION_AGE = 5 * 60_000
const BATCH = 100
const tagList = z.array(z.string())

const nameOf = ({ role, id }: Actor): string => (role === 'officer' ? id : role)

export const createHoldings = ({ store, authority, findPerson, now, warn }: HoldingsOptions): Holdings => {
  /** Those of an organisation that is gone bear its id. */
  const organisationOf = async (id: string): Promise<HeldCertificate['organisation']> => {
    try {
      return { id, name: (await authority.describe(id)).name }
    } catch (error) {
      if (asAppError(error).code !== 'organisation-unknown') throw error
      return { id, name: id }
    }
  }

  const list = async (account: string): Promise<HeldCertificate[]> => {
    const rows = await store.holdings.ofAccount(account)
    if (rows.length === 0) return []
    const [person, members] = await Promise.all([findPerson(account), store.members.of(account)])
    const ids = [...new Set(rows.map(({ organisation }) => organisation))]
    const organisations = new Map(await Promise.all(ids.map(async (id) => [id, await organisationOf(id)] as const)))
    return rows.map((row): HeldCertificate => {
      const { application, creditCode, company, signing, encryption, fingerprint, notBefore, notAfter } = row
      const isMember = members.some((member) => member.creditCode === creditCode)
      return {
        ...{ application, kind: kindOf(row), creditCode, company, person: person?.name ?? '' },
        organisation: organisations.get(row.organisation) ?? { id: row.organisation, name: row.organisation },
        ...{ signing, encryption, fingerprint, notBefore, notAfter },
        ...{ state: holdingStateOf(row, now()), revokedAt: row.revokedAt },
        ...{ isRenewable: isMember && isRenewable(row, rows, now()), next: row.next },
        isRecoverable: isMember && isRecoverable(row, rows),
        tags: tagList.parse(JSON.parse(row.tags)),
      }
    })
  }

  const describe = async (account: string, application: string): Promise<HeldCertificate> => {
    const held = (await list(account)).find((each) => each.application === application)
    if (held === undefined) throw new AppError('file-not-found')
    return held
  }

  const revokeIn: Holdings['revokeIn'] = async (records, application, reason, actor) => {
    const held = await records.holdings.find(application)
    const at = now()
    if (held === null || !(await records.holdings.revoke(application, reason, nameOf(actor), at))) return
    const facts = { application, reason, by: actor.role }
    await records.audit.append({ actor: nameOf(actor), action: 'holding-revoked', facts }, at)
    // Who gets others in their place hears of those.
    if (reason === 'superseded') return
    const message = { account: held.account, application, kind: 'revoked' }
    await records.messages.post([{ ...message, id: messageId(message, 0), at }])
  }

  const publishOne = async ({ application, signing, encryption, organisation, ...row }: HoldingRow): Promise<void> => {
    const reason = row.revocationReason as RevocationReason
    for (const serial of [signing, encryption])
      await authority.revoke(serial, reason, row.revokedBy ?? '', organisation)
    await store.holdings.publish(application, now())
  }

  const publish = async (): Promise<void> => {
    for (const row of await store.holdings.unpublished(BATCH))
      await publishOne(row).catch((error: unknown) => {
        const { application, organisation } = row
        warn({ event: 'revocation-not-published', application, organisation, code: asAppError(error).code })
      })
  }

  const revoke: Holdings['revoke'] = async (application, reason, actor) => {
    await store.transaction((records) => revokeIn(records, application, reason, actor))
    await publish()
  }

  const remindOne = (row: HoldingRow): Promise<void> =>
    store.transaction(async ({ holdings, messages }) => {
      const { account, application } = row
      if (!(await holdings.remind(application, now()))) return
      const message = { account, application, kind: 'renewable' }
      await messages.post([{ ...message, id: messageId(message, 0), at: now() }])
    })

  return {
    ...{ list, revoke, revokeIn, publish },

    tag: async (account, application, tags) => {
      if (!(await store.holdings.tag(account, application, JSON.stringify(tags)))) throw new AppError('file-not-found')
      return describe(account, application)
    },

    giveUp: async (account, application, { at, signature }) => {
      const held = await store.holdings.findOwn(account, application)
      if (held === null) throw new AppError('file-not-found')
      if (Math.abs(now() - at) > REVOCATION_AGE) throw new AppError('request-expired')
      const placed = await authority.find(application)
      const [signing] = placed?.state === 'issued' ? placed.issued.signing : []
      const signed = revocationBytes(application, at)
      if (
        signing === undefined ||
        !(await isSignedBy(parseCertificate(signing).spki, parseElement(ECDSA_SHA256), signed, signature))
      )
        throw new AppError('signature-invalid')
      await revoke(application, GIVEN_UP, { role: 'applicant', id: account })
      return describe(account, application)
    },

    revokeSerial: async (serial, reason, officer) => {
      const held = await store.holdings.ofSerial(serial)
      if (held === null || held.revokedAt !== null) return false
      await revoke(held.application, reason, { role: 'officer', id: officer })
      return true
    },

    remind: async () => {
      for (const row of await store.holdings.unreminded(now(), now() + RENEWAL_PERIOD, BATCH)) await remindOne(row)
    },
  }
}
