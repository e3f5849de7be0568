/** Wrong PINs on one device and on several, one after the other and at once: five guesses are all there are. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asAppError } from '#core/errors'
import { memoryStore } from '#agent/memory-store'
import { openStore, type Store } from '#server/store/store'
import { PIN, testPhone, type TestPhone } from '#tests/support/phone'
import { openTestServer, type TestServer } from '#tests/support/server'

const NEW_PIN = '730518'

let server: TestServer
let store: Store

beforeAll(async () => {
  server = await openTestServer()
  store = await openStore(server.database)
})
afterAll(async () => {
  await store.close()
  await server.remove()
})

/** A phone and a device onto which everything that it keeps was copied. */
const phoneAndCopy = async (): Promise<{ phone: TestPhone; copy: TestPhone; credential: string }> => {
  const kept = memoryStore()
  const [phone, copy] = [kept, kept].map((each) => testPhone(server.address, { store: each }))
  return { phone: phone!, copy: copy!, credential: (await phone!.enrol()).id }
}

/** What a guess comes to: the tries that are left, or an error's code; null for the right one. */
const guess = async ({ agent }: TestPhone, credential: string, pin: string): Promise<unknown> => {
  try {
    await agent.changePin(credential, pin, pin === PIN ? NEW_PIN : PIN)
    return null
  } catch (error) {
    const { code, details } = asAppError(error)
    return code === 'pin-wrong' ? details['triesLeft'] : code
  }
}

const wrong = (n: number): string => `58${String(n).padStart(2, '0')}17`

const locks = async (): Promise<number> =>
  (await store.audit.latest(99)).filter(({ action }) => action === 'share-locked').length

test('five on one device lock it for good, there and on a copy of all that it keeps', async () => {
  const { phone, copy, credential } = await phoneAndCopy()
  const before = await locks()
  const told = []
  for (let n = 0; n < 5; n++) told.push(await guess(phone, credential, wrong(n)))
  expect(told).toEqual([4, 3, 2, 1, 'pin-locked'])
  expect([await guess(phone, credential, PIN), await guess(copy, credential, PIN)]).toEqual([
    'pin-locked',
    'pin-locked',
  ])
  expect(await locks()).toBe(before + 1)
})

test('spread over two devices they are five as well; what the right PIN opens in between is counted anew', async () => {
  const { phone, copy, credential } = await phoneAndCopy()
  expect(await guess(copy, credential, wrong(0))).toBe(4)
  expect(await guess(copy, credential, wrong(1))).toBe(3)
  expect(await guess(phone, credential, PIN)).toBeNull()
  const told = []
  for (let n = 2; n < 7; n++) told.push(await guess(n % 2 === 0 ? phone : copy, credential, wrong(n)))
  expect(told).toEqual([4, 3, 2, 1, 'pin-locked'])
  expect(await guess(phone, credential, NEW_PIN)).toBe('pin-locked')
})

test('at once from two devices, four are answered and one locks; another phone of the same person goes on', async () => {
  const { phone, copy, credential } = await phoneAndCopy()
  const other = testPhone(server.address)
  const own = (await other.enrol()).id
  const before = await locks()
  const guesses = [0, 1, 2, 3, 4, 5].flatMap((n) => [
    guess(phone, credential, wrong(n)),
    guess(copy, credential, wrong(n + 6)),
  ])
  const told = await Promise.all([...guesses, guess(other, own, PIN)])
  expect(told.pop()).toBeNull()
  expect(told.filter((each) => each !== 'pin-locked').sort()).toEqual([1, 2, 3, 4])
  expect(await guess(phone, credential, PIN)).toBe('pin-locked')
  expect(await guess(other, own, NEW_PIN)).toBeNull()
  expect(await locks()).toBe(before + 1)
})
