import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { parseCertificate } from '#core/certificate/certificate'
import type { Trust } from '../trust/trust.ts'
import { readBidFile } from './bid-file.ts'

const path = fileURLToPath(new URL('../../../tests/vectors/bidfile/good.ebid', import.meta.url))

const trustWhere = (revokedAt: Date | null): Trust => {
  const nobody = () => Promise.reject(new Error('nobody asks'))
  return {
    judge: (chain) => {
      const leaf = parseCertificate(chain[0] ?? new Uint8Array())
      const good = { chain: 'valid', revocation: 'good', reason: null } as const
      return Promise.resolve({ ...good, revokedAt, leaf, lists: [], staleSince: null })
    },
    require: nobody,
    sealRecord: nobody,
    forFile: () => {
      throw new Error('nobody asks')
    },
  }
}

it('says when the certificate of the signer was revoked, even after the bid was made', async () => {
  const at = new Date('2026-12-01T08:00:00Z')
  expect((await readBidFile(path, trustWhere(at))).seal).toMatchObject({ revokedAt: at.toISOString() })
  expect((await readBidFile(path, trustWhere(null))).seal).toMatchObject({ revokedAt: null })
})
