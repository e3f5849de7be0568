/** Messages inside the channel as bytes and back. */
import type { Bytes } from '../bytes/bytes.ts'
import { canonicalBytes, parseCanonical, type Json } from '../bytes/canonical-json.ts'
import { message, type Message } from './messages.ts'
import { requestHashOf } from './proof.ts'

/** A message and, for a request, what its answer is bound to. */
export interface ReadMessage {
  readonly message: Message
  /** SHA-256 of the message's bytes. */
  readonly hash: Bytes
}

/** Messages hold nothing but JSON; `body` is unknown only until its kind is known. */
export const messageBytes = (value: Message): Bytes => canonicalBytes(value as Json)

/** Reads a message strictly; null when it is not one. */
export const readMessage = async (bytes: Bytes): Promise<ReadMessage | null> => {
  try {
    const value = parseCanonical(bytes)
    return { message: message.parse(value), hash: await requestHashOf(value) }
  } catch {
    return null
  }
}
