/** What phone and server say to each other when certificates of a paid application are fetched. */
import { z } from 'zod'
import { bytes, certificate, enrolmentAnswer, releasedKeys } from '../certificate/enrolment.ts'

/** Asked again with the same request, the answer is the same. */
export const issueRequest = z.strictObject({
  /** PKCS#10 for the signing certificate, DER. */
  csr: bytes(4096),
})

export const issueAnswer = z.strictObject({
  ...enrolmentAnswer.shape,
  /** Of the authority that was chosen. */
  root: certificate,
})
export type IssueAnswer = z.output<typeof issueAnswer>

/** Why a paid application can never bring certificates: the first of the reasons in its history. */
export const ISSUING_FAILURES = ['authority-refused', 'not-a-member', 'authority-gone'] as const
export type IssuingFailure = (typeof ISSUING_FAILURES)[number]

/** Encryption keys of older certificates, which keepers of the recovery key have released to a new phone. */
export const keysAnswer = releasedKeys
export type KeysAnswer = z.output<typeof keysAnswer>
