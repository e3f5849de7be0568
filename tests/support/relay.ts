/** A relay on a real port, whose connections can be cut. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Clock } from '#core/pairing/ports'
import type { RelayLimits } from '#server/relay/limits'
import { createRelay, type Relay } from '#server/relay/relay'
import { attachRelay } from '#server/relay/upgrade'
import { systemClock } from '#engine/clock'

export interface RelayHost {
  /** Http address. */
  readonly server: string
  readonly relay: Relay
  /** Breaks all connections, as a lost network does. */
  cut(): void
  close(): Promise<void>
}

export interface RelayHostOptions {
  readonly limits?: Partial<RelayLimits>
  readonly clock?: Clock
  /** Any free one where it is not given. */
  readonly port?: number
  /** Puts something between the relay and its sockets. */
  readonly wrap?: (relay: Relay) => Relay
  readonly log?: Parameters<typeof createRelay>[0]['log']
}

/** Enough for a test that does many things from one address. */
export const GENEROUS = {
  opensPerMinute: 100_000,
  rooms: 10_000,
  messagesPerSecond: 1_000_000,
  messageBurst: 1_000_000,
} as const

export const startRelay = async ({
  limits,
  clock = systemClock,
  port = 0,
  wrap,
  log,
}: RelayHostOptions = {}): Promise<RelayHost> => {
  const relay = createRelay({ clock, ...(limits && { limits }), ...(log && { log }) })
  const http = createServer((_request, response) => response.writeHead(404).end())
  attachRelay(http, wrap?.(relay) ?? relay, { origins: (origin) => origin === serverAddress() })
  const sockets = new Set<Socket>()
  http.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  http.listen(port, '127.0.0.1')
  await once(http, 'listening')
  const bound = http.address() as AddressInfo
  const serverAddress = (): string => `http://127.0.0.1:${bound.port}`
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    server: serverAddress(),
    relay,
    cut,
    close: async () => {
      relay.close()
      cut()
      http.close()
      await once(http, 'close')
    },
  }
}
