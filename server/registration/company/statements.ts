/** Statements that a member signs with the key of his certificate, which takes the PIN of his phone. */
import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { ECDSA_SHA256, isSignedBy } from '#core/certificate/signature'
import { parseElement } from '#core/cms/der'
import { AppError } from '#core/errors'
import type { SignedRow } from '../../store/handovers.ts'
import type { HoldingRow } from '../../store/holdings.ts'
import type { MemberRow } from '../../store/members.ts'
import type { Repositories } from '../../store/store.ts'
import type { CertificateAuthority } from '../certificate/authority.ts'
import { holdingStateOf } from '../certificate/holding-rules.ts'

/** How old a statement may be, and how far ahead of the server's clock; ms. */
const FRESH = 5 * 60_000

/** As a statement comes in. */
export interface Signed {
  readonly at: number
  readonly signature: Bytes
}

export interface Statements {
  /**
   * Who has signed: a certificate in force of the account at the company. Throws `no-certificate` when
   * there is none, `request-expired` for an old statement, and `signature-invalid`.
   */
  require(account: string, creditCode: string, statement: (at: number) => Bytes, signed: Signed): Promise<SignedRow>
}

interface Holdings {
  readonly holdings: Pick<Repositories['holdings'], 'ofAccount'>
}

/** Those of an account at a company that are in force. */
export const heldAt = async (
  { holdings }: Holdings,
  { account, creditCode }: Pick<MemberRow, 'account' | 'creditCode'>,
  now: number,
): Promise<readonly HoldingRow[]> =>
  (await holdings.ofAccount(account)).filter(
    (row) => row.creditCode === creditCode && holdingStateOf(row, now) === 'in-force',
  )

export const createStatements = (
  store: Holdings,
  authority: Pick<CertificateAuthority, 'find'>,
  now: () => number,
): Statements => {
  const isBy = async ({ application }: HoldingRow, said: Bytes, signature: Bytes): Promise<boolean> => {
    const placed = await authority.find(application)
    if (placed?.state !== 'issued') return false
    const [signing] = placed.issued.signing
    if (signing === undefined) return false
    return isSignedBy(parseCertificate(signing).spki, parseElement(ECDSA_SHA256), said, signature)
  }

  return {
    require: async (account, creditCode, statement, { at, signature }) => {
      const held = await heldAt(store, { account, creditCode }, now())
      if (held.length === 0) throw new AppError('no-certificate')
      if (Math.abs(now() - at) > FRESH) throw new AppError('request-expired')
      const said = statement(at)
      for (const row of held)
        if (await isBy(row, said, signature)) return { certificate: row.fingerprint, signedAt: at, signature }
      throw new AppError('signature-invalid')
    },
  }
}
