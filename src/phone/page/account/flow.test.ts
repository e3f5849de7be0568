import { beforeEach, describe, expect, test } from 'vitest'
import type { AccountApi } from '#agent/account'
import { AppError } from '#core/errors'
import type { AccountAnswer } from '#core/identity/account'
import type { IdentityAnswer } from '#core/identity/proof'
import { HOME, type Screen } from '../app/screen.ts'
import { createAccountFlow } from './flow.ts'

const ACCOUNT: AccountAnswer = {
  session: '0011223344556677',
  csrf: 'token',
  mobile: '13800138000',
  hasPassword: true,
  hasWechat: false,
  identifiedAt: null,
}
const NOBODY: IdentityAnswer = { name: null, idNumber: null, method: null, provenAt: null }
const LOGIN: Screen = { at: 'account', page: 'login' }
const ME: Screen = { at: 'account', page: 'me' }

const unused = () => Promise.reject(new Error('not used'))

const kept = (value: string | null = null) => {
  const box = { value }
  return {
    read: () => box.value,
    write: (text: string) => {
      box.value = text
    },
  }
}

let asked: string[]
let session: ReturnType<typeof kept>
let draft: ReturnType<typeof kept>

const openFlow = (api: Partial<AccountApi> = {}) => {
  const screens: Screen[] = [HOME]
  const left: string[] = []
  const flow = createAccountFlow(
    {
      ...{ session, draft },
      leaveFor: (url) => void left.push(url),
      api: {
        client: { get: unused, post: unused, file: unused, through: unused },
        account: async () => {
          asked.push('account')
          return ACCOUNT
        },
        sendCode: async ({ mobile, purpose }) => {
          asked.push(`code ${purpose} ${mobile}`)
          return { ticket: `ticket-${asked.length}`, expiresAt: 2, nextAt: 1 }
        },
        register: async ({ ticket, code }) => {
          asked.push(`register ${ticket} ${code}`)
          return ACCOUNT
        },
        loginByCode: async () => ACCOUNT,
        loginByPassword: async () => ACCOUNT,
        resetPassword: async () => ACCOUNT,
        changePassword: async () => undefined,
        beginWechat: async () => 'https://wechat.example/',
        finishWechat: async () => ({ binding: 'binding' }),
        bindWechat: async () => ACCOUNT,
        devices: async () => [],
        endDevice: async () => undefined,
        logout: async () => undefined,
        identity: async () => NOBODY,
        beginAlipay: async () => 'https://alipay.example/',
        finishAlipay: async () => ({ state: 'passed', identity: { ...NOBODY, name: '王*', provenAt: 1 } }),
        proveByCard: async () => NOBODY,
        ...api,
      },
    },
    'Mate 60',
    { open: (screen) => void screens.push(screen), turnTo: (screen) => void screens.splice(-1, 1, screen) },
  )
  return { flow, screens, left, state: flow.store.getState }
}

beforeEach(() => {
  asked = []
  session = kept()
  draft = kept()
})

describe('starting', () => {
  test('asks nobody where nobody was logged in', async () => {
    const { flow, state } = openFlow()
    await flow.start(null, HOME)
    expect([asked, state().account]).toEqual([[], null])
  })

  test('knows again who was, and leads back to the page that was left', async () => {
    session.write('yes')
    const { flow, screens, state } = openFlow()
    await flow.start(null, ME)
    expect(state()).toMatchObject({ account: ACCOUNT, identity: NOBODY, error: null })
    expect(screens).toEqual([HOME, ME])
  })

  test('forgets who is logged in no more, and who cannot be asked stays', async () => {
    session.write('yes')
    await openFlow({ account: () => Promise.reject(new AppError('server-unreachable')) }).flow.start(null, HOME)
    expect(session.read()).toBe('yes')
    await openFlow({ account: async () => null }).flow.start(null, HOME)
    expect(session.read()).toBe('')
  })

  test('goes on after WeChat, and not when the person said no there', async () => {
    const { flow, screens, state } = openFlow()
    await flow.start({ from: 'wechat', code: '', state: 's' }, HOME)
    expect([screens.at(-1), state().error]).toEqual([LOGIN, null])
    const again = openFlow()
    await again.flow.start({ from: 'wechat', code: 'c', state: 's' }, HOME)
    expect(again.screens).toEqual([HOME, { at: 'account', page: 'bind' }])
    expect(again.state().draft.binding).toBe('binding')
  })

  test('asks for the result after Alipay, and puts away what was filled in', async () => {
    session.write('yes')
    const { flow, screens, state } = openFlow()
    flow.fill({ name: '王敏', idNumber: '999999190001010015' })
    await flow.start({ from: 'alipay' }, HOME)
    expect(screens.at(-1)).toEqual({ at: 'account', page: 'identity' })
    expect(state().identity?.name).toBe('王*')
    expect(draft.read()).not.toContain('王敏')
  })
})

