import { beforeAll, describe, expect, it } from 'vitest'
import { testAuthority } from '#tests/support/authority'
import { testPhone } from '#tests/support/phone'
import { phoneServer } from '#tests/support/phone-server'
import { encryptionCertificates, openCredentials, type Credential } from './credential.ts'
import { openHistory } from './history.ts'
import { memoryStore } from './memory-store.ts'
import { unopenedBids } from './unopened.ts'
import type { HistoryEntry } from './views.ts'

let own: Credential
let encryption: string
beforeAll(async () => {
  const server = await phoneServer(await testAuthority())
  const phone = testPhone('http://localhost:4180', { fetch: server.fetch })
  own = await openCredentials(phone.store).read((await phone.enrol()).id)
  encryption = encryptionCertificates(own)[0]!.fingerprint
})

const entry = (at: number, intent: HistoryEntry['intent'], more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...{ at, intent, kind: intent === 'generate' ? 'sign' : 'unwrap', outcome: 'confirmed', computer: '', documents: 0 },
  ...{ seals: 0, tender: '示范大道改造工程', tenderId: 'T-1', lot: '一标段', encryption, ...more },
})
const openingTime = '2026-12-01T01:00:00Z'

const unopened = (...entries: HistoryEntry[]) => unopenedBids(own, entries)

describe('bids that still need a credential', () => {
  it('are those that were made and not opened, with the opening time once it was rehearsed', () => {
    const bid = { tender: '示范大道改造工程', lot: '一标段', madeAt: 1 }
    expect(unopened(entry(1, 'generate'))).toEqual([{ ...bid, openingTime: null }])
    const rehearsed = [entry(2, 'rehearse', { openingTime }), entry(1, 'generate')]
    expect(unopened(...rehearsed)).toEqual([{ ...bid, openingTime }])
    expect(unopened(entry(3, 'open', { openingTime }), ...rehearsed)).toEqual([])
  })

  it('are what happened last, though the clock stood still', () => {
    expect(unopened(entry(1, 'rehearse', { openingTime }), entry(1, 'generate'))).toMatchObject([{ openingTime }])
    expect(unopened(entry(1, 'open'), entry(1, 'generate'))).toEqual([])
    expect(unopened(entry(1, 'generate'), entry(1, 'open'))).toHaveLength(1)
  })

  it('are one for each tender and lot, the newest first', () => {
    const bids = unopened(
      entry(5, 'generate'),
      entry(4, 'generate', { tenderId: 'T-2', tender: '桥' }),
      entry(3, 'generate', { lot: '二标段' }),
      entry(2, 'open'),
      entry(1, 'generate'),
    )
    expect(bids.map(({ madeAt }) => madeAt)).toEqual([5, 4, 3])
  })

  it('are not what was refused, or is for another certificate', () => {
    expect(unopened(entry(1, 'generate', { outcome: 'refused' }))).toEqual([])
    expect(unopened(entry(1, 'generate', { encryption: 'ff'.repeat(32) }))).toEqual([])
    const failed = entry(2, 'open', { outcome: 'failed' })
    expect(unopened(failed, entry(1, 'generate'))).toHaveLength(1)
  })

  it('are those of an older version’s history too, whosever they are', async () => {
    const store = memoryStore()
    const { tenderId: _, lot: _lot, encryption: _encryption, ...before } = entry(1, 'generate')
    await store.write('history', [before])
    const history = openHistory(store)
    await history.add(entry(2, 'sign'))
    expect(unopenedBids(own, await history.list())).toMatchObject([{ madeAt: 1, lot: '' }])
    await history.add(entry(3, 'open'))
    expect(unopenedBids(own, await history.list())).toEqual([])
  })
})
