/** The relay's door in an HTTP server: WebSockets on one path, checked before they are taken. */
import type { IncomingMessage, Server } from 'node:http'
import { isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import { RELAY_PATH, RELAY_POLICY } from '#core/pairing/relay-frames'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Relay, RelaySocket } from './relay.ts'

export interface DoorOptions {
  /** Whether pages of this origin may come in. Clients that are no browsers send no origin. */
  readonly origins: (origin: string) => boolean
  /** Whose limits count; the socket's address where it is not given. */
  readonly addressOf?: (request: IncomingMessage) => string
}

/** An address as limits count it: IPv6 customers have 64 bits to choose from. */
export const addressGroup = (address: string): string => {
  if (!isIPv6(address) || address.includes('.')) return address
  const [front = '', back] = address.split('::')
  const groups = front === '' ? [] : front.split(':')
  const behind = back ? back.split(':').length : 0
  const whole =
    back === undefined ? groups : [...groups, ...Array<string>(8 - groups.length - behind).fill('0'), 'rest']
  return whole.slice(0, 4).join(':')
}

const relaySocket = (socket: WebSocket): RelaySocket => ({
  send: (frame) => socket.send(frame),
  get buffered() {
    return socket.bufferedAmount
  },
  close: () => {
    socket.resume()
    socket.close()
  },
  terminate: () => socket.terminate(),
  pause: () => socket.pause(),
  resume: () => socket.resume(),
})

const refuse = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/**
 * Takes all upgrades of a server: those on the relay's path go to the relay, others get 404.
 * Returns how to stop.
 */
export const attachRelay = (server: Server, relay: Relay, { origins, addressOf }: DoorOptions): (() => void) => {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: RELAY_POLICY.frame,
  })
  const take = (socket: WebSocket, address: string): void => {
    const connection = relay.accept(relaySocket(socket), address)
    socket.on('message', (data, isBinary) => {
      const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data)
      if (isBinary) connection.binary(bytes)
      else connection.text(bytes.toString('utf8'))
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => connection.closed())
  }
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy())
    if (request.url !== RELAY_PATH) return refuse(socket, '404 Not Found')
    const { origin } = request.headers
    if (origin !== undefined && !origins(origin)) return refuse(socket, '403 Forbidden')
    const address = addressOf?.(request) ?? addressGroup(request.socket.remoteAddress ?? '')
    sockets.handleUpgrade(request, socket, head, (webSocket) => take(webSocket, address))
  }
  server.on('upgrade', upgrade)
  return () => {
    server.off('upgrade', upgrade)
  }
}
