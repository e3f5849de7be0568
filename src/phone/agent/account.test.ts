import { describe, expect, test } from 'vitest'
import { utf8 } from '#core/bytes/bytes'
import { createAccountApi } from './account.ts'
import { answerOf, type FetchLike } from './http.ts'

const ACCOUNT = {
  session: '0011223344556677',
  csrf: 'the-token',
  mobile: '13800138000',
  hasPassword: true,
  hasWechat: false,
  identifiedAt: null,
}

const openApi = (answers: Readonly<Record<string, readonly [number, object]>>) => {
  const calls: (readonly [string, Parameters<FetchLike>[1]])[] = []
  const api = createAccountApi((path, request) => {
    calls.push([path, request])
    const [status, body] = answers[path] ?? [404, { error: { code: 'file-not-found', details: {} } }]
    return answerOf({ status, arrayBuffer: async () => utf8(JSON.stringify(body)).buffer })
  })
  return { api, calls }
}

const failure = (code: string, details: object = {}) => ({ error: { code, details } })

describe('the server as a person with an account sees it', () => {
  test('the token of the session goes with everything after it', async () => {
    const { api, calls } = openApi({ '/api/account': [200, ACCOUNT], '/api/account/logout': [200, {}] })
    expect(await api.account()).toEqual(ACCOUNT)
    await api.logout()
    expect(calls.map(([, { headers }]) => headers)).toEqual([{}, { 'x-csrf-token': 'the-token' }])
  })

  test('nobody logged in is an answer, everything else that is wrong an error', async () => {
    const out = openApi({ '/api/account': [401, failure('not-authorised', { reason: 'login' })] })
    expect(await out.api.account()).toBeNull()
    const down = openApi({ '/api/account': [502, {}] })
    await expect(down.api.account()).rejects.toMatchObject({ code: 'server-unreachable' })
  })

  test('takes no answer that is none', async () => {
    const { api } = openApi({ '/api/account': [200, { ...ACCOUNT, mobile: 1 }], '/api/identity': [200, {}] })
    await expect(api.account()).rejects.toMatchObject({ code: 'server-unreachable' })
    await expect(api.identity()).rejects.toMatchObject({ code: 'server-unreachable' })
  })

  test('tells WeChat users who are known from those who are not', async () => {
    const back = { code: 'c', state: 's', device: 'd' }
    const known = openApi({
      '/api/account/wechat/return': [200, { account: ACCOUNT }],
      '/api/account/devices': [200, { devices: [] }],
    })
    expect(await known.api.finishWechat(back)).toEqual({ account: ACCOUNT })
    await known.api.devices()
    expect(known.calls.at(-1)?.[1].headers).toEqual({ 'x-csrf-token': 'the-token' })
    const unknown = openApi({ '/api/account/wechat/return': [200, { binding: 'b' }] })
    expect(await unknown.api.finishWechat(back)).toEqual({ binding: 'b' })
  })
})
