/** The first officer, made with the data folder; the password is written beside the data once. */
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import type { Store } from '../store/store.ts'
import { hashPassword } from './password.ts'

export const FIRST_OFFICER = 'officer'
export const PASSWORD_FILE = 'officer-password.txt'

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'
const GROUPS = 5
const GROUP = 4

/** 100 bits, easy to type. */
const makePassword = (random: RandomBytes): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from(random(GROUP), (byte) => LETTERS[byte % LETTERS.length]).join(''),
  ).join('-')

export interface OfficerOptions {
  readonly store: Store
  readonly folder: string
  readonly random: RandomBytes
  readonly now: () => number
}

/** Adds the first officer when there is none yet. */
export const ensureOfficer = async ({ store, folder, random, now }: OfficerOptions): Promise<void> => {
  if ((await store.officers.count()) > 0) return
  const password = makePassword(random)
  const hash = await hashPassword(password, random)
  const file = join(folder, PASSWORD_FILE)
  await writeFile(`${file}.new`, `${password}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
  await store.transaction(async ({ officers, audit }) => {
    await officers.add(FIRST_OFFICER, hash, now())
    await audit.append({ actor: 'server', action: 'officer-added', facts: { officer: FIRST_OFFICER } }, now())
  })
}
