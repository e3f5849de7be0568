import type { CertificateFilter } from './certificates.ts'
import { holds } from './pattern.ts'
import type { Db } from './schema.ts'

/** A certificate of another authority, as an application has brought it. */
export interface HeldCertificateRow {
  readonly serial: string
  readonly usage: string
  readonly application: string
  readonly account: string
  readonly creditCode: string
  readonly company: string
  readonly notBefore: number
  readonly notAfter: number
  readonly issuedAt: number
  readonly revokedAt: number | null
  readonly revocationReason: string | null
}

const SHARED = ['application', 'account', 'notBefore', 'notAfter', 'issuedAt', 'revokedAt', 'revocationReason'] as const

/** Certificates that applications have brought from one organisation: two of each. */
export const heldCertificates = (db: Db) => {
  const all = (organisation: string) =>
    db
      .selectFrom('holdings')
      .innerJoin('applications', 'applications.id', 'holdings.application')
      .where('holdings.organisation', '=', organisation)
      .select(SHARED.map((name) => `holdings.${name}` as const))
      .select(['applications.company', 'holdings.creditCode'])

  const matching = (organisation: string, filter: CertificateFilter) => {
    const { text, usage, isRevoked, endsFrom, endsBefore } = filter
    return db
      .selectFrom(
        all(organisation)
          .select(({ val }) => ['holdings.signing as serial', val('sign').as('usage')])
          .unionAll(
            all(organisation).select(({ val }) => ['holdings.encryption as serial', val('encrypt').as('usage')]),
          )
          .as('held'),
      )
      .$if(text !== '', (found) => found.where(holds(db, ['company', 'creditCode', 'serial'], text)))
      .$if(usage !== undefined, (found) => found.where('usage', '=', usage ?? ''))
      .$if(isRevoked !== undefined, (found) => found.where('revokedAt', isRevoked ? 'is not' : 'is', null))
      .$if(endsFrom !== undefined, (found) => found.where('notAfter', '>=', endsFrom ?? 0))
      .$if(endsBefore !== undefined, (found) => found.where('notAfter', '<', endsBefore ?? 0))
  }

  return {
    /** Newest first; a person's name is not looked for. */
    search: async (
      organisation: string,
      filter: CertificateFilter,
      offset: number,
      limit: number,
    ): Promise<readonly HeldCertificateRow[]> =>
      matching(organisation, filter)
        .selectAll()
        .orderBy('issuedAt', 'desc')
        .orderBy('serial')
        .offset(offset)
        .limit(limit)
        .execute(),

    count: async (organisation: string, filter: CertificateFilter): Promise<number> =>
      (
        await matching(organisation, filter)
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
      ).count,

    /** Whose certificates there are. */
    organisations: async (): Promise<readonly string[]> =>
      (await db.selectFrom('holdings').select('organisation').distinct().orderBy('organisation').execute()).map(
        ({ organisation }) => organisation,
      ),
  }
}

export type HeldCertificates = ReturnType<typeof heldCertificates>
