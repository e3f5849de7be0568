/** The relay's door in an HTTP server: WebSockets on one path, checked before they are taken. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { networkOf } from '#core/network'
import { RELAY_PATH, RELAY_POLICY } from '#core/pairing/relay-frames'
import { WebSocketServer, type WebSocket } from 'ws'
import type { RelaySocket } from './member.ts'
import type { Relay } from './relay.ts'

export interface DoorOptions {
  /** Whether pages of this origin may come in. Clients that are no browsers send no origin. */
  readonly origins: (origin: string) => boolean
}

const isLoopback = (address: string): boolean => /^(::ffff:)?127\.|^::1$/.test(address)

/**
 * Who is at the other end: of a connection from this machine whom the proxy here has named last, as HTTP counts
 * it; nobody else is believed. @param forwarded the header `x-forwarded-for`
 */
export const callerOf = (remote: string, forwarded: string | undefined): string => {
  if (!isLoopback(remote)) return remote
  const named = (forwarded ?? '').split(',').map((address) => address.trim())
  return named.findLast((address) => address !== '' && !isLoopback(address)) ?? remote
}

const addressOfRequest = ({ socket, headers }: IncomingMessage): string => {
  const forwarded = headers['x-forwarded-for']
  return networkOf(callerOf(socket.remoteAddress ?? '', Array.isArray(forwarded) ? forwarded.join() : forwarded))
}

class WebSocketPort implements RelaySocket {
  readonly #socket: WebSocket
  readonly #stream: Duplex
  #isCorked = false

  constructor(socket: WebSocket, stream: Duplex) {
    this.#socket = socket
    this.#stream = stream
  }

  get buffered(): number {
    return this.#socket.bufferedAmount
  }

  /** What is sent while other sockets are read goes out in one write. */
  send(frame: string | Uint8Array): void {
    if (!this.#isCorked) {
      this.#isCorked = true
      this.#stream.cork()
      setImmediate(() => {
        this.#isCorked = false
        this.#stream.uncork()
      })
    }
    this.#socket.send(frame)
  }

  close(): void {
    this.#socket.resume()
    this.#socket.close()
  }

  terminate(): void {
    this.#socket.terminate()
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }
}

/** Listeners that all sockets share. */
const terminate = function (this: WebSocket): void {
  this.terminate()
}
const destroy = function (this: Duplex): void {
  this.destroy()
}

const refuse = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/**
 * Takes all upgrades of a server: those on the relay's path go to the relay, others get 404.
 * Returns how to stop.
 */
export const attachRelay = (server: Server, relay: Relay, { origins }: DoorOptions): (() => void) => {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: RELAY_POLICY.frame,
  })
  const take = (socket: WebSocket, stream: Duplex, address: string): void => {
    const connection = relay.accept(new WebSocketPort(socket, stream), address)
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) connection.binary(data)
      else connection.text(data.toString('utf8'))
    })
    socket.on('error', terminate)
    socket.on('close', () => connection.closed())
  }
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', destroy)
    if (request.url !== RELAY_PATH) return refuse(socket, '404 Not Found')
    const { origin } = request.headers
    if (origin !== undefined && !origins(origin)) return refuse(socket, '403 Forbidden')
    const address = addressOfRequest(request)
    sockets.handleUpgrade(request, socket, head, (webSocket) => take(webSocket, socket, address))
  }
  server.on('upgrade', upgrade)
  return () => {
    server.off('upgrade', upgrade)
  }
}
