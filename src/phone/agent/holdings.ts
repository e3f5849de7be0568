/** Certificates that an account holds, as its owner asks the server about them. */
import { heldCertificate, holdingList, type HeldCertificate } from '#core/application/holding'
import { keysAnswer } from '#core/application/issuing'
import type { Client } from './client.ts'

/** Every method throws what the server says is wrong, or `server-unreachable`. */
export interface HoldingsApi {
  /** The newest first. */
  certificates(): Promise<readonly HeldCertificate[]>
  /** Puts these tags in the place of those that a pair has, which is named by its application. */
  tag(application: string, tags: readonly string[]): Promise<HeldCertificate>
  /** How many keys of older certificates have been released for a recovery, without taking them. */
  released(application: string): Promise<{ readonly count: number; readonly isComplete: boolean }>
}

export const createHoldingsApi = ({ get, post }: Client): HoldingsApi => ({
  certificates: async () => (await get('/api/certificates', holdingList)).certificates,
  tag: (application, tags) =>
    post('/api/certificates/{id}/tags', heldCertificate, { path: { id: application }, body: { tags } }),
  released: async (application) => {
    const { keys, isComplete } = await get('/api/applications/{id}/keys', keysAnswer, { path: { id: application } })
    return { count: keys.length, isComplete }
  },
})
