/**
 * CA organisations: authorities among which an applicant chooses. Each is a provider behind one
 * interface: the built-in authority in this process, or a process of its own on another host.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { isMissing } from '../keys/durable.ts'
import type { CertificateOrder, Issued, ReleasedKeys } from './order.ts'
import type { RevocationReason } from '../status/revocation.ts'

/** In fen, for a pair of certificates for one person. */
export const priceList = z.strictObject({
  claim: z.int().min(0).max(100_000_000),
  join: z.int().min(0).max(100_000_000),
  renew: z.int().min(0).max(100_000_000),
  recover: z.int().min(0).max(100_000_000),
})
export type PriceList = z.output<typeof priceList>

export const organisationId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
export const organisationName = z.string().trim().min(1).max(64)

/** `organisation.json` in an authority's data folder. */
const settings = z.strictObject({
  format: z.literal('bidseal-organisation/1'),
  id: organisationId,
  name: organisationName,
  prices: priceList,
  /** Whether officers of this authority look at every order that a front has approved. */
  review: z.boolean(),
})
export type OrganisationSettings = z.output<typeof settings>

export const ORGANISATION_FILE = 'organisation.json'

/** An authority that nobody has named: the built-in one. */
export const USUAL: OrganisationSettings = {
  format: 'bidseal-organisation/1',
  id: 'bidseal',
  name: '标印 CA',
  prices: { claim: 30_000, join: 20_000, renew: 20_000, recover: 5_000 },
  review: false,
}

/** Null where there is none. Throws `file-unreadable`. */
export const findSettings = async (folder: string): Promise<OrganisationSettings | null> => {
  try {
    return settings.parse(JSON.parse(await readFile(join(folder, ORGANISATION_FILE), 'utf8')))
  } catch (cause) {
    if (isMissing(cause)) return null
    throw new AppError('file-unreadable', { file: ORGANISATION_FILE }, cause)
  }
}

export type CertificateState =
  { readonly state: 'good' | 'unknown' } | { readonly state: 'revoked'; readonly at: number; readonly reason: number }

export interface CaOrganisation {
  readonly id: string
  readonly name: string
  /** Those of now. */
  prices(): Promise<PriceList>
  /** Issuing certificate, then the root. */
  readonly chain: readonly Bytes[]
  isAvailable(): Promise<boolean>
  /**
   * What an approved order brings; asked again, the same. Throws what `Issuance.issue` does, and
   * `organisation-unreachable`, after which nobody knows whether it was issued: ask again.
   */
  issue(order: CertificateOrder): Promise<Issued>
  /**
   * What keepers of the recovery key have released for an order from here. Throws `invalid-input` when there is no
   * such order, and `organisation-unreachable`.
   */
  releasedKeys(order: string): Promise<ReleasedKeys>
  /**
   * Revokes a certificate of an order from here. Throws `invalid-input` when there is none in force, and
   * `organisation-unreachable`.
   */
  revoke(serial: string, reason: RevocationReason, officer: string): Promise<void>
  /** Throws `organisation-unreachable`. */
  status(serial: string): Promise<CertificateState>
}
