/** Revocation: final, with a reason, and published at once in the list of the issuing authority. */
import type { Bytes } from '#core/bytes/bytes'
import { REVOCATION_REASONS } from '#core/certificate/crl'
import { AppError, asAppError } from '#core/errors'
import type { Store } from '../../store/store.ts'
import { CRL_AUTHORITIES, type CaSigner, type CrlAuthority } from '../keys/signer.ts'

/** Why an officer may revoke a person's certificate. */
export type RevocationReason = Exclude<keyof typeof REVOCATION_REASONS, 'caCompromise'>

export interface RevocationService {
  /** Throws `invalid-input` when there is no such certificate in force. */
  revoke(serial: string, reason: RevocationReason, officer: string): Promise<void>
  /** The newest list, DER. */
  list(authority: CrlAuthority): Promise<Bytes>
  /** Makes those lists again that are due. */
  refresh(): Promise<void>
  close(): void
}

export interface RevocationOptions {
  readonly store: Store
  readonly signer: CaSigner
  readonly now: () => number
  readonly warn: (facts: { readonly event: string; readonly authority: string; readonly code: string }) => void
}

const HOUR = 3600_000
const DAY = 24 * HOUR

/** How long a list is good, and when the next one is made. The root's key is seldom needed. */
export const PACE = {
  issuing: { valid: DAY, every: HOUR },
  root: { valid: 90 * DAY, every: 60 * DAY },
} as const satisfies { [authority in CrlAuthority]: { readonly valid: number; readonly every: number } }

export const openRevocation = async (options: RevocationOptions): Promise<RevocationService> => {
  const { store, signer, now, warn } = options
  let turn: Promise<unknown> = Promise.resolve()

  /** One after the other, so that numbers rise. */
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const result = turn.then(act)
    turn = result.catch(() => undefined)
    return result
  }

  /** Anew where another server has published one in the meantime: that one may lack what was just revoked. */
  const publish = async (authority: CrlAuthority): Promise<void> => {
    const before = await store.crls.find(authority)
    const number = (before?.number ?? 0) + 1
    const thisUpdate = Math.floor(now() / 1000) * 1000
    const nextUpdate = thisUpdate + PACE[authority].valid
    const rows = authority === 'issuing' ? await store.certificates.revoked() : []
    const revoked = rows.map(({ serial, at, reason }) => ({ serial, at: new Date(at), reason }))
    const dates = { thisUpdate: new Date(thisUpdate), nextUpdate: new Date(nextUpdate) }
    const der = await signer.crl(authority, { number, ...dates, revoked })
    if (!(await store.crls.put(authority, { number, der, thisUpdate, nextUpdate }))) await publish(authority)
  }

  const refreshOne = async (authority: CrlAuthority): Promise<void> => {
    const newest = await store.crls.find(authority)
    if (newest !== null && now() - newest.thisUpdate < PACE[authority].every && now() >= newest.thisUpdate) return
    try {
      await publish(authority)
    } catch (error) {
      if (newest === null) throw error
      warn({ event: 'crl-not-made', authority, code: asAppError(error).code })
    }
  }

  const refresh = (): Promise<void> =>
    inTurn(async () => {
      for (const authority of CRL_AUTHORITIES) await refreshOne(authority)
    })

  const timer = setInterval(() => {
    refresh().catch((error: unknown) => warn({ event: 'crl-not-made', authority: '', code: asAppError(error).code }))
  }, HOUR)
  timer.unref()

  await refresh()
  return {
    revoke: async (serial, reason, officer) => {
      await store.transaction(async ({ certificates, audit }) => {
        if (!(await certificates.revoke(serial, now(), REVOCATION_REASONS[reason])))
          throw new AppError('invalid-input', { reason: 'no such certificate in force' })
        await audit.append({ actor: officer, action: 'certificate-revoked', facts: { serial, reason } }, now())
      })
      await inTurn(() => publish('issuing'))
    },
    list: async (authority) => {
      const newest = await store.crls.find(authority)
      if (newest === null) throw new AppError('revocation-unknown')
      return newest.der
    },
    refresh,
    close: () => clearInterval(timer),
  }
}
