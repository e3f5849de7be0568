import { describe, expect, test } from 'vitest'
import { AppError } from '#core/errors'
import { credential } from '../app/fake-app.ts'
import { application, holding, openLifecycle } from './fake-account.ts'

const RENEW = { at: 'renew', credential: credential.id } as const
const DOWNLOAD = { at: 'download', application: 'a2' } as const

describe('what the account has', () => {
  test('is read page by page, and stays when the server cannot be reached', async () => {
    let isReachable = true
    const { flow, state } = openLifecycle({
      applications: {
        applications: async (after) => {
          if (!isReachable) throw new AppError('server-unreachable')
          return { applications: [application({ id: after ?? 'first' })], next: after === null ? '1.a' : null }
        },
      },
    })
    await flow.look()
    isReachable = false
    await flow.look()
    expect(state().possessions?.applications.map(({ id }) => id)).toEqual(['first', '1.a'])
    expect(state().error).toBeNull()
  })

  test('is forgotten when its owner logs out', async () => {
    const { flow, state } = openLifecycle()
    await flow.arrive(RENEW)
    flow.leave()
    expect(state()).toMatchObject({ possessions: null, application: null, identity: null })
  })

  test('has tags that can be changed', async () => {
    const { flow, state } = openLifecycle()
    await flow.look()
    await flow.tag(holding(), ['矿山'])
    expect(state().possessions?.holdings[0]?.tags).toEqual(['矿山'])
  })

  test('leads whoever is logged out to log in, and back', async () => {
    const { flow, stack } = openLifecycle({
      holdings: { certificates: () => Promise.reject(new AppError('not-authorised', { reason: 'login' })) },
    })
    await flow.arrive(RENEW)
    expect(stack.slice(-2)).toEqual([{ at: 'account', page: 'login' }, RENEW])
  })
})

describe('renewing', () => {
  test('is one confirmation: begun and submitted', async () => {
    const { flow, asked, state } = openLifecycle()
    await flow.arrive(RENEW)
    await flow.renew(holding())
    expect(asked).toEqual(['begin renew', 'submit a2 1'])
    expect(state().application?.state).toBe('submitted')
  })

  test('goes on with what was begun, and with what was submitted without an answer', async () => {
    const { flow, asked, state } = openLifecycle({
      holdings: { certificates: async () => [holding({ fingerprint: credential.id, next: 'a2' })] },
      applications: {
        application: async () => application({ state: asked.length === 0 ? 'draft' : 'submitted' }),
        submit: async () => {
          asked.push('submit')
          throw new AppError('application-changed')
        },
      },
    })
    await flow.arrive(RENEW)
    await flow.renew(holding({ next: 'a2' }))
    expect(asked).toEqual(['submit'])
    expect(state()).toMatchObject({ application: { state: 'submitted' }, error: null })
  })

  test('elsewhere leads to the choice of organisations', async () => {
    const { flow, stack } = openLifecycle()
    await flow.renewElsewhere(holding())
    expect(stack.at(-1)).toEqual({ at: 'application-step', application: 'a2', step: 'certificate' })
  })

  test('says why it cannot be begun', async () => {
    const { flow, state } = openLifecycle({
      applications: { begin: () => Promise.reject(new AppError('renewal-early')) },
    })
    await flow.renew(holding())
    expect(state().error?.code).toBe('renewal-early')
  })
})

describe('paying', () => {
  test('leads to the order, or to all orders', async () => {
    const { flow, stack } = openLifecycle()
    await flow.pay('a2')
    expect(stack.at(-1)).toEqual({ at: 'order', order: 'ORDER1' })
    await flow.pay('a3')
    expect(stack.at(-1)).toEqual({ at: 'orders' })
  })
})

describe('a download', () => {
  test('takes the PIN of what is renewed, shows how far it is, and is done', async () => {
    const { flow, asked, state } = openLifecycle({
      applications: { application: async () => application({ state: 'paid' }) },
    })
    await flow.arrive(DOWNLOAD)
    flow.askForPin()
    const done = flow.download('246810')
    expect(flow.isAtWork()).toBe(true)
    flow.observe({ path: '/api/shares', phase: 'answered' })
    expect(state().download).toMatchObject({ step: 'working', task: 'certificates' })
    await done
    expect(asked).toEqual(['download 246810 c1', 'refresh'])
    expect(state().download).toMatchObject({ step: 'done', result: { id: 'c1' } })
    expect(flow.isAtWork()).toBe(false)
  })

  test('that was interrupted can go on, or be begun again', async () => {
    const { flow, asked, state } = openLifecycle({
      agent: {
        download: () => Promise.reject(new AppError('server-unreachable')),
        pendingDownloads: async () => (asked.includes('forget a2') ? [] : ['a2']),
      },
    })
    await flow.arrive(DOWNLOAD)
    await flow.download('246810')
    expect(state()).toMatchObject({
      begun: ['a2'],
      download: { step: 'working', error: { code: 'server-unreachable' } },
    })
    await flow.forget()
    expect(state()).toMatchObject({ begun: [], download: { step: 'explain', error: null } })
  })

  test('that is stopped leads back to its beginning', async () => {
    const { flow, state } = openLifecycle({
      agent: {
        download: (_, signal) =>
          new Promise((_resolve, reject) => {
            signal?.addEventListener('abort', () => reject(new AppError('server-unreachable')))
          }),
      },
    })
    await flow.arrive(DOWNLOAD)
    const done = flow.download('246810')
    flow.stop()
    await done
    expect(state().download).toMatchObject({ step: 'explain', error: null })
  })
})

test('a revocation is told to the server with the PIN, and what the phone keeps is read again even when it fails', async () => {
  const { flow, asked } = openLifecycle()
  await flow.revoke(holding(), '246810')
  expect(asked).toEqual(['revoke f1 a1 246810', 'refresh'])
  const failing = openLifecycle({ agent: { revoke: () => Promise.reject(new AppError('pin-locked')) } })
  await expect(failing.flow.revoke(holding(), '246810')).rejects.toThrow('pin-locked')
  expect(failing.asked).toEqual(['refresh'])
})

test('what was shown is shown again after the page was loaded again', () => {
  const { flow, stack } = openLifecycle()
  flow.start(DOWNLOAD)
  expect(stack.slice(-2)).toEqual([{ at: 'certificates' }, DOWNLOAD])
})
