/**
 * A mark that a browser keeps once somebody has logged in with it. Tries of a browser that the person
 * is known to use are counted apart, so that strangers who use up the others lock nobody out.
 */
import { toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { deriveKey, indexOf } from '../../access/sealed.ts'
import { sameToken } from '../../access/token.ts'

export interface DeviceMarks {
  make(mobile: string): string
  /** The mark's own number when it was made for this mobile number; null otherwise. */
  read(mark: string | undefined, mobile: string): string | null
}

const FORM = /^([\w-]{16})\.([0-9a-f]{64})$/

export const createDeviceMarks = (storageKey: Bytes, random: RandomBytes): DeviceMarks => {
  const key = deriveKey(storageKey, 'bidseal account device')
  return {
    make: (mobile) => {
      const id = toBase64url(random(12))
      return `${id}.${indexOf(key, id, mobile)}`
    },
    read: (mark, mobile) => {
      const [, id = '', proof = ''] = FORM.exec(mark ?? '') ?? []
      return id !== '' && sameToken(proof, indexOf(key, id, mobile)) ? id : null
    },
  }
}
