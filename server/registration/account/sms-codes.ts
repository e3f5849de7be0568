/**
 * Codes by SMS: six random digits, good for five minutes, once, and for five tries. Tries belong to
 * whoever asked for the code, so that a stranger can use up nobody else's. Asking is the same for
 * every number, whether it has an account or not.
 */
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import { networkOf } from '#core/network'
import type { CodeAnswer, CodePurpose } from '#core/identity/account'
import { deriveKey, indexOf } from '../../access/sealed.ts'
import { digestOf, makeToken, sameToken } from '../../access/token.ts'
import type { SmsGateway } from '../../outside/sms.ts'
import type { Repositories, Store } from '../../store/store.ts'
import type { DeviceMarks } from './device-mark.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const CODE_TRIES = 5
export const CODE_LIFETIME = 5 * MINUTE

/** How many may be asked for, and the reason that is given when it is more. */
const LIMITS = [
  { of: 'number', limit: 1, window: MINUTE, reason: 'code-minute' },
  { of: 'number', limit: 10, window: DAY, reason: 'code-day' },
  { of: 'address', limit: 20, window: HOUR, reason: 'code-address' },
  { of: 'address', limit: 60, window: DAY, reason: 'code-address' },
  { of: 'all', limit: 20_000, window: DAY, reason: 'code-all' },
] as const

/** Who asks. */
export interface Caller {
  /** IP address. */
  readonly address: string
  /** Of the browser. */
  readonly mark: string | undefined
}

/** A right code. It is good until it is used. */
export interface ProvenNumber {
  readonly mobile: string
  /** Throws `code-over` when somebody was faster. */
  use(records: Repositories): Promise<void>
}

export interface SmsCodes {
  /** Throws `rate-limited`, or what the gateway says. */
  send(mobile: string, purpose: CodePurpose, caller: Caller): Promise<CodeAnswer>
  /** Throws `code-wrong` with `triesLeft`, or `code-over`. */
  check(ticket: string, purpose: CodePurpose, code: string): Promise<ProvenNumber>
}

export interface SmsCodesOptions {
  readonly store: Store
  readonly sms: SmsGateway
  readonly marks: DeviceMarks
  /** 32 bytes. */
  readonly storageKey: Bytes
  readonly random: RandomBytes
  readonly now: () => number
}

/** Six digits, evenly: 2^48 is so much more than 10^6 that the rest does not count. */
const makeCode = (random: RandomBytes): string =>
  String(Buffer.from(random(6)).readUIntBE(0, 6) % 1_000_000).padStart(6, '0')

export const createSmsCodes = ({ store, sms, marks, storageKey, random, now }: SmsCodesOptions): SmsCodes => {
  const codeKey = deriveKey(storageKey, 'bidseal sms code')
  const limitKey = deriveKey(storageKey, 'bidseal sms limit')

  const takeTurn = async (mobile: string, { address, mark }: Caller): Promise<void> => {
    const of = {
      number: [mobile, marks.read(mark, mobile) ?? ''],
      address: [networkOf(address)],
      all: [],
    }
    for (const [index, { of: kind, limit, window, reason }] of LIMITS.entries()) {
      const key = indexOf(limitKey, String(index), kind, ...of[kind])
      if ((await store.tries.take(key, limit, window, now())) === null) throw new AppError('rate-limited', { reason })
    }
  }

  return {
    send: async (mobile, purpose, caller) => {
      await store.tries.removeEnded(now())
      await store.smsCodes.removeEnded(now())
      await takeTurn(mobile, caller)
      const ticket = makeToken(random)
      const code = makeCode(random)
      const kept = digestOf(ticket)
      const expiresAt = now() + CODE_LIFETIME
      await store.smsCodes.add({ ticket: kept, mobile, purpose, hash: indexOf(codeKey, kept, code), expiresAt })
      await sms.send({ mobile, template: 'login-code', params: { code } })
      return { ticket, expiresAt, nextAt: now() + MINUTE }
    },

    check: async (ticket, purpose, code) => {
      const kept = digestOf(ticket)
      const row = await store.smsCodes.takeTry(kept, purpose, CODE_TRIES, now())
      if (row === null) throw new AppError('code-over')
      if (!sameToken(row.hash, indexOf(codeKey, kept, code)))
        throw new AppError('code-wrong', { triesLeft: CODE_TRIES - row.tries })
      return {
        mobile: row.mobile,
        use: async ({ smsCodes }) => {
          if (!(await smsCodes.use(kept))) throw new AppError('code-over')
        },
      }
    },
  }
}
