/**
 * One frame of the channel:
 *
 *     type 1 | version 1 | suite 1 | session 16 | direction 1 | sequence 8 | expiry 4 | enc 65 | ciphertext
 *
 * Everything before enc is associated data. The plaintext is a piece of a message, padded:
 *
 *     index 2 | count 2 | piece
 *
 * A message's pieces have consecutive sequence numbers. The expiry is in seconds since 1970 by the
 * desktop's clock.
 */
import { concat, ownBytes, type Bytes } from '../bytes/bytes.ts'
import { readUint, uint } from '../bytes/frames.ts'
import { FRAME_TYPE } from './handshake.ts'
import { pad, unpad } from './padding.ts'
import { POLICY } from './policy.ts'
import { POINT_LENGTH, SUITE, TAG_LENGTH, VERSION, type Sealed } from './suite.ts'

export const DIRECTION = { toDesktop: 1, toPhone: 2 } as const
export type Direction = (typeof DIRECTION)[keyof typeof DIRECTION]

const SESSION_AT = 3
const DIRECTION_AT = 19
const SEQUENCE_AT = 20
const EXPIRY_AT = 28
const HEAD = 32
const PIECE_HEAD = 4

export interface FrameHead {
  /** 16 bytes. */
  readonly session: Bytes
  readonly direction: Direction
  /** Counts from 1 in each direction. */
  readonly sequence: number
  /** Seconds since 1970. */
  readonly expiry: number
}

export interface Frame extends Sealed {
  readonly head: FrameHead
  /** The bytes of the head: associated data. */
  readonly aad: Bytes
}

/** The 32 bytes of a head. */
export const frameHead = ({ session, direction, sequence, expiry }: FrameHead): Bytes =>
  concat(
    Uint8Array.of(FRAME_TYPE.data, VERSION, SUITE),
    session,
    uint(direction, 1),
    uint(sequence, 8),
    uint(expiry, 4),
  )

/** Reads a frame from top to bottom without opening it; null when it is not one. */
export const parseFrame = (bytes: Uint8Array): Frame | null => {
  if (bytes.length < HEAD + POINT_LENGTH + TAG_LENGTH || bytes.length > POLICY.relay.frame) return null
  if (bytes[0] !== FRAME_TYPE.data || bytes[1] !== VERSION || bytes[2] !== SUITE) return null
  const direction = bytes[DIRECTION_AT]
  if (direction !== DIRECTION.toDesktop && direction !== DIRECTION.toPhone) return null
  if (readUint(bytes, SEQUENCE_AT, 2) !== 0) return null
  const head = {
    session: ownBytes(bytes.subarray(SESSION_AT, DIRECTION_AT)),
    direction,
    sequence: readUint(bytes, SEQUENCE_AT + 2, 6),
    expiry: readUint(bytes, EXPIRY_AT, 4),
  } as const
  return {
    head,
    aad: ownBytes(bytes.subarray(0, HEAD)),
    enc: ownBytes(bytes.subarray(HEAD, HEAD + POINT_LENGTH)),
    ciphertext: ownBytes(bytes.subarray(HEAD + POINT_LENGTH)),
  }
}

export interface Piece {
  readonly index: number
  readonly count: number
  readonly data: Bytes
}

/** The plaintexts of a message's frames. Throws a RangeError when the message is too large. */
export const splitMessage = (message: Bytes): readonly Bytes[] => {
  const { fragment, limit } = POLICY.message
  if (message.length > limit) throw new RangeError(`a message of ${message.length} bytes`)
  const count = Math.max(1, Math.ceil(message.length / fragment))
  return Array.from({ length: count }, (_, index) => {
    const data = message.subarray(index * fragment, (index + 1) * fragment)
    return pad(concat(uint(index, 2), uint(count, 2), data))
  })
}

/** Reads the plaintext of a frame; null when it is not one. */
export const parsePiece = (plaintext: Uint8Array): Piece | null => {
  const piece = unpad(plaintext)
  if (piece === null || piece.length < PIECE_HEAD) return null
  const [index, count] = [readUint(piece, 0, 2), readUint(piece, 2, 2)]
  const largest = Math.ceil(POLICY.message.limit / POLICY.message.fragment)
  const data = ownBytes(piece.subarray(PIECE_HEAD))
  const isFull = data.length === POLICY.message.fragment
  if (count < 1 || count > largest || index >= count || (index < count - 1 && !isFull)) return null
  return { index, count, data }
}
