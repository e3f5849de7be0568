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

const judgeOne = async (
  who: Certificate,
  issuer: Certificate,
  lists: readonly Crl[],
  { at, now }: { readonly at: Date; readonly now: Date },
): Promise<RevocationVerdict> => {
  let isFresh = false
  for (const list of lists) {
    if (!(await verifyCrl(list, issuer))) continue
    const revoked = list.revoked.get(who.serial)
    if (revoked !== undefined && revoked.at <= at) return 'revoked'
    isFresh ||= list.thisUpdate.getTime() <= now.getTime() + MAX_SKEW && list.nextUpdate >= now
  }
  return isFresh ? 'good' : 'unknown'
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
): Promise<RevocationVerdict> => {
  const lists = readable(crls)
  const verdicts: RevocationVerdict[] = []
  for (const [index, who] of path.slice(0, -1).entries())
    verdicts.push(await judgeOne(who, path[index + 1]!, lists, moments))
  if (verdicts.includes('revoked')) return 'revoked'
  return verdicts.length === 0 || verdicts.includes('unknown') ? 'unknown' : 'good'
}
