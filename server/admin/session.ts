/** Sessions of the console: an opaque token in a cookie, of which the server keeps the digest only. */
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import type { Passwords } from '../access/password.ts'
import { digestOf, makeToken } from '../access/token.ts'
import type { OfficerRow } from '../store/officers.ts'
import type { Store } from '../store/store.ts'
import { isRole, type Role, type Stage } from './roles.ts'

const MINUTE = 60_000
/** `unproven`: until the second factor is shown. */
const LIFETIME = { absolute: 8 * 60 * MINUTE, idle: 30 * MINUTE, unproven: 10 * MINUTE }

export interface ConsoleSession {
  readonly officer: string
  /** Must come back in the header `x-csrf-token` with everything that changes something. */
  readonly csrf: string
  readonly roles: readonly Role[]
  readonly stage: Stage
}

export interface Sessions {
  /** Throws `not-authorised`. What begins is good for the second factor only. */
  begin(officer: string, password: string): Promise<{ readonly token: string; readonly session: ConsoleSession }>
  /** Null when there is none, or it is over. */
  find(token: string): Promise<ConsoleSession | null>
  /** The second factor was shown. */
  prove(token: string, officer: string): Promise<void>
  end(token: string, officer: string): Promise<void>
  /** Ends the other ones of an officer. */
  endOthers(token: string, officer: string): Promise<void>
}

export const rolesIn = (text: string): readonly Role[] => text.split(' ').filter(isRole)

const stageOf = (officer: OfficerRow, provenAt: number | null): Stage => {
  if (provenAt === null) return officer.factorAt === null ? 'set-up' : 'code'
  return officer.isTemporary === 1 ? 'password' : 'open'
}

export interface SessionsOptions {
  readonly store: Store
  readonly passwords: Passwords
  readonly random: RandomBytes
  readonly now: () => number
}

export const createSessions = ({ store, passwords, random, now }: SessionsOptions): Sessions => {
  const record = (actor: string, action: string, facts: { readonly officer?: string } = {}): Promise<void> =>
    store.transaction(({ audit }) => audit.append({ actor, action, facts: { ...facts } }, now()))

  return {
    begin: async (name, password) => {
      const known = await store.officers.find(name)
      const officer = known?.disabledAt === null ? known : null
      if (!(await passwords.check(password, officer?.password ?? null)) || officer === null) {
        await record('console', 'login-failed', known === null ? {} : { officer: name })
        throw new AppError('not-authorised', { reason: 'password' })
      }
      const token = makeToken(random)
      const csrf = makeToken(random)
      await store.sessions.removeOlder(now() - LIFETIME.absolute)
      await store.sessions.add({ token: digestOf(token), officer: name, csrf, createdAt: now(), seenAt: now() })
      await record(name, 'password-accepted')
      return { token, session: { officer: name, csrf, roles: rolesIn(officer.roles), stage: stageOf(officer, null) } }
    },

    find: async (token) => {
      const { absolute, idle, unproven } = LIFETIME
      const row = await store.sessions.use(digestOf(token), now() - absolute, now() - idle, now())
      if (row === null || (row.provenAt === null && row.createdAt <= now() - unproven)) return null
      const officer = await store.officers.find(row.officer)
      if (officer === null || officer.disabledAt !== null) return null
      const stage = stageOf(officer, row.provenAt)
      return { officer: row.officer, csrf: row.csrf, roles: rolesIn(officer.roles), stage }
    },

    prove: async (token, officer) => {
      await store.sessions.prove(digestOf(token), now())
      await record(officer, 'login')
    },

    end: async (token, officer) => {
      await store.sessions.remove(digestOf(token))
      await record(officer, 'logout')
    },

    endOthers: (token, officer) => store.sessions.removeOf(officer, digestOf(token)),
  }
}
