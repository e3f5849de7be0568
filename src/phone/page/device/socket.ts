/** The relay's WebSocket in this browser. */
import type { ConnectSocket } from '#core/pairing/ports'

export const connectBrowserSocket: ConnectSocket = (address, events) => {
  const socket = new WebSocket(address)
  socket.binaryType = 'arraybuffer'
  socket.onopen = () => events.opened()
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data === 'string') events.text(data)
    else events.binary(new Uint8Array(data))
  }
  socket.onclose = () => events.closed()
  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame)
    },
    close: () => socket.close(),
  }
}

/** Tells when this page comes back, hidden or frozen as it was, and when the network does: a socket may have died meanwhile. */
export const onWake = (listener: () => void): void => {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') listener()
  })
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) listener()
  })
  window.addEventListener('online', listener)
}
