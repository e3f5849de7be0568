/** Keys that sign by ECDSA P-256 with SHA-256: at hand, or where only their signatures come out. */
import type { Bytes } from '../bytes/bytes.ts'
import type { SubtleKey } from './auth-enveloped.ts'

/** A key that stays where it is, as in a hardware token. */
export interface RemoteKey {
  /** r ‖ s over SHA-256 of the data. */
  sign(data: Bytes): Promise<Bytes>
}

export type SigningKey = SubtleKey | RemoteKey

/** r ‖ s. */
export const signWith = async (key: SigningKey, data: Bytes): Promise<Bytes> =>
  'sign' in key
    ? key.sign(data)
    : new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, data))
