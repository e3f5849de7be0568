/** Timestamps from an authority over HTTP (RFC 3161 section 3.4). */
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { sha256 } from '#core/bytes/digest'
import { checkTimestamp, type CheckedTimestamp } from '#core/cms/timestamp-check'
import { readTimestampResponse, timestampRequest } from '#core/cms/timestamp-reply'
import { AppError } from '#core/errors'
import type { RandomBytes } from '#core/pairing/ports'
import type { Fetch } from '../settings/server-status.ts'

/** Milliseconds. Somebody waits for it with the phone in the hand. */
const PATIENCE = 3_000
/** Half of what a signature has room for. */
const MAX_TOKEN = 12 * 1024
const NONCE_LENGTH = 16

export interface ReceivedTimestamp extends CheckedTimestamp {
  /** DER. */
  readonly token: Bytes
}

const unavailable = (reason: string, cause?: unknown): AppError =>
  new AppError('timestamp-unavailable', { reason }, cause)

const post = async (fetch: Fetch, address: string, body: Bytes): Promise<Bytes> => {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body,
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'error',
    })
    if (!response.ok || response.body === null) throw unavailable(`status ${response.status}`)
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of response.body as AsyncIterable<Uint8Array>) {
      size += part.length
      if (size > MAX_TOKEN) throw unavailable('answer too large')
      parts.push(part)
    }
    return ownBytes(Buffer.concat(parts))
  } catch (error) {
    throw error instanceof AppError ? error : unavailable('unreachable', error)
  }
}

export interface TimestampSource {
  readonly fetch: Fetch
  readonly random: RandomBytes
  /** Of the authority. */
  readonly address: string
}

/**
 * Gets a timestamp over a signature. The authority learns its digest and nothing else. What comes
 * back answers this request and holds; whether its authority is trusted is the caller's question.
 * Rejects with `timestamp-unavailable`, within three seconds, or `timestamp-invalid`.
 */
export const requestTimestamp = async (
  { fetch, random, address }: TimestampSource,
  signature: Bytes,
): Promise<ReceivedTimestamp> => {
  const nonce = random(NONCE_LENGTH)
  const answer = await post(fetch, address, timestampRequest(await sha256(signature), nonce))
  const token = readTimestampResponse(answer)
  return { token, ...(await checkTimestamp(token, signature, nonce)) }
}
