/** Who is to be believed: the trusted roots, the chains under them and their revocation lists. */
import { join } from 'node:path'
import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { judgeChain, type JudgedChain as CoreJudgedChain } from '#core/certificate/chain'
import { verifySealRecord, type SealRecord } from '#core/certificate/seal-record'
import { AppError } from '#core/errors'
import type { Trust as FileTrust } from '../pdf/verify-pdf.ts'
import type { Fetch } from '../settings/server-status.ts'
import type { Roots } from '../settings/roots.ts'
import { isOlder, openCrlCache, type KeptCrl } from './crl-cache.ts'
import { crlAddresses } from './distribution.ts'

const HOUR = 3600 * 1000

export interface JudgedChain extends CoreJudgedChain {
  /** When the oldest revocation list that was used had been fetched, if that is more than an hour ago. */
  readonly staleSince: Date | null
  /** DER of the revocation lists that were used. */
  readonly lists: readonly Bytes[]
}

export type TrustedUsage = 'sign' | 'encrypt' | 'timestamp'

export interface Trust {
  /**
   * What is to be thought of a chain (DER, leaf first) at a time. Revocation counts until `revokedBy`, `at` unless
   * told otherwise. A refusal is a result, not an error.
   */
  judge(chain: readonly Bytes[], at: Date, usage: TrustedUsage, revokedBy?: Date): Promise<JudgedChain>
  /**
   * Rejects with the reason unless chain, term, usage and revocation are all known to be good:
   * `certificate-untrusted`, `-expired`, `-not-yet-valid`, `-wrong-usage`, `-revoked`, `revocation-unknown`.
   */
  require(chain: readonly Bytes[], at: Date, usage: 'sign' | 'encrypt'): Promise<Certificate>
  /** Reads a seal record that the signer may use. Rejects with `seal-record-invalid` or `seal-not-yours`. */
  sealRecord(record: Bytes, chain: readonly Bytes[], at: Date): Promise<SealRecord>
  /** For the signatures of one file. */
  forFile(): FileTrust
}

export interface TrustOptions {
  readonly dataFolder: string
  readonly roots: Pick<Roots, 'all'>
  readonly server: () => string
  readonly fetch: Fetch
  readonly now: () => Date
}

/** Certificates that can be read; a broken one is the chain's fault and found by its judge. */
const readable = (chain: readonly Bytes[]): readonly Certificate[] =>
  chain.flatMap((der) => {
    try {
      return [parseCertificate(der)]
    } catch {
      return []
    }
  })

/** The newest list of every issuer. */
const newest = (lists: readonly (KeptCrl | null)[]): readonly KeptCrl[] => {
  const byIssuer = new Map<string, KeptCrl>()
  for (const list of lists) {
    const other = list === null ? undefined : byIssuer.get(list.issuer)
    if (list !== null && (other === undefined || isOlder(other, list))) byIssuer.set(list.issuer, list)
  }
  return [...byIssuer.values()]
}

export const openTrust = async ({ dataFolder, roots, server, fetch, now }: TrustOptions): Promise<Trust> => {
  const cache = await openCrlCache(join(dataFolder, 'crls'), fetch, () => now().getTime())
  const rootsDer = (): readonly Bytes[] => roots.all().map(({ der }) => der)

  const listsFor = async (chain: readonly Bytes[]): Promise<readonly KeptCrl[]> => {
    const addresses = [
      ...readable(chain).flatMap(crlAddresses),
      ...['issuing', 'root'].map((name) => `${server()}/ca/${name}.crl`),
    ]
    const issuers = [...readable(chain.slice(1)), ...roots.all()]
    return newest(await Promise.all([...new Set(addresses)].map((address) => cache.at(address, issuers))))
  }

  /** Lists are fetched only for a chain that leads to a trusted root: nobody else makes the engine call an address. */
  const judge: Trust['judge'] = async (chain, at, usage, revokedBy = at) => {
    const question = { roots: rootsDer(), at, revokedBy, now: now(), usage }
    const first = await judgeChain(chain, { ...question, crls: [] })
    if (first.reason?.code === 'certificate-untrusted') return { ...first, lists: [], staleSince: null }
    const lists = await listsFor(chain)
    const judged = await judgeChain(chain, { ...question, crls: lists.map(({ der }) => der) })
    const oldest = Math.min(...lists.map(({ fetchedAt }) => fetchedAt))
    const staleSince = now().getTime() - oldest > HOUR ? new Date(oldest) : null
    return { ...judged, lists: lists.map(({ der }) => der), staleSince }
  }

  const sealRecord = async (record: Bytes, chain: readonly Bytes[], at: Date): Promise<SealRecord> => {
    const [signer, ...intermediates] = chain
    if (signer === undefined) throw new AppError('seal-not-yours')
    const { lists } = await judge(chain, at, 'sign')
    return verifySealRecord(record, { signer, roots: rootsDer(), intermediates, crls: lists, at })
  }

  return {
    judge,
    sealRecord,
    require: async (chain, at, usage) => {
      const { reason, leaf } = await judge(chain, at, usage)
      if (reason !== null) throw reason
      return leaf
    },
    forFile: () => {
      const intermediates = new Map<string, Bytes>()
      return {
        now: now(),
        judgeChain: async (certificates, at, revokedBy) => {
          for (const { fingerprint, der } of readable(certificates.slice(1))) intermediates.set(fingerprint, der)
          if (readable(certificates.slice(0, 1)).length > 0) return judge(certificates, at, 'sign', revokedBy)
          const reason = new AppError('certificate-malformed')
          return { chain: 'unknown', revocation: 'unknown', revokedAt: null, reason }
        },
        judgeTimestamp: (certificates, at) => judge(certificates, at, 'timestamp', now()),
        judgeRecord: async (record, signer, at) => {
          try {
            await sealRecord(record, [signer, ...intermediates.values()], at)
            return true
          } catch {
            return false // The report says that the record does not hold.
          }
        },
      }
    },
  }
}
