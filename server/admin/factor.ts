/**
 * The second factor of officers: codes of an authenticator app, and recovery codes for when it is
 * lost. Secrets are encrypted and recovery codes hashed under the storage key, so that a stolen
 * database alone gives neither. A code works once; after five wrong ones there is a pause.
 */
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import { makeWords } from '../access/password.ts'
import { deriveKey, indexOf, openFor, sealFor } from '../access/sealed.ts'
import type { Store } from '../store/store.ts'
import { otpauthUri, stepOf, toBase32 } from './totp.ts'

export const FACTOR_TRIES = 5
export const FACTOR_PAUSE = 15 * 60_000
const RECOVERY_CODES = 10

export interface SetUp {
  /** Base 32, to type. */
  readonly secret: string
  /** For the QR code. */
  readonly uri: string
}

export interface Factor {
  /** The secret of an officer who has no factor yet; the same one until it is confirmed. Throws `not-authorised`. */
  setUp(officer: string): Promise<SetUp>
  /** Takes the first code of the app and gives out the recovery codes, once. Throws as `prove` does. */
  confirm(officer: string, code: string): Promise<readonly string[]>
  /** Takes a code of the app or a recovery code. Throws `not-authorised` with reason `code`, or `rate-limited`. */
  prove(officer: string, code: string): Promise<void>
}

export interface FactorOptions {
  readonly store: Store
  /** 32 bytes. */
  readonly storageKey: Bytes
  readonly random: RandomBytes
  readonly now: () => number
}

/** RFC 4226, section 4: 160 bits. */
const SECRET = 20

export const createFactor = ({ store, storageKey, random, now }: FactorOptions): Factor => {
  const secretKey = deriveKey(storageKey, 'bidseal officer totp')
  const codeKey = deriveKey(storageKey, 'bidseal officer recovery code')

  const hashOf = (officer: string, code: string): string =>
    indexOf(codeKey, officer, code.toLowerCase().replace(/[^a-z0-9]/g, ''))

  const record = (action: string, officer: string): Promise<void> =>
    store.transaction(({ audit }) => audit.append({ actor: 'console', action, facts: { officer } }, now()))

  /** Uses a try first and looks afterwards. */
  const takeTry = async (officer: string): Promise<{ readonly sealed: Uint8Array; readonly tries: number }> => {
    const row = await store.officers.takeTry(officer, FACTOR_TRIES, now() - FACTOR_PAUSE, now())
    if (row === null) throw new AppError('rate-limited', { reason: 'code' })
    if (row.secret === null) throw new AppError('not-authorised', { reason: 'stage' })
    return { sealed: row.secret, tries: row.tries }
  }

  const refuse = async (officer: string, tries: number): Promise<never> => {
    await record('factor-failed', officer)
    if (tries >= FACTOR_TRIES) await record('factor-paused', officer)
    throw new AppError('not-authorised', { reason: 'code', triesLeft: FACTOR_TRIES - tries })
  }

  return {
    setUp: async (officer) => {
      await store.officers.offerSecret(officer, sealFor(secretKey, officer, random(SECRET), random))
      const row = await store.officers.find(officer)
      if (row === null || row.secret === null || row.factorAt !== null)
        throw new AppError('not-authorised', { reason: 'stage' })
      const secret = openFor(secretKey, officer, row.secret)
      return { secret: toBase32(secret), uri: otpauthUri(officer, secret) }
    },

    confirm: async (officer, code) => {
      const { sealed, tries } = await takeTry(officer)
      const step = stepOf(openFor(secretKey, officer, sealed), code.replace(/\s/g, ''), now())
      if (step === null) return refuse(officer, tries)
      const codes = Array.from({ length: RECOVERY_CODES }, () => makeWords(random, 3))
      await store.transaction(async ({ officers, audit }) => {
        if (!(await officers.confirmSecret(officer, step, now())))
          throw new AppError('not-authorised', { reason: 'stage' })
        await officers.putRecoveryCodes(
          officer,
          codes.map((each) => hashOf(officer, each)),
        )
        await audit.append({ actor: officer, action: 'factor-set', facts: {} }, now())
      })
      return codes
    },

    prove: async (officer, code) => {
      const { sealed, tries } = await takeTry(officer)
      const typed = code.replace(/\s/g, '')
      const step = stepOf(openFor(secretKey, officer, sealed), typed, now())
      if (step !== null) {
        if (!(await store.officers.useStep(officer, step))) await refuse(officer, tries)
        return
      }
      const left = await store.transaction(async ({ officers, audit }) => {
        const rest = await officers.useRecoveryCode(officer, hashOf(officer, typed))
        if (rest !== null)
          await audit.append({ actor: officer, action: 'recovery-code-used', facts: { left: rest } }, now())
        return rest
      })
      if (left === null) await refuse(officer, tries)
    },
  }
}
