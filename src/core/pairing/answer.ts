/** Judges a phone's response to the request that a desktop has sent. */
import { fromBase64url } from '../bytes/base64url.ts'
import { equalBytes, type Bytes } from '../bytes/bytes.ts'
import { AppError, type ErrorCode } from '../errors.ts'
import { answers, type Answers, type RefusalCode, type RequestKind, type Response } from './messages.ts'
import { confirmBytes, isProof, type PairingContext } from './proof.ts'

const REFUSALS: Record<RefusalCode, ErrorCode> = {
  refused: 'request-refused',
  'wrong-certificate': 'wrong-certificate',
  'unwrap-failed': 'unwrap-failed',
  malformed: 'message-rejected',
  expired: 'request-expired',
  locked: 'pin-locked',
}

export interface Expected {
  readonly kind: RequestKind
  /** SHA-256 of the request. */
  readonly hash: Bytes
  readonly context: PairingContext
  /** SPKI of the admitted certificate's key. */
  readonly signingKey: Bytes
}

/**
 * The answer, once it is bound to this request, signed by the admitted key and of the right form.
 * Throws `peer-unauthenticated`, `message-rejected`, or what the phone refuses with.
 */
export const verifiedAnswer = async (
  response: Response,
  { kind, hash, context, signingKey }: Expected,
): Promise<Answers[RequestKind]> => {
  const answered = fromBase64url(response.requestHash)
  if (answered === null || !equalBytes(answered, hash)) throw new AppError('peer-unauthenticated', { what: 'request' })
  if (!response.ok) {
    const { code, reason } = response.error ?? { code: 'malformed' as const }
    throw new AppError(REFUSALS[code], reason === undefined ? {} : { reason })
  }
  const confirm = fromBase64url(response.confirm ?? '')
  const isConfirmed = confirm !== null && (await isProof(signingKey, confirmBytes(context, hash), confirm))
  if (!isConfirmed) throw new AppError('peer-unauthenticated', { what: 'confirm' })
  const parsed = answers[kind].safeParse(response.body)
  if (!parsed.success) throw new AppError('message-rejected', { kind })
  return parsed.data
}
