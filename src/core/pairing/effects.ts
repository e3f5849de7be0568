/** What a state machine asks its surroundings to do. */
import type { Bytes } from '../bytes/bytes.ts'

export type Effect =
  /** Join a room of the relay and hand in what arrives there. */
  | { readonly type: 'join'; readonly room: string }
  | { readonly type: 'leave'; readonly room: string }
  | {
      readonly type: 'send'
      readonly room: string
      readonly frame: Bytes
      /** Milliseconds that the relay may keep it. */
      readonly lifetime: number
    }

export type Effects = readonly Effect[]
export const NOTHING: Effects = []
