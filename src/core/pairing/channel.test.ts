import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { random } from '#tests/support/pairing'
import { concat, utf8, type Bytes } from '../bytes/bytes.ts'
import { Channel, directionOf, type ChannelKeys, type Received } from './channel.ts'
import { frameHead } from './frame.ts'
import { pad } from './padding.ts'
import { POLICY } from './policy.ts'
import { generateKeyPair, sealAuthPsk } from './suite.ts'

const NOW = 1_790_000_000_000
const LATER = NOW + 60_000
const desktopKeys = await generateKeyPair()
const phoneKeys = await generateKeyPair()
const [root, session] = [random(32), random(16)]
const ofDesktop: ChannelKeys = {
  own: desktopKeys,
  peer: phoneKeys.publicKey,
  root,
  session,
  sends: directionOf('desktop'),
}
const ofPhone: ChannelKeys = { own: phoneKeys, peer: desktopKeys.publicKey, root, session, sends: directionOf('phone') }

let desktop = new Channel(ofDesktop)
let phone = new Channel(ofPhone)
beforeEach(() => {
  desktop = new Channel(ofDesktop)
  phone = new Channel(ofPhone)
})

const one = async (text: string, channel = desktop): Promise<Bytes> => (await channel.seal(utf8(text), LATER))[0]!
const message = (text: string): Received => ({ kind: 'message', bytes: utf8(text) })
const rejected = (reason: string) => ({ kind: 'rejected', reason })

describe('a channel', () => {
  it('carries messages both ways', async () => {
    expect(await phone.open(await one('请签章'), NOW)).toEqual(message('请签章'))
    expect(await desktop.open(await one('好', phone), NOW)).toEqual(message('好'))
  })

  it('puts a large message together, in whatever order its pieces come', async () => {
    const large = new Uint8Array(POLICY.message.limit).map((_, at) => at % 253)
    const frames = await desktop.seal(large, LATER)
    expect(frames.length).toBe(8)
    const received: Received[] = []
    for (const frame of [...frames].reverse()) received.push(await phone.open(frame, NOW))
    expect(received.slice(0, -1).every(({ kind }) => kind === 'piece')).toBe(true)
    expect(received.at(-1)).toEqual({ kind: 'message', bytes: large })
  })

  it('takes each frame once', async () => {
    const frame = await one('a')
    expect(await phone.open(frame, NOW)).toEqual(message('a'))
    expect(await phone.open(frame, NOW)).toEqual(rejected('duplicate'))
  })

  it('takes frames out of order, but none from far behind', async () => {
    const frames: Bytes[] = []
    for (let i = 0; i <= POLICY.message.window; i++) frames.push(await one(`${i}`))
    expect(await phone.open(frames.at(-1)!, NOW)).toEqual(message('64'))
    expect(await phone.open(frames[1]!, NOW)).toEqual(message('1'))
    expect(await phone.open(frames[0]!, NOW)).toEqual(rejected('duplicate'))
    expect(await phone.open(frames[1]!, NOW)).toEqual(rejected('duplicate'))
  })

  it('takes nothing that has expired', async () => {
    const frame = await one('a')
    expect(await phone.open(frame, LATER + 1000)).toEqual(rejected('expired'))
    expect(await phone.open(frame, LATER)).toEqual(message('a'))
  })

  it('does not hear its own echo, nor another session', async () => {
    const frame = await one('a')
    expect(await desktop.open(frame, NOW)).toEqual(rejected('foreign'))
    const other = new Channel({ ...ofPhone, session: random(16) })
    expect(await other.open(frame, NOW)).toEqual(rejected('foreign'))
  })

  it('hears neither a stranger with the root nor a peer without it', async () => {
    const stranger = new Channel({ ...ofDesktop, own: await generateKeyPair() })
    expect(await phone.open(await one('a', stranger), NOW)).toEqual(rejected('unauthenticated'))
    const guess = new Channel({ ...ofDesktop, root: random(32) })
    expect(await phone.open(await one('a', guess), NOW)).toEqual(rejected('unauthenticated'))
  })

  it('takes no frame in which a single bit has been changed, and still the true one after it', async () => {
    const frame = await one('a')
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: frame.length - 1 }), fc.nat({ max: 7 }), async (at, bit) => {
        const changed = frame.slice()
        changed[at]! ^= 1 << bit
        expect((await phone.open(changed, NOW)).kind).toBe('rejected')
      }),
    )
    expect(await phone.open(frame, NOW)).toEqual(message('a'))
  })

  it('does not let a made-up number move its window', async () => {
    const forged = concat(frameHead({ session, direction: ofDesktop.sends, sequence: 2 ** 40, expiry: LATER / 1000 }))
    expect(await phone.open(concat(forged, random(65), random(64)), NOW)).toEqual(rejected('unauthenticated'))
    expect(await phone.open(await one('a'), NOW)).toEqual(message('a'))
  })

  it('says so when the peer itself does not keep to the protocol', async () => {
    const made = async (sequence: number, plaintext: Bytes): Promise<Bytes> => {
      const aad = frameHead({ session, direction: ofDesktop.sends, sequence, expiry: LATER / 1000 })
      const common = { info: utf8('BidSeal v1 channel'), psk: { key: root, id: session }, aad }
      const { enc, ciphertext } = await sealAuthPsk(desktopKeys, phoneKeys.publicKey, plaintext, common)
      return concat(aad, enc, ciphertext)
    }
    const piece = (index: number, count: number, length = 0): Bytes =>
      pad(concat(Uint8Array.of(0, index, 0, count), new Uint8Array(length)))
    expect(await phone.open(await made(1, utf8('bare')), NOW)).toEqual({ kind: 'broken' })
    expect(await phone.open(await made(2, piece(2, 3, 5)), NOW)).toEqual({ kind: 'broken' })
    expect(await phone.open(await made(3, piece(0, 2, POLICY.message.fragment)), NOW)).toEqual({ kind: 'piece' })
    expect(await phone.open(await made(4, piece(1, 3, POLICY.message.fragment)), NOW)).toEqual({ kind: 'broken' })
  })

  it('takes no message above the limit, and keeps no pieces for ever', async () => {
    await expect(desktop.seal(new Uint8Array(POLICY.message.limit + 1), LATER)).rejects.toThrow(RangeError)
    const [first, ...rest] = await desktop.seal(new Uint8Array(2 * POLICY.message.fragment), LATER)
    expect(await phone.open(first!, NOW)).toEqual({ kind: 'piece' })
    for (let i = 0; i < POLICY.message.window + 1; i++) await phone.open(await one('x'), NOW)
    expect(await phone.open(rest[0]!, NOW)).toEqual(rejected('duplicate'))
  })
})
