/** Passwords as Argon2id hashes in the PHC string format (RFC 9106). */
import { argon2, timingSafeEqual } from 'node:crypto'
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'

/** The second choice of RFC 9106: 64 MiB, 3 passes. */
const COST = { memory: 65536, passes: 3, parallelism: 1 }
const LENGTH = 32

/** Memory in KiB. */
export type PasswordCost = typeof COST

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([\w+/]{22,64})\$([\w+/]{22,86})$/

const derive = (password: string, nonce: Uint8Array, tagLength: number, cost: PasswordCost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    argon2('argon2id', { message: password.normalize('NFKC'), nonce, tagLength, ...cost }, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'
const GROUP = 4

/** Groups of four letters and digits, 20 bits each, easy to type. */
export const makeWords = (random: RandomBytes, groups: number): string =>
  Array.from({ length: groups }, () =>
    Array.from(random(GROUP), (byte) => LETTERS[byte % LETTERS.length]).join(''),
  ).join('-')

/** For somebody's first log-in: 100 bits. */
export const makePassword = (random: RandomBytes): string => makeWords(random, 5)

export interface Passwords {
  /** What is kept of a password. */
  hash(password: string): Promise<string>
  /** Whether a password is the one; takes as long when there is no hash. */
  check(password: string, stored: string | null): Promise<boolean>
}

/** @param cost what a guess at a password costs */
export const createPasswords = (random: RandomBytes, cost: PasswordCost = COST): Passwords => ({
  hash: async (password) => {
    const salt: Bytes = random(16)
    const tag = await derive(password, salt, LENGTH, cost)
    return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(salt)}$${base64(tag)}`
  },

  check: async (password, stored) => {
    const parts = PHC.exec(stored ?? '')
    if (parts === null) {
      await derive(password, new Uint8Array(16), LENGTH, cost)
      return false
    }
    const [, memory, passes, parallelism, salt = '', tag = ''] = parts
    const expected = Buffer.from(tag, 'base64')
    const paid = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
    return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64'), expected.length, paid), expected)
  },
})
