/** Whether a certificate can be trusted: path to a root, validity, usage, revocation. Fails closed. */
import type { Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { parseCertificate, type Certificate } from './certificate.ts'
import { findPaths, judgePath, type Path } from './path.ts'
import { judgeRevocation, type RevocationVerdict } from './revocation.ts'

export type ChainVerdict = 'valid' | 'invalid' | 'unknown'

export interface ChainOptions {
  /** DER of the trusted roots. */
  readonly roots: readonly Bytes[]
  /** DER of revocation lists: that of the leaf's issuer, and those of the authorities above it. */
  readonly crls: readonly Bytes[]
  /** The moment at which the certificate was used. */
  readonly at: Date
  /** Revocation after this moment does not count; `at` unless told otherwise. */
  readonly revokedBy?: Date
  /** The present: revocation lists must be current now. */
  readonly now: Date
  readonly usage: 'sign' | 'encrypt' | 'seal-maker' | 'timestamp'
}

export interface JudgedChain {
  readonly chain: ChainVerdict
  readonly revocation: RevocationVerdict
  /** When the first certificate of the path was revoked, even if after the moment that counts; null where none is known to be. */
  readonly revokedAt: Date | null
  /** Null when the chain is valid and the revocation good. */
  readonly reason: AppError | null
  readonly leaf: Certificate
}

/**
 * Judges a certificate. `valid`: a path to a root of `roots` whose signatures, names, constraints
 * and key usages hold and which was in force at `at`. `unknown`: no such root is known. `invalid`:
 * anything else, with the reason. `revocation` is judged apart and is never `good` without current,
 * signed lists of every issuer in the path.
 * @param certificates DER, the leaf first, then others in any order; unreadable others are ignored.
 * Throws `certificate-malformed` when the leaf cannot be read.
 */
export const judgeChain = async (certificates: readonly Bytes[], options: ChainOptions): Promise<JudgedChain> => {
  const [first = new Uint8Array(), ...others] = certificates
  const leaf = parseCertificate(first)
  const { paths, isForged } = await findPaths(leaf, others, options.roots)
  const judged = paths.map((path) => ({ path, fault: judgePath(path, options.at, options.usage) }))
  const best = judged.find(({ fault }) => fault === null) ?? judged[0]
  if (best === undefined) {
    const reason = new AppError('certificate-untrusted', {
      reason: isForged ? 'signature' : 'root',
      subject: leaf.subject,
    })
    return { chain: isForged ? 'invalid' : 'unknown', revocation: 'unknown', revokedAt: null, reason, leaf }
  }
  const { revocation, revokedAt } = await judgeRevocation(best.path, options.crls, {
    at: options.revokedBy ?? options.at,
    now: options.now,
  })
  const chain = best.fault === null ? 'valid' : 'invalid'
  return { chain, revocation, revokedAt, reason: best.fault ?? revocationFault(best.path, revocation), leaf }
}

const revocationFault = ([{ subject }]: Path, verdict: RevocationVerdict): AppError | null => {
  if (verdict === 'good') return null
  return new AppError(verdict === 'revoked' ? 'certificate-revoked' : 'revocation-unknown', { subject })
}
