/** What administrators do with officers, and an officer with his own password. All of it is in the audit log. */
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import type { AuditFacts } from '../store/audit.ts'
import type { Repositories, Store } from '../store/store.ts'
import { makePassword, type Passwords } from '../access/password.ts'
import type { Role } from './roles.ts'
import { rolesIn } from './session.ts'

/** Why a change of officers is refused: the reason in the details of `invalid-input`. */
export type Refusal =
  | 'last-administrator'
  | 'yourself'
  | 'name-taken'
  | 'number-taken'
  | 'no-such-officer'
  | 'password-same'
  | 'password-wrong'

export interface OfficersService {
  /** Returns the password for the first log-in. */
  add(by: string, name: string, roles: readonly Role[]): Promise<string>
  setRoles(by: string, name: string, roles: readonly Role[]): Promise<void>
  /** Ends the officer's sessions too. */
  disable(by: string, name: string): Promise<void>
  enable(by: string, name: string): Promise<void>
  /** Enters the number by which the officer applies himself; null for none. Two officers are two people. */
  setMobile(by: string, name: string, mobile: string | null): Promise<void>
  /** The next log-in sets up a new one. */
  resetFactor(by: string, name: string): Promise<void>
  /** Returns a password for one log-in. */
  resetPassword(by: string, name: string): Promise<string>
  /** Throws `not-authorised` for a wrong current password. */
  changePassword(name: string, current: string, password: string): Promise<void>
}

export interface OfficersOptions {
  readonly store: Store
  readonly passwords: Passwords
  readonly random: RandomBytes
  readonly now: () => number
}

/** Actors of the audit log that are no persons. */
const PARTS = [
  'authority',
  'console',
  'kmc',
  'registration',
  'seal-maker',
  'server',
  'shares',
  'audit',
  'tsa',
  'ocsp',
  'ceremony',
  'recovery',
  'restore',
]

const refuse = (reason: Refusal): never => {
  throw new AppError('invalid-input', { reason })
}

const requireAdministrator = async ({ officers }: Repositories): Promise<void> => {
  const all = await officers.list()
  const isLeft = all.some(({ roles, disabledAt }) => disabledAt === null && rolesIn(roles).includes('administrator'))
  if (!isLeft) refuse('last-administrator')
}

export const createOfficers = ({ store, passwords, random, now }: OfficersOptions): OfficersService => {
  /** Changes an officer who must be there; `work` is undone when no administrator would be left. */
  const change = (
    by: string,
    action: string,
    name: string,
    work: (repositories: Repositories) => Promise<void>,
    facts: AuditFacts = {},
  ): Promise<void> =>
    store.transaction(async (repositories) => {
      if ((await repositories.officers.find(name)) === null) refuse('no-such-officer')
      await work(repositories)
      await requireAdministrator(repositories)
      await repositories.audit.append({ actor: by, action, facts: { officer: name, ...facts } }, now())
    })

  return {
    add: async (by, name, roles) => {
      const password = makePassword(random)
      const hash = await passwords.hash(password)
      await store.transaction(async ({ officers, audit }) => {
        if (PARTS.includes(name.toLowerCase()) || (await officers.find(name)) !== null) refuse('name-taken')
        await officers.add({ name, password: hash, roles: roles.join(' '), isTemporary: 1 }, now())
        await audit.append(
          { actor: by, action: 'officer-added', facts: { officer: name, roles: roles.join(' ') } },
          now(),
        )
      })
      return password
    },

    setRoles: (by, name, roles) =>
      change(by, 'roles-changed', name, ({ officers }) => officers.change(name, { roles: roles.join(' ') }), {
        roles: roles.join(' '),
      }),

    setMobile: (by, name, mobile) => {
      const work = async ({ officers }: Repositories): Promise<void> => {
        const other = mobile === null ? null : await officers.findByMobile(mobile)
        if (other !== null && other.name !== name) refuse('number-taken')
        await officers.change(name, { mobile })
      }
      return change(by, mobile === null ? 'officer-number-removed' : 'officer-number-set', name, work)
    },

    disable: (by, name) =>
      change(by, 'officer-disabled', name, async ({ officers, sessions }) => {
        await officers.change(name, { disabledAt: now() })
        await sessions.removeOf(name)
      }),

    enable: (by, name) =>
      change(by, 'officer-enabled', name, ({ officers }) => officers.change(name, { disabledAt: null })),

    resetFactor: async (by, name) => {
      if (by === name) refuse('yourself')
      await change(by, 'factor-reset', name, async ({ officers, sessions }) => {
        await officers.removeFactor(name)
        await sessions.removeOf(name)
      })
    },

    resetPassword: async (by, name) => {
      if (by === name) refuse('yourself')
      const password = makePassword(random)
      const hash = await passwords.hash(password)
      await change(by, 'password-reset', name, async ({ officers, sessions }) => {
        await officers.change(name, { password: hash, isTemporary: 1 })
        await sessions.removeOf(name)
      })
      return password
    },

    changePassword: async (name, current, password) => {
      const officer = await store.officers.find(name)
      if (!(await passwords.check(current, officer?.password ?? null))) refuse('password-wrong')
      if (current.normalize('NFKC') === password.normalize('NFKC')) refuse('password-same')
      const hash = await passwords.hash(password)
      await store.transaction(async ({ officers, audit }) => {
        await officers.change(name, { password: hash, isTemporary: 0 })
        await audit.append({ actor: name, action: 'password-changed', facts: {} }, now())
      })
    },
  }
}
