/** Revocation of the certificates of a path, from revocation lists at hand. */
import type { Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import type { Certificate } from './certificate.ts'
import { parseCrl, verifyCrl, type Crl } from './crl.ts'
import type { Path } from './path.ts'

/** How far the clock that dated a list may be ahead of the clock here. */
const MAX_SKEW = 5 * 60 * 1000

export type RevocationVerdict = 'good' | 'revoked' | 'unknown'

const readable = (lists: readonly Bytes[]): Crl[] =>
  lists.flatMap((der) => {
    try {
      return [parseCrl(der)]
    } catch (error) {
      // a list that cannot be read says nothing, so the status stays unknown
      if (error instanceof AppError) return []
      throw error
    }
  })

interface Judged {
  readonly revocation: RevocationVerdict
  /** When it was revoked, even if after `at`; null where that is not known. */
  readonly revokedAt: Date | null
}

const judgeOne = async (
  who: Certificate,
  issuer: Certificate,
  lists: readonly Crl[],
  { at, now }: { readonly at: Date; readonly now: Date },
): Promise<Judged> => {
  let isFresh = false
  let revokedAt: Date | null = null
  for (const list of lists) {
    if (!(await verifyCrl(list, issuer))) continue
    const revoked = list.revoked.get(who.serial)
    if (revoked !== undefined && (revokedAt === null || revoked.at < revokedAt)) revokedAt = revoked.at
    isFresh ||= list.thisUpdate.getTime() <= now.getTime() + MAX_SKEW && list.nextUpdate >= now
  }
  if (revokedAt !== null && revokedAt <= at) return { revocation: 'revoked', revokedAt }
  return { revocation: isFresh ? 'good' : 'unknown', revokedAt }
}

/**
 * Whether any certificate of the path but the root was revoked at `at`. `revoked` needs a list with
 * its issuer's signature, of any age, since revocation is final; `good` needs such a list that is
 * current at `now` for every issuer in the path; all else is `unknown`.
 */
export const judgeRevocation = async (
  path: Path,
  crls: readonly Bytes[],
  moments: { readonly at: Date; readonly now: Date },
): Promise<Judged> => {
  const lists = readable(crls)
  const judged: Judged[] = []
  for (const [index, who] of path.slice(0, -1).entries())
    judged.push(await judgeOne(who, path[index + 1]!, lists, moments))
  const verdicts = judged.map(({ revocation }) => revocation)
  const times = judged.flatMap(({ revokedAt }) => (revokedAt === null ? [] : [revokedAt.getTime()]))
  const revokedAt = times.length === 0 ? null : new Date(Math.min(...times))
  if (verdicts.includes('revoked')) return { revocation: 'revoked', revokedAt }
  return { revocation: verdicts.length === 0 || verdicts.includes('unknown') ? 'unknown' : 'good', revokedAt }
}
