import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toBase64url } from '#core/bytes/base64url'
import { bytesOf } from '#tests/support/database'
import { openTestServer, type TestServer } from '#tests/support/server'

let server: TestServer

beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.remove())

const text = (bytes: Uint8Array) => toBase64url(bytes)
const verifierOf = (proof: Uint8Array) => text(createHash('sha256').update(proof).digest())

/** Each phone has an address of its own, so that the limits per address do not meet. */
const phone = async () => {
  const remoteAddress = [10, ...randomBytes(3)].join('.')
  const [id, share, proof] = [randomBytes(16), randomBytes(32), randomBytes(32)]
  const post = async (url: string, payload: object) => {
    const answer = await server.app.inject({ method: 'POST', url, payload, remoteAddress })
    return {
      status: answer.statusCode,
      json: answer.json<{ share?: string; error?: { code: string; details: object } }>(),
    }
  }
  const release = (with_: Uint8Array) => post('/api/shares/release', { id: text(id), proof: text(with_) })
  const deposited = await post('/api/shares', { id: text(id), share: text(share), verifier: verifierOf(proof) })
  expect(deposited).toEqual({ status: 201, json: {} })
  return { id, share, proof, post, release }
}

test('gives a share out against its proof, again and again', async () => {
  const { share, proof, release } = await phone()
  for (let i = 0; i < 7; i++) expect(await release(proof)).toEqual({ status: 200, json: { share: text(share) } })
})

test('counts wrong proofs, forgets them after a right one, locks after five', async () => {
  const { share, proof, release } = await phone()
  const wrong = () => release(randomBytes(32))
  for (const triesLeft of [4, 3, 2, 1])
    expect(await wrong()).toEqual({ status: 403, json: { error: { code: 'pin-wrong', details: { triesLeft } } } })
  expect((await release(proof)).json).toEqual({ share: text(share) })
  for (const triesLeft of [4, 3, 2, 1]) expect((await wrong()).json.error?.details).toEqual({ triesLeft })
  expect(await wrong()).toMatchObject({ status: 423, json: { error: { code: 'pin-locked' } } })
  expect(await release(proof)).toMatchObject({ status: 423, json: { error: { code: 'pin-locked' } } })
})

test('guesses at the same time are five as well', async () => {
  const { proof, release } = await phone()
  const answers = await Promise.all(Array.from({ length: 30 }, () => release(randomBytes(32))))
  const looked = answers.filter(({ json }) => json.error?.code === 'pin-wrong')
  expect(looked).toHaveLength(4)
  expect(answers.filter(({ status }) => status === 423)).toHaveLength(26)
  expect((await release(proof)).status).toBe(423)
})

test('a changed PIN replaces the old one and needs its proof', async () => {
  const { id, share, proof, post, release } = await phone()
  const next = randomBytes(32)
  const change = (with_: Uint8Array) =>
    post('/api/shares/change', { id: text(id), proof: text(with_), verifier: verifierOf(next) })
  expect(await change(randomBytes(32))).toMatchObject({ status: 403, json: { error: { code: 'pin-wrong' } } })
  expect(await change(proof)).toEqual({ status: 200, json: {} })
  expect((await release(proof)).json.error?.code).toBe('pin-wrong')
  expect((await release(next)).json).toEqual({ share: text(share) })
})

test('an id is taken once, and one that is not there is not the same as a wrong PIN', async () => {
  const { id, post, release, share } = await phone()
  const again = await post('/api/shares', { id: text(id), share: text(randomBytes(32)), verifier: verifierOf(share) })
  expect(again).toMatchObject({ status: 400, json: { error: { code: 'invalid-input' } } })
  const unknown = await post('/api/shares/release', { id: text(randomBytes(16)), proof: text(randomBytes(32)) })
  expect(unknown).toMatchObject({ status: 403, json: { error: { code: 'not-authorised' } } })
  expect((await release(randomBytes(31))).json.error?.code).toBe('invalid-input')
})

test('an address that asks too often has to wait', async () => {
  const { proof, release } = await phone()
  const answers = []
  for (let i = 0; i < 70; i++) answers.push(await release(proof))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(60)
  expect(answers.at(-1)).toMatchObject({ status: 429, json: { error: { code: 'rate-limited' } } })
})

test('the database shows no share', async () => {
  const { share, id } = await phone()
  const file = await bytesOf(server.data)
  expect(file.includes(text(id))).toBe(true)
  expect(file.includes(share)).toBe(false)
})
