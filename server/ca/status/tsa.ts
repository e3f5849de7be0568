/** The timestamp authority (RFC 3161): says that a digest existed at a time, and learns nothing else. */
import type { Bytes } from '#core/bytes/bytes'
import {
  failureOf,
  parseTimestampRequest,
  type TimestampFailure,
  type TimestampRequest,
} from '#core/cms/timestamp-request'
import { grantTimestamp, refuseTimestamp } from '#core/cms/timestamp-token'
import { AppError, asAppError } from '#core/errors'
import type { CaSigner } from '../keys/signer.ts'

/** The one policy under which timestamps are made: an identifier of our own (a UUID under 2.25, ITU-T X.667). */
export const TIMESTAMP_POLICY = '2.25.227719232595479725397776225654546014456'

export interface TimestampAuthority {
  /** TimeStampResp for a TimeStampReq. Never throws: what cannot be granted is refused in words of the protocol. */
  answer(request: Bytes): Promise<Bytes>
}

export interface TimestampAuthorityOptions {
  readonly signer: Pick<CaSigner, 'timestamp'> & { readonly certificates: Pick<CaSigner['certificates'], 'tsa'> }
  readonly now: () => number
  readonly warn: (facts: { readonly event: string; readonly code: string }) => void
}

/** Seconds: one for the fraction that is dropped, one for a clock that a time service keeps right. */
const ACCURACY = 2
/** How far a clock may be set back unnoticed: time stands still for as long. Milliseconds. */
const TOLERATED = 1000

const REASONS: { readonly [failure in TimestampFailure]: string } = {
  badAlg: 'the digest must be SHA-256, SHA-384 or SHA-512',
  badRequest: 'only version 1 is known',
  badDataFormat: 'not a timestamp request',
  timeNotAvailable: 'the clock was set back, or it is outside the validity of the certificate',
  unacceptedPolicy: `the policy is ${TIMESTAMP_POLICY}`,
  unacceptedExtension: 'no extension is known',
  systemFailure: 'the timestamp could not be made',
}

export const createTimestampAuthority = (options: TimestampAuthorityOptions): TimestampAuthority => {
  const { signer, now, warn } = options
  const { notBefore, notAfter } = signer.certificates.tsa
  let last = 0

  /** A time that never goes back; null when the clock cannot be right. */
  const read = (): Date | null => {
    const time = now()
    if (time < last - TOLERATED || time < notBefore.getTime() || time > notAfter.getTime()) return null
    last = Math.max(last, time)
    return new Date(last)
  }

  const refuse = (failure: TimestampFailure): Bytes => refuseTimestamp(failure, REASONS[failure])

  const parsed = (der: Bytes): TimestampRequest | null => {
    try {
      return parseTimestampRequest(der)
    } catch (error) {
      if (error instanceof AppError && error.code === 'invalid-input') return null
      throw error
    }
  }

  const answer = async (der: Bytes): Promise<Bytes> => {
    const request = parsed(der)
    if (request === null) return refuse('badDataFormat')
    const failure = failureOf(request, TIMESTAMP_POLICY)
    if (failure !== null) return refuse(failure)
    const at = read()
    if (at === null) {
      warn({ event: 'timestamp-refused', code: 'timeNotAvailable' })
      return refuse('timeNotAvailable')
    }
    return grantTimestamp(await signer.timestamp({ policy: TIMESTAMP_POLICY, at, accuracy: ACCURACY, request }))
  }

  return {
    answer: (request) =>
      answer(request).catch((error: unknown) => {
        warn({ event: 'timestamp-refused', code: asAppError(error).code })
        return refuse('systemFailure')
      }),
  }
}
