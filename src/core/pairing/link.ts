/**
 * One room of the relay, kept open across lost connections: what is sent is sent again, with the
 * same id, until the relay has confirmed it; what arrives is handed in once and in order.
 */
import type { Bytes } from '../bytes/bytes.ts'
import { POLICY } from './policy.ts'
import type { Clock, ConnectSocket, RandomBytes, WebSocketLike } from './ports.ts'
import {
  controlText,
  handleText,
  parseControl,
  parseMsg,
  putFrame,
  relayAddress,
  type Control,
  type RelayFault,
  type Role,
} from './relay-frames.ts'

const HANDLE_LENGTH = 16
const PUT_ID_LENGTH = 8

export type LinkState = 'connecting' | 'open' | 'waiting-to-retry'

export interface LinkEvents {
  message(payload: Bytes): void
  /** Whether the other side is connected to the relay. */
  peer(up: boolean): void
  state(state: LinkState): void
  /** What the relay has said. After `limit` and `closing` the link tries again, after all else it is over. */
  fault(code: RelayFault): void
}

export interface LinkOptions {
  /** The server's http address. */
  readonly server: string
  readonly role: Role
  readonly room: string
  readonly connect: ConnectSocket
  readonly clock: Clock
  readonly random: RandomBytes
  readonly events: LinkEvents
}

export interface Link {
  /** Hands a payload to the relay, which keeps it so long for a peer that is away. */
  send(payload: Bytes, lifetime: number): void
  /** The page is visible again or the network is back: find out at once whether the connection lives. */
  wake(): void
  /** Ends the link as soon as what was sent is in the relay's hands. No event comes after that. */
  close(): void
}

interface Outgoing {
  readonly id: Bytes
  readonly payload: Bytes
  readonly expiresAt: number
}

type Timer = 'retry' | 'open' | 'ping' | 'pong' | 'acknowledge' | 'linger'

/** Opens a link and keeps it open. */
export const openLink = ({ server, role, room, connect, clock, random, events }: LinkOptions): Link => {
  const token = handleText(random(HANDLE_LENGTH))
  const timers = new Map<Timer, () => void>()
  let socket: WebSocketLike | null = null
  let isOpen = false
  let wasOpen = false
  let isClosing = false
  let isOver = false
  let failures = 0
  let last = 0
  let acknowledged = 0
  /** Not yet confirmed; the first `sent` of them are on their way on this connection. */
  let outgoing: readonly Outgoing[] = []
  let sent = 0
  let confirmed = 0

  const stop = (timer: Timer): void => {
    timers.get(timer)?.()
    timers.delete(timer)
  }
  const start = (timer: Timer, milliseconds: number, act: () => void): void => {
    stop(timer)
    timers.set(timer, clock.after(milliseconds, act))
  }
  const tell = (event: () => void): void => {
    if (!isClosing && !isOver) event()
  }
  const say = (frame: Control): void => socket?.send(controlText(frame))

  const drop = (): void => {
    for (const timer of ['open', 'ping', 'pong', 'acknowledge'] as const) stop(timer)
    const dropped = socket
    socket = null
    isOpen = false
    sent = 0
    confirmed = 0
    dropped?.close()
  }

  const finish = (): void => {
    isOver = true
    if (isOpen) say({ type: 'leave' })
    drop()
    for (const timer of [...timers.keys()]) stop(timer)
    outgoing = []
  }

  const retry = (): void => {
    drop()
    if (isOver) return
    const { firstRetry, factor, jitter, longestRetry } = POLICY.link
    const wait = Math.min(firstRetry * factor ** failures, longestRetry)
    failures += 1
    const [byte = 0] = random(1)
    start('retry', Math.min(wait * (1 + jitter * (byte / 127.5 - 1)), longestRetry), attempt)
    tell(() => events.state('waiting-to-retry'))
  }

  const pump = (): void => {
    if (!isOpen) return
    const now = clock.now()
    while (sent < Math.min(outgoing.length, POLICY.link.unconfirmed)) {
      const next = outgoing[sent]!
      const lifetime = Math.ceil((next.expiresAt - now) / 1000)
      if (lifetime <= 0) {
        outgoing = outgoing.filter((one) => one !== next)
        continue
      }
      sent += 1
      socket?.send(putFrame({ id: next.id, lifetime, payload: next.payload }))
    }
    if (isClosing && outgoing.length === 0) finish()
  }

  const ping = (): void => {
    start('pong', POLICY.link.pongWithin, retry)
    say({ type: 'ping' })
  }

  const alive = (): void => {
    stop('pong')
    start('ping', POLICY.link.pingEvery, ping)
  }

  const acknowledge = (): void => {
    stop('acknowledge')
    acknowledged = last
    say({ type: 'ack', n: last })
  }

  const acknowledgeSoon = (): void => {
    const { every, within } = POLICY.acknowledge
    if (last - acknowledged >= every) acknowledge()
    else if (!timers.has('acknowledge')) start('acknowledge', within, acknowledge)
  }

  const confirm = (count: number): void => {
    const fresh = count - confirmed
    if (fresh < 0 || fresh > sent) return retry()
    confirmed = count
    sent -= fresh
    outgoing = outgoing.slice(fresh)
    pump()
  }

  const take = (frame: Control): void => {
    if (frame.type === 'ack') return confirm(frame.n)
    if (frame.type === 'err') return fault(frame.code)
    if (frame.type !== 'peer') return
    if (!isOpen) {
      isOpen = true
      wasOpen = true
      failures = 0
      stop('open')
      tell(() => events.state('open'))
      pump()
    }
    tell(() => events.peer(frame.up))
  }

  /** A phone may have been quicker than the desktop whose code it has read. */
  const isEarly = (): boolean => role === 'phone' && !wasOpen && failures < POLICY.link.earlyTries

  const fault = (code: RelayFault): void => {
    if (code === 'unknown-session' && isEarly()) return retry()
    tell(() => events.fault(code))
    if (code === 'limit' || code === 'closing') retry()
    else finish()
  }

  const attempt = (): void => {
    stop('retry')
    start('open', POLICY.link.openWithin, retry)
    tell(() => events.state('connecting'))
    const isMine = (): boolean => socket === mine && !isOver
    const mine: WebSocketLike = connect(relayAddress(server), {
      opened: () => {
        if (!isMine()) return
        say({ type: 'open', room, role, token, last })
        acknowledged = last
      },
      text: (text) => {
        if (!isMine()) return
        const frame = parseControl(text)
        if (frame === null) return retry()
        alive()
        take(frame)
      },
      binary: (bytes) => {
        if (!isMine()) return
        const message = parseMsg(bytes)
        if (message === null) return retry()
        alive()
        const isNew = message.n > last
        last = Math.max(last, message.n)
        acknowledgeSoon()
        if (isNew) tell(() => events.message(message.payload))
      },
      closed: () => {
        if (isMine()) retry()
      },
    })
    socket = mine
  }

  attempt()

  return {
    send: (payload, lifetime) => {
      if (isClosing || isOver) return
      const expiresAt = clock.now() + lifetime
      outgoing = [...outgoing, { id: random(PUT_ID_LENGTH), payload, expiresAt }]
      pump()
    },
    wake: () => {
      if (isOver) return
      if (isOpen) ping()
      else if (socket === null) attempt()
    },
    close: () => {
      if (isClosing || isOver) return
      isClosing = true
      if (outgoing.length === 0) return finish()
      start('linger', POLICY.link.linger, finish)
      pump()
    },
  }
}
