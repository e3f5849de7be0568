/** Links and pairings over real sockets that break all the time. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromUtf8, utf8 } from '#core/bytes/bytes'
import { openLink, type Link } from '#core/pairing/link'
import type { Clock } from '#core/pairing/ports'
import { handleText, type Role } from '#core/pairing/relay-frames'
import { connectNodeSocket } from '#engine/pairing/node-socket'
import { systemClock } from '#engine/clock'
import { desktopSide, phoneSide } from '#tests/support/drive'
import { owner, random, signRequest } from '#tests/support/pairing'
import { GENEROUS, startRelay, type RelayHost } from '#tests/support/relay'

/** Waits a fiftieth of the time, so that coming back does not take seconds. */
const hasty: Clock = { now: systemClock.now, after: (milliseconds, act) => systemClock.after(milliseconds / 50, act) }

let host: RelayHost
beforeEach(async () => {
  host = await startRelay({ limits: GENEROUS })
})
afterEach(() => host.close())

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
const until = async (isReached: () => boolean): Promise<void> => {
  while (!isReached()) await pause(5)
}

interface End {
  readonly link: Link
  readonly heard: string[]
  readonly faults: string[]
}

const openEnd = (room: string, role: Role): End => {
  const heard: string[] = []
  const faults: string[] = []
  const link = openLink({
    server: host.server,
    role,
    room,
    connect: connectNodeSocket,
    clock: hasty,
    random,
    events: {
      message: (payload) => heard.push(fromUtf8(payload)),
      peer: () => {},
      state: () => {},
      // A full store makes a link wait and try again.
      fault: (code) => code !== 'limit' && faults.push(code),
    },
  })
  return { link, heard, faults }
}

describe('connections that break', () => {
  it('lose no message, bring none twice and none out of order', async () => {
    const room = handleText(random(16))
    const desktop = openEnd(room, 'desktop')
    const phone = openEnd(room, 'phone')
    const count = 300
    const expected = Array.from({ length: count }, (_, at) => `message ${at}`)
    for (const [at, text] of expected.entries()) {
      desktop.link.send(utf8(text), 60_000)
      phone.link.send(utf8(text), 60_000)
      if (at % 10 === 0) await pause(random(1)[0]! / 20)
      if (at % 25 === 0) host.cut()
    }
    await until(() => Math.max(desktop.heard.length, phone.heard.length) >= count || desktop.faults.length > 0)
    await until(() => Math.min(desktop.heard.length, phone.heard.length) >= count || phone.faults.length > 0)
    await pause(50)
    expect([desktop.heard, phone.heard]).toEqual([expected, expected])
    expect([desktop.faults, phone.faults]).toEqual([[], []])
    desktop.link.close()
    phone.link.close()
    await until(() => host.relay.figures().rooms === 0)
    expect(host.relay.figures()).toMatchObject({ connections: 0, stored: 0 })
  })

  it('do not keep a pairing from its end', async () => {
    const wang = await owner()
    const left = desktopSide(host.server, wang, signRequest(200_000))
    await left.driver.act((now) => left.machine.show(now))
    const right = phoneSide(host.server, wang, left.machine.offer?.text ?? '')
    await right.driver.act((now) => right.machine.start(now))
    await right.until(() => right.machine.state !== 'connecting')
    host.cut()
    await Promise.all([
      left.until(() => left.machine.state === 'answered'),
      right.until(() => right.machine.state === 'done'),
    ])
    expect(left.machine.answer).toMatchObject({ signatures: [{}] })
  })

  it('end a link when the relay has forgotten its room', async () => {
    const room = handleText(random(16))
    const [desktop, phone] = [openEnd(room, 'desktop'), openEnd(room, 'phone')]
    phone.link.send(utf8('hello'), 60_000)
    desktop.link.send(utf8('welcome'), 60_000)
    await until(() => desktop.heard.length + phone.heard.length === 2)
    const port = Number(new URL(host.server).port)
    await host.close()
    host = await startRelay({ limits: GENEROUS, port })
    await until(() => desktop.faults.includes('unknown-session') && phone.faults.includes('unknown-session'))
    expect(host.relay.figures().rooms).toBe(0)
  })
})

it('a code that nobody shows any more is said to have expired', async () => {
  const wang = await owner()
  const left = desktopSide(host.server, wang, signRequest())
  await left.driver.act((now) => left.machine.show(now))
  const text = left.machine.offer?.text ?? ''
  left.driver.close()
  const late = phoneSide(host.server, wang, text)
  await late.driver.act((now) => late.machine.start(now))
  await expect(late.until(() => late.machine.state === 'welcomed')).rejects.toMatchObject({ code: 'qr-expired' })
})

it('two phones with one code: both sides are told, and nothing was asked', async () => {
  const wang = await owner()
  const left = desktopSide(host.server, wang, signRequest())
  await left.driver.act((now) => left.machine.show(now))
  const room = left.machine.offer?.text ?? ''
  const phones = [phoneSide(host.server, wang, room), phoneSide(host.server, wang, room)]
  await Promise.all(phones.map(({ driver, machine }) => driver.act((now) => machine.start(now))))
  await until(() => left.machine.failure !== null && phones.every(({ machine }) => machine.failure !== null))
  expect(left.machine.failure?.code).toBe('relay-crowded')
  expect(left.machine.answer).toBeNull()
})
