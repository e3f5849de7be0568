/** Who has sealed a letter for a company: whatever organisation his certificate comes from. */
import type { Bytes } from '#core/bytes/bytes'
import { judgeChain } from '#core/certificate/chain'
import { verifySealRecord } from '#core/certificate/seal-record'
import { AppError } from '#core/errors'
import type { CaOrganisation } from './ca/order/organisation.ts'
import type { Organisations } from './ca/order/organisations.ts'
import type { FindSealer, Sealed } from './registration/application/papers.ts'

/** Whether one of the records is a company seal that the signer may use now. */
const hasCompanySeal = async (
  { certificates, records }: Sealed,
  roots: readonly Bytes[],
  at: Date,
): Promise<boolean> => {
  const [signer, ...intermediates] = certificates
  if (signer === undefined) return false
  for (const record of records)
    try {
      const { kind } = await verifySealRecord(record, { signer, intermediates, roots, at })
      if (kind === 'company') return true
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      // Not a seal of his; another one may be.
    }
  return false
}

/** Throws `organisation-unreachable` where the organisation does not say whether the certificate is in force. */
export const createSealerCheck = (organisations: Organisations, now: () => number): FindSealer => {
  const judge = async (sealed: Sealed, organisation: CaOrganisation) => {
    const at = new Date(now())
    const roots = organisation.chain.slice(-1)
    const certificates = [...sealed.certificates, ...organisation.chain]
    const { chain, leaf } = await judgeChain(certificates, { roots, crls: [], at, now: at, usage: 'sign' })
    if (chain !== 'valid' || !(await hasCompanySeal({ ...sealed, certificates }, roots, at))) return null
    return (await organisation.status(leaf.serial)).state === 'good' ? leaf : null
  }

  return async (sealed) => {
    for (const { id } of await organisations.list()) {
      const leaf = await judge(sealed, await organisations.find(id))
      if (leaf !== null) return leaf
    }
    return null
  }
}
