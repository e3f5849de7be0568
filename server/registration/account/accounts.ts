/** Accounts: registering, logging in by code or password, and passwords. */
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import { networkOf } from '#core/network'
import type { CodeLogin, PasswordLogin, PasswordReset, RegisterRequest } from '#core/identity/account'
import { isWeakPassword } from '#core/identity/password'
import type { Passwords } from '../../access/password.ts'
import { deriveKey, indexOf } from '../../access/sealed.ts'
import type { AccountRow } from '../../store/accounts.ts'
import type { Repositories, Store } from '../../store/store.ts'
import type { DeviceMarks } from './device-mark.ts'
import type { AccountSession, AccountSessions } from './sessions.ts'
import type { Caller, ProvenNumber, SmsCodes } from './sms-codes.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** Wrong passwords: a browser that is known has its own, all others of a network and of the world share theirs. */
const KNOWN = { limit: 5, window: 15 * MINUTE }
const NETWORK = { limit: 5, window: 15 * MINUTE }
const WORLD = { limit: 50, window: DAY }
const LIMIT_PURPOSE = 'bidseal account limit'

/** Under which wrong passwords from browsers that are not known are counted, and how many there may be. */
export const passwordLimit = (storageKey: Bytes, mobile: string): { readonly key: string; readonly limit: number } => ({
  key: indexOf(deriveKey(storageKey, LIMIT_PURPOSE), mobile),
  limit: WORLD.limit,
})

export interface LoggedIn {
  readonly session: AccountSession
  /** For the cookie. */
  readonly token: string
  /** For the cookie by which the browser is known again. */
  readonly mark: string
}

export interface Accounts {
  /** Throws `password-weak`, `code-wrong`, `code-over` or, the code still good, `account-exists`. */
  register(request: RegisterRequest): Promise<LoggedIn>
  /** Throws `code-wrong`, `code-over` or, the code still good, `account-unknown`. */
  loginByCode(request: CodeLogin): Promise<LoggedIn>
  /** Throws `not-authorised`, the same for an unknown number, or `rate-limited`. */
  loginByPassword(request: PasswordLogin, caller: Caller): Promise<LoggedIn>
  /** Ends all sessions and begins one. Throws as `loginByCode` does, or `password-weak`. */
  resetPassword(request: PasswordReset): Promise<LoggedIn>
  /** Ends all other sessions. Throws `invalid-input` with reason `password-wrong`, `password-weak` or `rate-limited`. */
  changePassword(session: AccountSession, current: string, password: string): Promise<void>
  /** An account for a number that was proved, made when there is none. Within a transaction. */
  ensure(records: Repositories, mobile: string): Promise<AccountRow>
  /** Begins a session. Within a transaction. */
  enter(records: Repositories, account: AccountRow, device: string, by: string): Promise<LoggedIn>
}

export interface AccountsOptions {
  readonly store: Store
  readonly passwords: Passwords
  readonly codes: SmsCodes
  readonly sessions: AccountSessions
  readonly marks: DeviceMarks
  /** 32 bytes. */
  readonly storageKey: Bytes
  readonly random: RandomBytes
  readonly now: () => number
}

const requireStrong = (password: string, mobile: string): void => {
  if (isWeakPassword(password, mobile)) throw new AppError('password-weak')
}

export const createAccounts = (options: AccountsOptions): Accounts => {
  const { store, passwords, codes, sessions, marks, random, now } = options
  const limitKey = deriveKey(options.storageKey, LIMIT_PURPOSE)

  const record = ({ audit }: Repositories, action: string, account: string, facts: object = {}): Promise<void> =>
    audit.append({ actor: 'registration', action, facts: { account, ...facts } }, now())

  const add = async (records: Repositories, mobile: string, password: string | null): Promise<AccountRow | null> => {
    const id = Buffer.from(random(12)).toString('hex')
    if (!(await records.accounts.add({ id, mobile, password, wechat: null }, now()))) return null
    await record(records, 'account-registered', id)
    return records.accounts.find(id)
  }

  const enter: Accounts['enter'] = async (records, account, device, by) => {
    await record(records, 'account-login', account.id, { by })
    return { ...(await sessions.begin(records, account, device)), mark: marks.make(account.mobile) }
  }

  const requireKnown = async ({ mobile }: ProvenNumber): Promise<AccountRow> => {
    const account = await store.accounts.findByMobile(mobile)
    if (account === null) throw new AppError('account-unknown')
    return account
  }

  const takeTry = async (key: string, { limit, window }: { limit: number; window: number }): Promise<void> => {
    if ((await store.tries.take(key, limit, window, now())) === null)
      throw new AppError('rate-limited', { reason: 'password' })
  }

  return {
    register: async ({ ticket, code, password, device }) => {
      const proven = await codes.check(ticket, 'enter', code)
      const { mobile } = proven
      requireStrong(password, mobile)
      if ((await store.accounts.findByMobile(mobile)) !== null) throw new AppError('account-exists')
      const hash = await passwords.hash(password)
      return store.transaction(async (records) => {
        const account = await add(records, mobile, hash)
        if (account === null) throw new AppError('account-exists')
        await proven.use(records)
        return enter(records, account, device, 'code')
      })
    },

    loginByCode: async ({ ticket, code, device }) => {
      const proven = await codes.check(ticket, 'enter', code)
      const account = await requireKnown(proven)
      return store.transaction(async (records) => {
        await proven.use(records)
        return enter(records, account, device, 'code')
      })
    },

    loginByPassword: async ({ mobile, password, device }, { address, mark }) => {
      const known = marks.read(mark, mobile)
      const key = known === null ? [mobile, networkOf(address)] : [mobile, 'known', known]
      const own = indexOf(limitKey, ...key)
      await takeTry(own, known === null ? NETWORK : KNOWN)
      if (known === null) await takeTry(indexOf(limitKey, mobile), WORLD)
      const account = await store.accounts.findByMobile(mobile)
      if (!(await passwords.check(password, account?.password ?? null)) || account === null) {
        if (account !== null) await store.transaction((records) => record(records, 'account-login-failed', account.id))
        throw new AppError('not-authorised', { reason: 'password' })
      }
      await store.tries.forget(own)
      return store.transaction((records) => enter(records, account, device, 'password'))
    },

    resetPassword: async ({ ticket, code, password, device }) => {
      const proven = await codes.check(ticket, 'password', code)
      requireStrong(password, proven.mobile)
      const account = await requireKnown(proven)
      const hash = await passwords.hash(password)
      return store.transaction(async (records) => {
        await proven.use(records)
        await records.accounts.setPassword(account.id, hash)
        await records.accountSessions.removeOf(account.id)
        await record(records, 'account-password-reset', account.id)
        return enter(records, { ...account, password: hash }, device, 'code')
      })
    },

    changePassword: async ({ id, account }, current, password) => {
      const own = indexOf(limitKey, account.id, 'change')
      await takeTry(own, KNOWN)
      const kept = (await store.accounts.find(account.id))?.password ?? null
      if (!(await passwords.check(current, kept))) throw new AppError('invalid-input', { reason: 'password-wrong' })
      await store.tries.forget(own)
      requireStrong(password, account.mobile)
      const hash = await passwords.hash(password)
      await store.transaction(async (records) => {
        await records.accounts.setPassword(account.id, hash)
        await records.accountSessions.removeOf(account.id, id)
        await record(records, 'account-password-changed', account.id)
      })
    },

    ensure: async (records, mobile) => {
      const account = (await records.accounts.findByMobile(mobile)) ?? (await add(records, mobile, null))
      if (account === null) throw new AppError('account-exists')
      return account
    },

    enter,
  }
}
