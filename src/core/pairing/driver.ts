/** Runs a pairing's state machine: keeps its rooms open, its clock wound and its calls apart. */
import type { Bytes } from '../bytes/bytes.ts'
import { AppError, type ErrorCode } from '../errors.ts'
import type { Effects } from './effects.ts'
import { openLink, type Link } from './link.ts'
import { POLICY } from './policy.ts'
import type { Clock, ConnectSocket, RandomBytes } from './ports.ts'
import type { RelayFault, Role } from './relay-frames.ts'

/** What DesktopMachine and PhoneMachine have in common. */
export interface Machine {
  /** Milliseconds since 1970; null when nothing will happen by itself. */
  readonly nextTick: number | null
  receive(room: string, bytes: Bytes, now: number): Promise<Effects>
  tick(now: number): Promise<Effects>
  fail(error: AppError, now: number): Promise<Effects>
}

export interface DriverOptions {
  /** The server's http address. */
  readonly server: string
  readonly role: Role
  readonly connect: ConnectSocket
  readonly clock: Clock
  readonly random: RandomBytes
  /** After everything that may have changed the machine or `trouble`. */
  onChange(): void
}

export interface Driver {
  /**
   * Does something with the machine between two other things and performs what comes out. Rejects
   * with what `act` throws.
   */
  act(act: (now: number) => Promise<Effects>): Promise<void>
  /** Why the relay cannot be talked to just now; null while it can. */
  readonly trouble: ErrorCode | null
  /** The page is visible again or the network is back. */
  wake(): void
  /** Leaves all rooms, once what was sent is in the relay's hands, and drives no more. */
  close(): void
}

const FAULTS: Record<RelayFault, ErrorCode> = {
  crowded: 'relay-crowded',
  limit: 'relay-limit',
  malformed: 'relay-unreachable',
  'unknown-session': 'unknown-session',
  closing: 'relay-unreachable',
}

interface Room {
  readonly link: Link
  readonly stopWaiting: () => void
  trouble: ErrorCode | null
}

export const driveMachine = (machine: Machine, options: DriverOptions): Driver => {
  const { server, role, connect, clock, random, onChange } = options
  const rooms = new Map<string, Room>()
  let last: Promise<unknown> = Promise.resolve()
  let stopClock = (): void => {}
  let isClosed = false

  const act = (work: (now: number) => Promise<Effects>): Promise<void> => {
    const done = last.then(async () => {
      if (isClosed) return
      perform(await work(clock.now()))
      wind()
      onChange()
    })
    last = done.catch(() => {
      // Whoever has asked is told; the next one in line is not concerned.
    })
    return done
  }

  /** For what the machine does by itself: an error there is a bug, and ends the pairing. */
  const actByItself = (work: (now: number) => Promise<Effects>): void => {
    act(work)
      .catch((cause: unknown) => act((now) => machine.fail(new AppError('internal', {}, cause), now)))
      .catch(() => {
        // It cannot even fail: nobody is left to be told.
      })
  }
  const fail = (code: ErrorCode): void => actByItself((now) => machine.fail(new AppError(code), now))

  const wind = (): void => {
    stopClock()
    const due = machine.nextTick
    if (due === null) return
    stopClock = clock.after(Math.max(0, due - clock.now()), () => actByItself((now) => machine.tick(now)))
  }

  const join = (room: string): void => {
    const setTrouble = (trouble: ErrorCode | null): void => {
      const joined = rooms.get(room)
      if (joined === undefined || joined.trouble === trouble) return
      joined.trouble = trouble
      onChange()
    }
    const stopWaiting = clock.after(POLICY.link.giveUp, () => fail(rooms.get(room)?.trouble ?? 'relay-unreachable'))
    const link = openLink({
      server,
      role,
      room,
      connect,
      clock,
      random,
      events: {
        message: (payload) => actByItself((now) => machine.receive(room, payload, now)),
        peer: () => {},
        state: (state) => {
          if (state === 'open') {
            stopWaiting()
            setTrouble(null)
          }
          if (state === 'waiting-to-retry' && rooms.get(room)?.trouble !== 'relay-limit')
            setTrouble('relay-unreachable')
        },
        fault: (code) => {
          setTrouble(FAULTS[code])
          if (code !== 'limit' && code !== 'closing') fail(FAULTS[code])
        },
      },
    })
    rooms.set(room, { link, stopWaiting, trouble: null })
  }

  const leave = (room: string): void => {
    rooms.get(room)?.stopWaiting()
    rooms.get(room)?.link.close()
    rooms.delete(room)
  }

  const perform = (effects: Effects): void => {
    for (const effect of effects) {
      if (effect.type === 'join') join(effect.room)
      else if (effect.type === 'leave') leave(effect.room)
      else rooms.get(effect.room)?.link.send(effect.frame, effect.lifetime)
    }
  }

  return {
    act,
    get trouble() {
      for (const { trouble } of rooms.values()) if (trouble !== null) return trouble
      return null
    },
    wake: () => {
      for (const { link } of rooms.values()) link.wake()
      actByItself((now) => machine.tick(now))
    },
    close: () => {
      isClosed = true
      stopClock()
      for (const room of [...rooms.keys()]) leave(room)
    },
  }
}
