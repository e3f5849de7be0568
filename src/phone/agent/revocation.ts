/** Whether the authority has revoked a credential, as far as the phone knows. */
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { parseCrl, verifyCrl, type Crl } from '#core/certificate/crl'
import type { Clock } from '#core/pairing/ports'
import type { Credential } from './credential.ts'
import type { ServerApi } from './http.ts'
import type { AgentStore } from './views.ts'

const LIST = 'revocation-list'
/** How long a list is not asked for again, and how long anybody waits for it; milliseconds. */
const FRESH = 5 * 60_000
const PATIENCE = 3000

export interface Revocation {
  /**
   * True when a signed list says so, of any age: revocation is final. False says only that the phone
   * knows of none; whoever relies on a certificate asks for himself.
   */
  isRevoked(own: Credential): Promise<boolean>
  /** Asks for a fresh list now and then. Never rejects: the last one stays. */
  refresh(): Promise<void>
}

export interface RevocationOptions {
  readonly api: ServerApi
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

const isListed = async (list: Crl, [leaf, issuer]: readonly Bytes[]): Promise<boolean> => {
  if (leaf === undefined || issuer === undefined) return false
  return list.revoked.has(parseCertificate(leaf).serial) && verifyCrl(list, parseCertificate(issuer))
}

export const createRevocation = ({ api, store, clock }: RevocationOptions): Revocation => {
  let askedAt = Number.NEGATIVE_INFINITY

  const fetchList = async (): Promise<void> => {
    try {
      const list = await api.file('issuing.crl')
      if (parse(list) !== null) await store.write(LIST, list)
    } catch {
      // Out of reach just now: the list at hand is used, and the next call asks again.
      askedAt = Number.NEGATIVE_INFINITY
    }
  }

  return {
    isRevoked: async ({ signing, encryption }) => {
      const list = parse(await store.read(LIST))
      return list !== null && ((await isListed(list, signing)) || (await isListed(list, encryption)))
    },
    refresh: async () => {
      if (clock.now() - askedAt < FRESH) return
      askedAt = clock.now()
      let stopWaiting = (): void => {}
      const enough = new Promise<void>((resolve) => {
        stopWaiting = clock.after(PATIENCE, resolve)
      })
      await Promise.race([fetchList(), enough])
      stopWaiting()
    },
  }
}