describe('a screen that needs somebody', () => {
  const WANTED: Screen = { at: 'find-company' }
  const identified = { ...ACCOUNT, identifiedAt: 5 }

  test('is come back to by whoever logs in and is known, at once or after a way elsewhere', async () => {
    const { flow, screens, state } = openFlow({ loginByPassword: async () => identified })
    flow.lead(WANTED)
    expect(screens.at(-1)).toEqual(LOGIN)
    await flow.loginByPassword('x')
    expect([screens.at(-1), state().draft.wanted]).toEqual([WANTED, null])
    const before = openFlow()
    before.flow.lead(WANTED)
    session.write('yes')
    const after = openFlow({ account: async () => identified })
    await after.flow.start({ from: 'alipay' }, HOME)
    expect(after.screens.at(-1)).toEqual(WANTED)
  })

  test('is come back to at once by whoever could not be asked for when the page was opened', async () => {
    session.write('yes')
    const { flow, screens, state } = openFlow({ account: async () => identified })
    flow.lead(WANTED)
    expect(screens.at(-1)).toEqual(LOGIN)
    await expect.poll(() => screens.at(-1)).toEqual(WANTED)
    expect(state().account).toEqual(identified)
  })

  test('has identity before it for whoever is not known', async () => {
    let account = ACCOUNT
    const { flow, screens } = openFlow({
      loginByPassword: async () => account,
      account: async () => account,
      proveByCard: async () => {
        account = identified
        return NOBODY
      },
    })
    flow.lead(WANTED)
    await flow.loginByPassword('x')
    expect(screens.at(-1)).toEqual({ at: 'account', page: 'identity' })
    await flow.proveByCard('4111111111111111')
    expect(screens.at(-1)).toEqual(WANTED)
  })
})

describe('codes', () => {
  test('go with the ticket they were asked for with', async () => {
    const { flow, screens, state } = openFlow()
    flow.fill({ mobile: '13800138000' })
    await flow.sendCode('enter')
    await flow.register('123456', 'tender north 2026')
    expect(asked).toEqual(['code enter 13800138000', 'register ticket-1 123456'])
    expect([screens.at(-1), state().account, session.read()]).toEqual([ME, ACCOUNT, 'yes'])
    expect(state().draft.sent).toBeNull()
  })

  test('are of no use for another number, another purpose, or before one was asked for', async () => {
    const { flow, state } = openFlow()
    await flow.register('123456', 'x')
    expect(state().error?.code).toBe('code-over')
    flow.fill({ mobile: '13800138000' })
    await flow.sendCode('enter')
    await flow.resetPassword('123456', 'x')
    expect(state().error?.code).toBe('code-over')
    flow.fill({ mobile: '13900139000' })
    await flow.register('123456', 'x')
    expect(state().error?.code).toBe('code-over')
    expect(asked).toEqual(['code enter 13800138000'])
  })

  test('survive a page that is loaded again', async () => {
    const { flow } = openFlow()
    flow.fill({ mobile: '13800138000' })
    await flow.sendCode('enter')
    const { flow: loaded } = openFlow()
    await loaded.register('123456', 'x')
    expect(asked.at(-1)).toBe('register ticket-1 123456')
  })
})

test('one act at a time', async () => {
  const { flow } = openFlow()
  flow.fill({ mobile: '13800138000' })
  await Promise.all([flow.sendCode('enter'), flow.sendCode('enter')])
  expect(asked).toHaveLength(1)
})

test('whose session has ended logs in again', async () => {
  session.write('yes')
  const { flow, screens, state } = openFlow({
    changePassword: () => Promise.reject(new AppError('not-authorised', { reason: 'login' })),
  })
  await flow.start(null, ME)
  await flow.changePassword('a', 'b')
  expect([state().account, state().error, session.read(), screens.at(-1)]).toEqual([null, null, '', LOGIN])
})

test('who logs out leaves nothing', async () => {
  session.write('yes')
  const { flow, state, screens } = openFlow()
  await flow.start(null, ME)
  flow.fill({ mobile: '13800138000', name: '王敏' })
  await flow.logout()
  expect(state()).toMatchObject({ account: null, identity: null, draft: { mobile: '', name: '' } })
  expect(screens.at(-1)).toEqual({ at: 'me' })
})

test('the browser is sent to WeChat and Alipay', async () => {
  const { flow, left } = openFlow()
  await flow.goToWechat()
  await flow.goToAlipay()
  expect(left).toEqual(['https://wechat.example/', 'https://alipay.example/'])
})
