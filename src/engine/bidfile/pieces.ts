/** Bytes that are read, digested, encrypted and written together: what a core's own cache holds easily. */
export const PIECE_LENGTH = 256 * 1024

/** Bytes in the pieces in which one thread does several things with them. */
export function* pieces<T extends ArrayBufferLike>(bytes: Uint8Array<T>): Generator<Uint8Array<T>> {
  for (let at = 0; at < bytes.length; at += PIECE_LENGTH) yield bytes.subarray(at, at + PIECE_LENGTH)
}
