/** Sessions of people: an opaque token in a cookie, of which the server keeps the digest only. */
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { digestOf, makeToken } from '../../access/token.ts'
import type { AccountRow } from '../../store/accounts.ts'
import type { Repositories, Store } from '../../store/store.ts'

const DAY = 24 * 3600_000
const LIFETIME = { absolute: 90 * DAY, idle: 30 * DAY }

/** Who is logged in. */
export interface Account {
  readonly id: string
  /** Eleven digits. */
  readonly mobile: string
  readonly hasPassword: boolean
  readonly hasWechat: boolean
  /** When the person first proved who they are; null until then. */
  readonly identifiedAt: number | null
}

export interface AccountSession {
  /** By which its owner names it. */
  readonly id: string
  readonly account: Account
  /** Must come back in the header `x-csrf-token` with everything that changes something. */
  readonly csrf: string
}

export interface Device {
  readonly id: string
  readonly name: string
  readonly createdAt: number
  readonly seenAt: number
}

export interface AccountSessions {
  /** Within a transaction. */
  begin(
    records: Repositories,
    account: AccountRow,
    device: string,
  ): Promise<{ readonly token: string; readonly session: AccountSession }>
  /** Null when there is none, or it is over. */
  find(token: string): Promise<AccountSession | null>
  devices(account: string): Promise<readonly Device[]>
  /** How many of each account there are; accounts without any are left out. */
  count(accounts: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** False when it is nobody's or somebody else's. */
  end(account: string, id: string): Promise<boolean>
}

export interface AccountSessionsOptions {
  readonly store: Store
  readonly random: RandomBytes
  readonly now: () => number
}

const accountOf = ({ id, mobile, password, wechat, identifiedAt }: AccountRow): Account => ({
  ...{ id, mobile, identifiedAt },
  hasPassword: password !== null,
  hasWechat: wechat !== null,
})

export const createAccountSessions = ({ store, random, now }: AccountSessionsOptions): AccountSessions => ({
  begin: async ({ accountSessions }, row, device) => {
    const token = makeToken(random)
    const csrf = makeToken(random)
    const id = Buffer.from(random(8)).toString('hex')
    await accountSessions.removeOlder(now() - LIFETIME.absolute)
    await accountSessions.add({
      ...{ token: digestOf(token), id, account: row.id, csrf, device },
      ...{ createdAt: now(), seenAt: now() },
    })
    return { token, session: { id, csrf, account: accountOf(row) } }
  },

  find: async (token) => {
    const { absolute, idle } = LIFETIME
    const row = await store.accountSessions.use(digestOf(token), now() - absolute, now() - idle, now())
    if (row === null) return null
    const account = await store.accounts.find(row.account)
    return account === null ? null : { id: row.id, csrf: row.csrf, account: accountOf(account) }
  },

  devices: async (account) => {
    const rows = await store.accountSessions.list(account, now() - LIFETIME.absolute, now() - LIFETIME.idle)
    return rows.map(({ id, device, createdAt, seenAt }) => ({ id, name: device, createdAt, seenAt }))
  },

  count: (accounts) => store.accountSessions.count(accounts, now() - LIFETIME.absolute, now() - LIFETIME.idle),

  end: (account, id) => store.accountSessions.remove(account, id),
})
