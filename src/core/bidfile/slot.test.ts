import { testRecipient } from '#tests/support/bid'
import { describe, expect, it } from 'vitest'
import { toBase64url } from '../bytes/base64url.ts'
import { concat, type Bytes } from '../bytes/bytes.ts'
import { envelop } from '../cms/auth-enveloped.ts'
import { boundHash, type BidHeader, type HeaderFacts } from './header.ts'
import { findSlot, openHeader, openSlot, sealSlot } from './slot.ts'

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))

const facts: HeaderFacts = {
  suite: 1,
  build: '00112233445566778899aabbccddeeff',
  tender: { id: '', name: '示范大道改造工程', lot: '' },
  bidder: { name: '河南示范建设有限公司', creditCode: '91410100MA9ABCD16M' },
  openingTime: '2026-12-01T09:30:00+08:00',
  created: '2026-11-24T10:00:00+08:00',
  crit: [],
}
const fileKey = random(32)
const mine = await testRecipient()
const theirs = await testRecipient('北京样例科技有限公司', '刘测')
const short = toBase64url(await envelop(random(33), mine.certificate, random))
const long = toBase64url(await envelop(concat(fileKey, await boundHash(facts), random(1)), mine.certificate, random))
const header: BidHeader = {
  ...facts,
  slots: [await sealSlot(fileKey, facts, theirs, random), await sealSlot(fileKey, facts, mine, random)],
}

describe('a slot', () => {
  it('says whose certificate opens it', () => {
    expect(header.slots[1]).toMatchObject({ company: mine.company, person: '王敏', serial: mine.serial })
    expect(findSlot(header, header.slots[1]!.fingerprint)).toBe(1)
    expect(findSlot(header, 'f'.repeat(64))).toBe(-1)
  })

  it('gives the file key to its recipient and null to another', async () => {
    expect(await openSlot(header, 1, mine)).toEqual(fileKey)
    expect(await openSlot(header, 0, mine)).toBeNull()
    expect(await openHeader(header, mine)).toEqual(fileKey)
    expect(await openHeader({ ...header, slots: header.slots.slice(0, 1) }, mine)).toBeNull()
  })

  it('moved into another file is refused', async () => {
    const other = { ...header, bidder: { ...header.bidder, name: '深圳测试贸易商行' } }
    await expect(openSlot(other, 1, mine)).rejects.toMatchObject({ code: 'slot-not-bound', details: { slot: 1 } })
  })

  it.each([
    ['an envelope that is not one', 'MAA', 'bid-file-damaged'],
    ['a secret that is too short', short, 'bid-file-damaged'],
    ['a secret that is too long', long, 'bid-file-damaged'],
  ])('with %s is refused', async (_, envelope, code) => {
    const slots = [{ ...header.slots[1]!, envelope }]
    await expect(openSlot({ ...header, slots }, 0, mine)).rejects.toMatchObject({ code })
  })

  it('that is not there is refused', async () => {
    await expect(openSlot(header, 2, mine)).rejects.toMatchObject({ code: 'bid-file-damaged' })
  })
})
