/**
 * Key shares of phones. A share is given out only against the proof of a PIN, and after five wrong
 * proofs never again. The server sees neither PINs nor keys; what it keeps is encrypted, so that a
 * stolen database alone holds no share.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { toBase64url } from '#core/bytes/base64url'
import { concat, equalBytes, ownBytes, utf8, type Bytes } from '#core/bytes/bytes'
import { sha256, sha256Hex } from '#core/bytes/digest'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import type { Store } from '../store/store.ts'

export const SHARE_TRIES = 5

export interface Shares {
  /** Throws `invalid-input` when the id is taken. */
  deposit(share: { readonly id: Bytes; readonly share: Bytes; readonly verifier: Bytes }): Promise<void>
  /** Throws `pin-wrong` with `triesLeft`, `pin-locked`, or `not-authorised` for an id that is not there. */
  release(id: Bytes, proof: Bytes): Promise<Bytes>
  /** Replaces what proofs are checked against. Throws as `release` does. */
  change(id: Bytes, proof: Bytes, verifier: Bytes): Promise<void>
}

export interface SharesOptions {
  readonly store: Store
  /** 32 bytes. */
  readonly storageKey: Bytes
  readonly random: RandomBytes
  readonly now: () => number
}

const CIPHER = 'aes-256-gcm'
const NONCE = 12
const TAG = 16

const seal = (key: Bytes, id: string, share: Bytes, nonce: Bytes): Bytes => {
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(utf8(id))
  return concat(nonce, cipher.update(share), cipher.final(), cipher.getAuthTag())
}

const open = (key: Bytes, id: string, sealed: Bytes): Bytes => {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE)).setAAD(utf8(id))
  decipher.setAuthTag(sealed.subarray(-TAG))
  return ownBytes(concat(decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()))
}

export const createShares = ({ store, storageKey, random, now }: SharesOptions): Shares => {
  /** For the log: tells shares apart and opens none. */
  const reference = async (id: Bytes): Promise<string> => sha256Hex(await sha256(id)).slice(0, 16)

  const lock = async (id: Bytes): Promise<never> => {
    const facts = { share: await reference(id) }
    await store.transaction(({ audit }) => audit.append({ actor: 'shares', action: 'share-locked', facts }, now()))
    throw new AppError('pin-locked')
  }

  /** Uses a try first and looks afterwards. */
  const prove = async (id: Bytes, proof: Bytes): Promise<{ readonly sealed: Bytes; readonly verifier: Bytes }> => {
    const name = toBase64url(id)
    const row = await store.shares.takeTry(name, SHARE_TRIES)
    if (row === null) throw new AppError((await store.shares.has(name)) ? 'pin-locked' : 'not-authorised')
    if (equalBytes(await sha256(proof), row.verifier)) return row
    if (row.tries >= SHARE_TRIES) return lock(id)
    throw new AppError('pin-wrong', { triesLeft: SHARE_TRIES - row.tries })
  }

  return {
    deposit: async ({ id, share, verifier }) => {
      const name = toBase64url(id)
      const added = await store.shares.add(name, seal(storageKey, name, share, random(NONCE)), verifier, now())
      if (!added) throw new AppError('invalid-input', { reason: 'id in use' })
    },

    release: async (id, proof) => {
      const { sealed } = await prove(id, proof)
      const name = toBase64url(id)
      await store.shares.resetTries(name)
      return open(storageKey, name, sealed)
    },

    change: async (id, proof, verifier) => {
      const { verifier: old } = await prove(id, proof)
      if (!(await store.shares.changeVerifier(toBase64url(id), old, verifier, now()))) throw new AppError('pin-wrong')
    },
  }
}
