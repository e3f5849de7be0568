/** Sessions of the console: an opaque token in a cookie, of which the server keeps the digest only. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { toBase64url } from '#core/bytes/base64url'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import type { Store } from '../store/store.ts'
import { checkPassword } from './password.ts'

const MINUTE = 60_000
const LIFETIME = { absolute: 8 * 60 * MINUTE, idle: 30 * MINUTE }

export interface ConsoleSession {
  readonly officer: string
  /** Must come back in the header `x-csrf-token` with everything that changes something. */
  readonly csrf: string
}

export interface Sessions {
  /** Throws `not-authorised`. */
  begin(officer: string, password: string): Promise<{ readonly token: string; readonly session: ConsoleSession }>
  /** Null when there is none, or it is over. */
  find(token: string): Promise<ConsoleSession | null>
  end(token: string, officer: string): Promise<void>
}

const digest = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Compares without saying how much is right. */
export const sameToken = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(digest(a)), Buffer.from(digest(b)))

export interface SessionsOptions {
  readonly store: Store
  readonly random: RandomBytes
  readonly now: () => number
}

export const createSessions = ({ store, random, now }: SessionsOptions): Sessions => {
  const record = (actor: string, action: string): Promise<void> =>
    store.transaction(({ audit }) => audit.append({ actor, action, facts: {} }, now()))

  return {
    begin: async (officer, password) => {
      if (!(await checkPassword(password, await store.officers.password(officer)))) {
        await record('console', 'login-failed')
        throw new AppError('not-authorised', { reason: 'password' })
      }
      const token = toBase64url(random(32))
      const csrf = toBase64url(random(32))
      await store.sessions.removeOlder(now() - LIFETIME.absolute)
      await store.sessions.add({ token: digest(token), officer, csrf, createdAt: now(), seenAt: now() })
      await record(officer, 'login')
      return { token, session: { officer, csrf } }
    },

    find: async (token) => {
      const { absolute, idle } = LIFETIME
      const row = await store.sessions.use(digest(token), now() - absolute, now() - idle, now())
      return row === null ? null : { officer: row.officer, csrf: row.csrf }
    },

    end: async (token, officer) => {
      await store.sessions.remove(digest(token))
      await record(officer, 'logout')
    },
  }
}
