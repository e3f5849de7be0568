import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { answerOf, createServerApi } from './http.ts'

const api = (status: number, body: string) =>
  createServerApi(() => answerOf({ status, arrayBuffer: async () => utf8(body).buffer }))

const fault = (error: object): string => JSON.stringify({ error })

describe('the server as the agent sees it', () => {
  it('says what the server says', async () => {
    const wrong = api(403, fault({ code: 'pin-wrong', details: { triesLeft: 2 } }))
    const id = new Uint8Array(16)
    await expect(wrong.releaseShare(id, id)).rejects.toMatchObject({ code: 'pin-wrong', details: { triesLeft: 2 } })
    const locked = api(423, fault({ code: 'pin-locked', details: {} }))
    await expect(locked.releaseShare(id, id)).rejects.toMatchObject({ code: 'pin-locked' })
  })

  it.each([
    ['a page of a proxy', 502, '<html>Bad gateway</html>'],
    ['a code that is none', 400, fault({ code: 'toString', details: {} })],
    ['details that are none', 400, fault({ code: 'pin-wrong', details: { triesLeft: { $gt: 0 } } })],
    ['a share of the wrong length', 200, '{"share":"AAAA"}'],
    ['a share with something beside it that is no JSON', 200, '{"share":"AAAA"'],
    ['nothing', 200, ''],
  ])('takes %s for no server at all', async (_, status, body) => {
    const id = new Uint8Array(16)
    await expect(api(status, body).releaseShare(id, id)).rejects.toMatchObject({ code: 'server-unreachable' })
  })

  it('takes no answer that is too large', async () => {
    const huge = createServerApi(() => answerOf({ status: 200, arrayBuffer: async () => new ArrayBuffer(3 << 20) }))
    await expect(huge.file('root.crt')).rejects.toMatchObject({ code: 'server-unreachable' })
  })

  it('meets whatever comes with an AppError', async () => {
    const order = { person: '王敏', creditCode: '91410100MA9ABCD16M', device: '手机', csr: 'AAAA' }
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 100, max: 599 }), fc.oneof(fc.json(), fc.string()), async (status, body) => {
        await expect(api(status, body).enrol(order)).rejects.toBeInstanceOf(AppError)
      }),
    )
  })
})
