/** The PIN: which ones are too easy to guess, and what is made of one. */
import { argon2id } from 'hash-wasm'
import { z } from 'zod'
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'

const SHORTEST = 6
const LONGEST = 32
/** Patterns of the number pad and numbers with a meaning that people choose most often. */
const COMMON =
  '147258 258369 147852 159753 159357 112233 332211 123321 654123 123654 520131 5201314 131452 1314520 521131 100200 102030 168168 888666 666888 778899 998877'.split(
    ' ',
  )

const steps = (pin: string): readonly number[] =>
  Array.from({ length: pin.length - 1 }, (_, at) => (Number(pin[at + 1]) - Number(pin[at]) + 10) % 10)

const isRun = (pin: string): boolean => {
  const [first, ...others] = steps(pin)
  return (first === 0 || first === 1 || first === 9) && others.every((step) => step === first)
}

const isRepetition = (pin: string): boolean =>
  [1, 2, 3].some((length) => pin === pin.slice(0, length).repeat(pin.length).slice(0, pin.length))

/** Throws `pin-weak` unless a PIN has 6 to 32 digits and is no run, repetition or common choice. */
export const requirePin = (pin: string): void => {
  if (!/^\d+$/.test(pin) || pin.length < SHORTEST || pin.length > LONGEST)
    throw new AppError('pin-weak', { reason: 'length', shortest: SHORTEST, longest: LONGEST })
  if (isRun(pin) || isRepetition(pin) || COMMON.includes(pin)) throw new AppError('pin-weak', { reason: 'guessable' })
}

/** What one guess costs whoever has stolen phone and server. Memory in KiB. */
export const pinCost = z.object({ memory: z.int().positive(), passes: z.int().positive() })
export type PinCost = z.infer<typeof pinCost>

/**
 * One of the settings that OWASP recommends for Argon2id: some 55 ms, since the time from PIN to
 * sealed file is 150 ms. What keeps a short PIN safe is the server's share, not this cost.
 */
export const PIN_COST: PinCost = { memory: 19 * 1024, passes: 2 }

/** Argon2id (RFC 9106) of a PIN: 32 bytes. */
export const stretchPin = async (pin: string, salt: Bytes, { memory, passes }: PinCost): Promise<Bytes> =>
  new Uint8Array(
    await argon2id({
      password: pin,
      salt,
      memorySize: memory,
      iterations: passes,
      parallelism: 1,
      hashLength: 32,
      outputType: 'binary',
    }),
  )
