/** What a person can do about an account in the page. Every act changes the state; the server decides. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AccountApi } from '#agent/account'
import { AppError, type ErrorShape } from '#core/errors'
import type { AccountAnswer, CodePurpose, DeviceList } from '#core/identity/account'
import type { IdentityAnswer } from '#core/identity/proof'
import { attemptWith, isRefused } from '../app/attempt.ts'
import { ACCOUNT_PAGES, type AccountPage, type Screen } from '../app/screen.ts'
import { EMPTY, readDraft, type Draft } from './draft.ts'

export interface AccountState {
  /** Null when nobody is logged in, as far as is known. */
  readonly account: AccountAnswer | null
  readonly draft: Draft
  readonly identity: IdentityAnswer | null
  readonly devices: DeviceList['devices'] | null
  /** Whether the server is being asked. */
  readonly isBusy: boolean
  /** Why the last act came to nothing. */
  readonly error: ErrorShape | null
  /** What the last act came to, where the screen stays. */
  readonly done: 'password-changed' | 'certify-pending' | null
}

/** From where the browser has come back. */
export type Returned =
  { readonly from: 'alipay' } | { readonly from: 'wechat'; readonly code: string; readonly state: string }

export interface AccountFlow {
  readonly store: StoreApi<AccountState>
  /** Asks who is logged in, goes on after a way elsewhere, or leads back to the form that was left. */
  start(returned: Returned | null, leftAt: Screen): Promise<void>
  fill(change: Partial<Draft>): void
  /** Leads to log-in, or to identity for whoever is logged in, in the place of a screen, and back to it. */
  lead(wanted: Screen): void
  /** The screen has changed: what was wrong on the one before is of no interest. */
  arrive(page: AccountPage): Promise<void>
  sendCode(purpose: CodePurpose): Promise<void>
  register(code: string, password: string): Promise<void>
  loginByCode(code: string): Promise<void>
  loginByPassword(password: string): Promise<void>
  resetPassword(code: string, password: string): Promise<void>
  bindWechat(code: string): Promise<void>
  goToWechat(): Promise<void>
  changePassword(current: string, password: string): Promise<void>
  endDevice(id: string): Promise<void>
  logout(): Promise<void>
  goToAlipay(): Promise<void>
  checkAlipay(): Promise<void>
  proveByCard(card: string): Promise<void>
}

export interface AccountHost {
  readonly api: AccountApi
  /** Whether somebody was logged in when the page was left: only then the server is asked. */
  readonly session: { read(): string | null; write(value: string): void }
  readonly draft: { read(): string | null; write(value: string): void }
  /** Leaves the page for another site. */
  leaveFor(url: string): void
}

export interface Moves {
  open(screen: Screen): void
  /** Puts a screen in the place of this one. */
  turnTo(screen: Screen): void
}

const LOGGED_IN = 'yes'
/** What was filled in about a person is not kept longer than it is needed. */
const NOBODY = { name: '', idNumber: '', bankMobile: '' }

const at = (page: AccountPage): Screen => ({ at: 'account', page })

