/** The authorities as registration and console ask them. */
import { AppError } from '#core/errors'
import type { Ca } from './ca/ca.ts'
import type { CaOrganisation } from './ca/order/organisation.ts'
import type { CertificateAuthority, RevocationReason } from './registration/certificate/authority.ts'
import type { Holdings } from './registration/certificate/holdings.ts'

/** Somebody else may have been first: what is revoked is as it should be. */
const revokeAt = async (
  organisation: CaOrganisation,
  serial: string,
  reason: RevocationReason,
  by: string,
): Promise<void> => {
  try {
    await organisation.revoke(serial, reason, by)
  } catch (error) {
    if ((await organisation.status(serial)).state !== 'revoked') throw error
  }
}

export const certificateAuthority = ({ orders, organisations }: Ca): CertificateAuthority => ({
  place: (request, organisation) => orders.place({ ...request, profile: 'company' }, organisation),
  find: (id) => orders.find(id),
  keys: (id, organisation) => orders.keys(id, organisation),
  revoke: async (serial, reason, by, organisation) => {
    await revokeAt(await organisations.find(organisation), serial, reason, by)
  },
  describe: async (id) => {
    const { name, chain } = await organisations.find(id)
    const root = chain.at(-1)
    if (root === undefined) throw new AppError('internal', { reason: 'root', organisation: id })
    return { name, root }
  },
})

/** Certificates that an application has brought are revoked together, wherever they are; others here. */
export const revokeBySerial =
  ({ revocation }: Ca, holdings: Holdings) =>
  async (serial: string, reason: RevocationReason, officer: string): Promise<void> => {
    if (!(await holdings.revokeSerial(serial, reason, officer))) await revocation.revoke(serial, reason, officer)
  }
