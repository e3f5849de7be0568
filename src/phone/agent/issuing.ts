/** Certificates of an application, as the phone of whoever has applied asks the server about them. */
import { toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { heldCertificate } from '#core/application/holding'
import { issueAnswer, keysAnswer, type IssueAnswer, type KeysAnswer } from '#core/application/issuing'
import { applicationAnswer } from '#core/application/messages'
import type { ApplicationState } from '#core/application/state'
import type { Client } from './client.ts'

/** Every method throws what the server says is wrong, or `server-unreachable`. */
export interface IssuingApi {
  state(application: string): Promise<ApplicationState>
  issue(application: string, csr: Bytes, signal?: AbortSignal): Promise<IssueAnswer>
  /** What has been released for a recovery. */
  olderKeys(application: string): Promise<KeysAnswer>
  revoke(application: string, at: number, signature: Bytes): Promise<void>
}

export const createIssuingApi = ({ get, post }: Client): IssuingApi => ({
  state: async (id) => (await get('/api/applications/{id}', applicationAnswer, { path: { id } })).state,
  issue: (id, csr, signal) => {
    const asked = { path: { id }, body: { csr: toBase64url(csr) }, signal }
    return post('/api/applications/{id}/certificates', issueAnswer, asked)
  },
  olderKeys: (id) => get('/api/applications/{id}/keys', keysAnswer, { path: { id } }),
  revoke: async (id, at, signature) => {
    const asked = { path: { id }, body: { at, signature: toBase64url(signature) } }
    await post('/api/certificates/{id}/revoke', heldCertificate, asked)
  },
})
