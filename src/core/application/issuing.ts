/** What phone and server say to each other when certificates of a paid application are fetched. */
import { z } from 'zod'
import { bytes, certificate, chain, enrolmentAnswer } from '../certificate/enrolment.ts'

/** Asked again with the same request, the answer is the same. */
export const issueRequest = z.strictObject({
  /** PKCS#10 for the signing certificate, DER. */
  csr: bytes(4096),
})
export type IssueRequest = z.input<typeof issueRequest>

export const issueAnswer = z.strictObject({
  ...enrolmentAnswer.shape,
  /** Of the authority that was chosen. */
  root: certificate,
})
export type IssueAnswer = z.output<typeof issueAnswer>

/** Encryption keys of older certificates, which keepers of the recovery key have released to a new phone. */
export const keysAnswer = z.strictObject({
  /** Whether there are no more to come. */
  isComplete: z.boolean(),
  keys: z.array(
    z.strictObject({
      /** The older encryption certificate first, then its issuers without the root. */
      encryption: chain,
      /** PKCS#8 in CMS AuthEnvelopedData for the new signing certificate's key. */
      encryptionKey: bytes(8192),
    }),
  ),
})
export type KeysAnswer = z.output<typeof keysAnswer>
