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
  state: async (application) => (await get(`/api/applications/${application}`, applicationAnswer)).state,
  issue: (application, csr, signal) =>
    post(`/api/applications/${application}/certificates`, { csr: toBase64url(csr) }, issueAnswer, signal),
  olderKeys: (application) => get(`/api/applications/${application}/keys`, keysAnswer),
  revoke: async (application, at, signature) => {
    const body = { at, signature: toBase64url(signature) }
    await post(`/api/certificates/${application}/revoke`, body, heldCertificate)
  },
})
