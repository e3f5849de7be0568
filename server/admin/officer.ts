/**
 * The first officer, made with the data folder, with every role. The password is written beside the
 * data once; in a demo folder the second factor is set up as well, and its secret stands there too.
 */
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import type { Store } from '../store/store.ts'
import type { Factor } from './factor.ts'
import { makePassword, type Passwords } from '../access/password.ts'
import { ROLES } from './roles.ts'
import { codeOf, fromBase32, stepAt } from './totp.ts'

export const FIRST_OFFICER = 'officer'
export const PASSWORD_FILE = 'officer-password.txt'
/** The secret, and under it the address for an authenticator app. */
export const TOTP_FILE = 'officer-totp.txt'

export interface OfficerOptions {
  readonly store: Store
  readonly passwords: Passwords
  readonly factor: Factor
  readonly folder: string
  readonly isDemo: boolean
  readonly random: RandomBytes
  readonly now: () => number
}

const put = async (folder: string, name: string, text: string): Promise<void> => {
  const file = join(folder, name)
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

/** Demo folders of before had no second factor: theirs is set up at the next start. */
const setUpForDemo = async ({ store, factor, folder, now }: OfficerOptions): Promise<void> => {
  const officer = await store.officers.find(FIRST_OFFICER)
  if (officer === null || officer.factorAt !== null) return
  const { secret, uri } = await factor.setUp(FIRST_OFFICER)
  await put(folder, TOTP_FILE, `${secret}\n${uri}\n`)
  /** The code of the step before this one, so that the present one is still good. */
  await factor.confirm(FIRST_OFFICER, codeOf(fromBase32(secret), stepAt(now()) - 1))
}

/**
 * For whoever holds the machine, when no administrator can log in any more: the officer can again,
 * with a new password for one log-in beside the data, and sets the second factor up anew. Throws
 * `invalid-input` when there is no such officer.
 */
const rescue = async ({ store, passwords, folder, random, now }: OfficerOptions, name: string): Promise<void> => {
  if ((await store.officers.find(name)) === null) throw new AppError('invalid-input', { reason: 'no such officer' })
  const password = makePassword(random)
  const hash = await passwords.hash(password)
  await put(folder, PASSWORD_FILE, `${password}\n`)
  await store.transaction(async ({ officers, sessions, audit }) => {
    await officers.change(name, { password: hash, isTemporary: 1, disabledAt: null })
    await officers.removeFactor(name)
    await sessions.removeOf(name)
    await audit.append({ actor: 'server', action: 'officer-rescued', facts: { officer: name } }, now())
  })
}

/** Adds the first officer when there is none yet. @param lost an officer who cannot log in any more */
export const ensureOfficer = async (options: OfficerOptions, lost: string | null = null): Promise<void> => {
  const { store, passwords, folder, isDemo, random, now } = options
  if ((await store.officers.list()).length === 0) {
    const password = makePassword(random)
    const hash = await passwords.hash(password)
    await put(folder, PASSWORD_FILE, `${password}\n`)
    await store.transaction(async ({ officers, audit }) => {
      await officers.add({ name: FIRST_OFFICER, password: hash, roles: ROLES.join(' '), isTemporary: 0 }, now())
      await audit.append({ actor: 'server', action: 'officer-added', facts: { officer: FIRST_OFFICER } }, now())
    })
  }
  if (lost !== null) await rescue(options, lost)
  if (isDemo) await setUpForDemo(options)
}
