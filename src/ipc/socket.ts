/** The contract over a WebSocket. */
import { decode, encode } from '@msgpack/msgpack'
import type { Port } from './transport.ts'

/** What a browser's WebSocket and the server's own have in common. */
export interface Socket {
  send(data: Uint8Array<ArrayBuffer>): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: () => void): void
}

/** An open WebSocket of binary type `arraybuffer`: a message a frame, as MessagePack. Anything else is dropped. */
export const socketPort = (socket: Socket): Port => ({
  send: (message) => socket.send(encode(message, { ignoreUndefined: true })),
  listen: (onMessage, onClose) => {
    socket.addEventListener('message', ({ data }) => {
      if (!(data instanceof ArrayBuffer)) return
      try {
        onMessage(decode(data))
      } catch {
        // Not MessagePack: nothing that was meant for us.
      }
    })
    socket.addEventListener('close', onClose)
  },
})
