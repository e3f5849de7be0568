/** WebSockets of the desktop, in Node. */
import { WebSocket, type RawData } from 'ws'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { POLICY } from '#core/pairing/policy'
import type { ConnectSocket } from '#core/pairing/ports'

const bytesOf = (data: RawData): Bytes => {
  if (Array.isArray(data)) return ownBytes(Buffer.concat(data))
  return ownBytes(data instanceof ArrayBuffer ? new Uint8Array(data) : data)
}

export const connectNodeSocket: ConnectSocket = (address, events) => {
  const socket = new WebSocket(address, {
    perMessageDeflate: false,
    maxPayload: POLICY.relay.frame,
    handshakeTimeout: POLICY.link.openWithin,
    followRedirects: false,
  })
  socket.on('open', () => events.opened())
  socket.on('message', (data, isBinary) => {
    const bytes = bytesOf(data)
    if (isBinary) events.binary(bytes)
    else events.text(Buffer.from(bytes).toString('utf8'))
  })
  socket.on('error', () => {
    // `close` follows, and says all that is needed.
  })
  socket.on('close', () => events.closed())
  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame)
    },
    close: () => socket.close(),
  }
}
