/** A whole pairing over real sockets, and what its relay could have learned from it: nothing. */
import { afterAll, describe, expect, it } from 'vitest'
import { toBase64url } from '#core/bytes/base64url'
import { concat, toHex, utf8, type Bytes } from '#core/bytes/bytes'
import { parsePut } from '#core/pairing/relay-frames'
import { parseQr } from '#core/pairing/qr'
import type { Relay } from '#server/relay/relay'
import { desktopSide, phoneSide } from '#tests/support/drive'
import { desktop, owner, random, signRequest } from '#tests/support/pairing'
import { testSigner } from '#tests/support/pki'
import { startRelay } from '#tests/support/relay'

const seen: Buffer[] = []
const payloads: Uint8Array[] = []

/** A relay that keeps every byte that it is sent and that it sends. */
const recording = (relay: Relay): Relay => ({
  ...relay,
  accept: (socket, address) => {
    const connection = relay.accept(
      {
        send: (frame) => {
          seen.push(Buffer.from(frame))
          socket.send(frame)
        },
        get buffered() {
          return socket.buffered
        },
        close: () => socket.close(),
        terminate: () => socket.terminate(),
        pause: () => socket.pause(),
        resume: () => socket.resume(),
      },
      address,
    )
    return {
      text: (frame) => {
        seen.push(Buffer.from(frame))
        connection.text(frame)
      },
      binary: (frame) => {
        seen.push(Buffer.from(frame))
        payloads.push(parsePut(frame)?.payload ?? new Uint8Array())
        connection.binary(frame)
      },
      closed: () => connection.closed(),
    }
  },
})

const logged: unknown[] = []
const host = await startRelay({ wrap: recording, log: (event) => logged.push(event) })
afterAll(() => host.close())

/** Base64 of these bytes wherever they lie in a longer text: the letters that no neighbour changes. */
const inBase64 = (bytes: Uint8Array, encoding: 'base64' | 'base64url'): string[] =>
  [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replaceAll('=', '')
    const whole = Math.floor(((shift + bytes.length) * 8) / 6)
    return text.slice(Math.ceil((shift * 8) / 6), whole)
  })

const forms = (secret: Uint8Array): Buffer[] => [
  Buffer.from(secret),
  Buffer.from(secret).reverse(),
  Buffer.from(toHex(secret)),
  Buffer.from(toHex(secret).toUpperCase()),
  ...[...inBase64(secret, 'base64'), ...inBase64(secret, 'base64url')].map((text) => Buffer.from(text)),
]

const textForms = (text: string): Buffer[] => {
  const wide = Buffer.from(text, 'utf16le')
  return [...forms(utf8(text)), ...forms(wide), ...forms(Buffer.from(wide).swap16())]
}

const finds = (traffic: Uint8Array, needles: readonly Buffer[]): boolean =>
  needles.some((needle) => Buffer.from(traffic).includes(needle))

/** Pieces of sixteen bytes: also a part of a secret is a secret. */
const pieces = (secret: Uint8Array): Uint8Array[] =>
  Array.from({ length: Math.max(1, Math.floor(secret.length / 16)) }, (_, at) => secret.subarray(at * 16, at * 16 + 16))

describe('a relay', () => {
  it('sees nothing of what it carries', async () => {
    const { chain } = await testSigner()
    const certificate = chain[0] as Bytes
    const person = '王敏经办人'
    const wang = await owner(certificate, person)
    const digest = random(32)
    const request = signRequest(100_000, digest)

    const left = desktopSide(host.server, wang, request)
    await left.driver.act((now) => left.machine.show(now))
    const text = left.machine.offer?.text ?? ''
    const qr = parseQr(text)
    const right = phoneSide(host.server, wang, text)
    await right.driver.act((now) => right.machine.start(now))
    await Promise.all([
      left.until(() => left.machine.state === 'answered'),
      right.until(() => right.machine.state === 'done'),
    ])
    expect(left.machine.code).toBe(right.machine.code)
    const answer = left.machine.answer
    const confirm = await wang.confirm(right.machine)

    const traffic = concat(...seen)
    const names = [
      person,
      '测试手机',
      desktop.name,
      desktop.id,
      '河南示范建设有限公司',
      '示范大道改造工程',
      '一标段',
      '投标函.pdf',
      'previews',
      'introduction',
      'signatures',
      JSON.stringify(answer).slice(20, 60),
    ]
    const secrets: Uint8Array[] = [
      certificate,
      digest,
      wang.signingKey,
      right.machine.introductionBytes.subarray(-60),
      qr.bytes,
      qr.secret,
      qr.desktopKey,
      confirm,
      Buffer.from(request.body.documents[0]?.previews[0]?.jpeg ?? '', 'base64url').subarray(0, 4096),
      Buffer.from(right.machine.requestHash ?? '', 'hex'),
    ]
    for (const name of names) expect([name, finds(traffic, textForms(name))]).toEqual([name, false])
    for (const secret of secrets)
      for (const piece of pieces(secret))
        expect([toHex(piece), finds(traffic, forms(piece))]).toEqual([toHex(piece), false])
    expect(
      finds(
        utf8(JSON.stringify(logged)),
        [...seen].map((frame) => frame.subarray(0, 64)),
      ),
    ).toBe(false)
  })

  it('cannot tell messages apart by their exact length', () => {
    expect(payloads.length).toBeGreaterThan(6)
    /** Head, encapsulated key and tag of HELLO; of WELCOME; of every other frame. */
    const overheads: Record<number, number> = { 1: 3 + 65 + 16, 2: 3 + 32 + 16, 3: 32 + 65 + 16 }
    for (const payload of payloads) expect((payload.length - (overheads[payload[0] ?? 0] ?? 0)) % 256).toBe(0)
  })

  it('would be caught: the search finds each form of a secret', () => {
    const secret = random(32)
    const leaks: readonly (string | Uint8Array)[] = [
      concat(random(7), secret, random(7)),
      `xx${toHex(secret)}xx`,
      toHex(secret).toUpperCase(),
      ...[1, 2, 3].flatMap((shift) => {
        const longer = concat(random(shift), secret, random(5))
        return [toBase64url(longer), Buffer.from(longer).toString('base64')]
      }),
    ]
    for (const leak of leaks) expect(finds(Buffer.from(leak), forms(secret))).toBe(true)
    for (const leak of [Buffer.from('一标段的人', 'utf16le'), Buffer.from('一标段的人', 'utf16le').swap16()])
      expect(finds(leak, textForms('标段'))).toBe(true)
    expect(finds(random(5000), forms(secret))).toBe(false)
  })
})