export const createAccountFlow = (host: AccountHost, device: string, { open, turnTo }: Moves): AccountFlow => {
  const { api } = host
  const store = createStore<AccountState>(() => ({
    account: null,
    draft: readDraft(host.draft.read()),
    identity: null,
    devices: null,
    isBusy: false,
    error: null,
    done: null,
  }))
  const set = store.setState
  const get = store.getState

  const fill = (change: Partial<Draft>) => {
    set(({ draft }) => ({ draft: { ...draft, ...change } }))
    host.draft.write(JSON.stringify(get().draft))
  }

  const forget = () => {
    host.session.write('')
    set({ account: null, identity: null, devices: null })
  }

  const run = attemptWith(store, (error) => {
    const isOver = isRefused(error, 'login')
    if (isOver) {
      forget()
      turnTo(at('login'))
    }
    return isOver
  })

  /** One act at a time; what the one before came to is of the past. */
  const attempt = (act: () => Promise<void>): Promise<void> =>
    run(() => {
      set({ done: null })
      return act()
    })

  const know = async () => {
    const account = await api.account()
    if (account === null) forget()
    else set({ account })
  }

  /** What a page shows and only the server knows. */
  const load = async (page: AccountPage) => {
    if (get().account === null) return
    if (page === 'devices') set({ devices: await api.devices() })
    if (page === 'me' || page === 'identity') set({ identity: await api.identity() })
  }

  /** To the screen that was wanted, as soon as it is known who wants it; to a page of the account where none was. */
  const goOn = async (otherwise: AccountPage) => {
    const { account, draft } = get()
    const { wanted } = draft
    if (wanted !== null && account !== null && account.identifiedAt !== null) {
      fill({ wanted: null })
      return turnTo(wanted)
    }
    const page = wanted === null ? otherwise : 'identity'
    turnTo(at(page))
    await load(page)
  }

  /** What was filled in about the person stays. */
  const enter = async (account: AccountAnswer) => {
    host.session.write(LOGGED_IN)
    fill({ sent: null, binding: null })
    set({ account })
    await goOn('me')
  }

  /** The ticket that goes with a code. Throws `code-over` where none was asked for, or for another number. */
  const ticketFor = (purpose: CodePurpose): string => {
    const { mobile, sent } = get().draft
    if (sent === null || sent.purpose !== purpose || sent.mobile !== mobile) throw new AppError('code-over')
    return sent.ticket
  }

  const finishAlipay = async () => {
    const { state, identity } = await api.finishAlipay()
    set({ identity, done: state === 'pending' ? 'certify-pending' : null })
    if (state !== 'passed') return
    fill(NOBODY)
    await know()
    if (get().draft.wanted !== null) await goOn('identity')
  }

  const finishWechat = async (code: string, state: string) => {
    const answer = await api.finishWechat({ code, state, device })
    if ('account' in answer) return enter(answer.account)
    fill({ binding: answer.binding, sent: null })
    turnTo(at('bind'))
  }

  return {
    store,
    start: async (returned, leftAt) => {
      if (returned !== null) open(at(returned.from === 'wechat' ? 'login' : 'identity'))
      else if (leftAt.at === 'account' && ACCOUNT_PAGES.includes(leftAt.page)) open(leftAt)
      await attempt(async () => {
        if (host.session.read() === LOGGED_IN) await know()
        if (returned === null) return leftAt.at === 'account' ? load(leftAt.page) : undefined
        if (returned.from === 'alipay') return finishAlipay()
        // without a code the person has said no
        if (returned.code !== '') await finishWechat(returned.code, returned.state)
      })
    },
    fill,
    lead: (wanted) => {
      fill({ wanted })
      const isUnknown = get().account === null
      turnTo(at(isUnknown ? 'login' : 'identity'))
      // somebody may be logged in who could not be asked for when the page was opened
      if (isUnknown && host.session.read() === LOGGED_IN)
        void attempt(async () => {
          await know()
          if (get().account !== null) await goOn('me')
        })
    },
    arrive: async (page) => {
      await attempt(() => load(page))
    },
    sendCode: (purpose) =>
      attempt(async () => {
        const { mobile } = get().draft
        const { ticket, nextAt } = await api.sendCode({ mobile, purpose })
        fill({ sent: { mobile, purpose, ticket, nextAt } })
      }),
    register: (code, password) =>
      attempt(async () => enter(await api.register({ ticket: ticketFor('enter'), code, password, device }))),
    loginByCode: (code) =>
      attempt(async () => enter(await api.loginByCode({ ticket: ticketFor('enter'), code, device }))),
    loginByPassword: (password) =>
      attempt(async () => enter(await api.loginByPassword({ mobile: get().draft.mobile, password, device }))),
    resetPassword: (code, password) =>
      attempt(async () => enter(await api.resetPassword({ ticket: ticketFor('password'), code, password, device }))),
    bindWechat: (code) =>
      attempt(async () => {
        const { binding } = get().draft
        if (binding === null) throw new AppError('not-authorised', { reason: 'wechat' })
        await enter(await api.bindWechat({ binding, ticket: ticketFor('wechat'), code, device }))
      }),
    goToWechat: () => attempt(async () => host.leaveFor(await api.beginWechat())),
    changePassword: (current, password) =>
      attempt(async () => {
        await api.changePassword({ current, password })
        set({ done: 'password-changed' })
      }),
    endDevice: (id) =>
      attempt(async () => {
        await api.endDevice(id)
        set({ devices: await api.devices() })
      }),
    logout: () =>
      attempt(async () => {
        await api.logout()
        forget()
        fill(EMPTY)
        turnTo({ at: 'me' })
      }),
    goToAlipay: () =>
      attempt(async () => {
        const { name, idNumber } = get().draft
        host.leaveFor(await api.beginAlipay({ name, idNumber }))
      }),
    checkAlipay: () => attempt(finishAlipay),
    proveByCard: (card) =>
      attempt(async () => {
        const { name, idNumber, bankMobile: mobile } = get().draft
        set({ identity: await api.proveByCard({ name, idNumber, card, mobile }) })
        fill(NOBODY)
        await know()
        if (get().draft.wanted !== null) await goOn('identity')
      }),
  }
}
