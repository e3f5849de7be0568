/** Whether the authority has revoked a credential, as far as the phone knows. */
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { parseCrl, verifyCrl, type Crl } from '#core/certificate/crl'
import type { Clock } from '#core/pairing/ports'
import type { Credential, Credentials } from './credential.ts'
import type { HoldingsApi } from './holdings.ts'
import type { ServerApi } from './http.ts'
import type { AgentStore } from './views.ts'

const LIST = 'revocation-list'
/** How long a list is not asked for again, and how long anybody waits for it; milliseconds. */
const FRESH = 5 * 60_000
const PATIENCE = 3000

export interface Revocation {
  /**
   * True when a signed list says so, of any age, or the holder or the server has said so here: revocation
   * is final. False says only that the phone knows of none; whoever relies on a certificate asks for himself.
   */
  isRevoked(own: Credential): Promise<boolean>
  /**
   * Asks for a fresh list now and then, and the server about certificates of other authorities, whose lists a
   * page cannot fetch. Never rejects: what was known stays.
   */
  refresh(all: readonly Credential[]): Promise<void>
}

export interface RevocationOptions {
  readonly api: ServerApi
  readonly holdings: Pick<HoldingsApi, 'certificates'>
  readonly credentials: Credentials
  readonly store: AgentStore
  readonly clock: Clock
}

const parse = (value: unknown): Crl | null => {
  if (!(value instanceof Uint8Array)) return null
  try {
    return parseCrl(ownBytes(value))
  } catch {
    return null // A list that cannot be read says nothing.
  }
}

/** Whether it is the list of the authority that has issued the credential. */
const isListFor = async (list: Crl, { signing: [, issuer] }: Credential): Promise<boolean> =>
  issuer !== undefined && verifyCrl(list, parseCertificate(issuer))

const isListed = async (list: Crl, [leaf, issuer]: readonly Bytes[]): Promise<boolean> => {
  if (leaf === undefined || issuer === undefined) return false
  return list.revoked.has(parseCertificate(leaf).serial) && verifyCrl(list, parseCertificate(issuer))
}

export const createRevocation = ({ api, holdings, credentials, store, clock }: RevocationOptions): Revocation => {
  let askedAt = Number.NEGATIVE_INFINITY

  const kept = async (): Promise<Crl | null> => parse(await store.read(LIST))

  /** Of those that somebody has applied for and the server's own authority has not issued. */
  const askAbout = async (all: readonly Credential[]): Promise<void> => {
    const list = await kept()
    const isForeign = await Promise.all(
      all.map(async (own) => own.application !== undefined && !(list !== null && (await isListFor(list, own)))),
    )
    const foreign = new Set<string>(all.filter((_, at) => isForeign[at]).map(({ id }) => id))
    if (foreign.size === 0) return
    for (const { fingerprint, state } of await holdings.certificates())
      if (state === 'revoked' && foreign.has(fingerprint)) await credentials.markRevoked(fingerprint)
  }

  const ask = async (all: readonly Credential[]): Promise<void> => {
    try {
      const list = await api.file('issuing.crl')
      if (parse(list) !== null) await store.write(LIST, list)
    } catch {
      // Out of reach just now: the list at hand is used, and the next call asks again.
      askedAt = Number.NEGATIVE_INFINITY
    }
    await askAbout(all).catch(() => {
      // Out of reach, or nobody is logged in: what is known stays.
    })
  }

  return {
    isRevoked: async ({ id, signing, encryption }) => {
      if (await credentials.isRevoked(id)) return true
      const list = await kept()
      return list !== null && ((await isListed(list, signing)) || (await isListed(list, encryption)))
    },
    refresh: async (all) => {
      if (clock.now() - askedAt < FRESH) return
      askedAt = clock.now()
      let stopWaiting = (): void => {}
      const enough = new Promise<void>((resolve) => {
        stopWaiting = clock.after(PATIENCE, resolve)
      })
      await Promise.race([ask(all), enough])
      stopWaiting()
    },
  }
}
