/** The relay's WebSocket in this browser. */
import type { ConnectSocket } from '#core/pairing/ports'

/** A page that was away for longer than this may hold a dead socket that nobody has told it about. */
const DOUBTFUL_AFTER = 15_000

/** Tells when this page comes back after having been hidden or frozen for a while, and when the network returns. */
const onWake = (listener: () => void): (() => void) => {
  let hiddenAt: number | null = null
  const look = () => {
    if (document.visibilityState === 'hidden') hiddenAt = Date.now()
    else if (hiddenAt !== null) {
      const away = Date.now() - hiddenAt
      hiddenAt = null
      if (away > DOUBTFUL_AFTER) listener()
    }
  }
  const shown = (event: PageTransitionEvent) => {
    if (event.persisted) listener()
  }
  document.addEventListener('visibilitychange', look)
  window.addEventListener('pageshow', shown)
  window.addEventListener('online', listener)
  return () => {
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('pageshow', shown)
    window.removeEventListener('online', listener)
  }
}

/** Connects to the relay; a socket that may have died while the page slept is closed, so that its link opens another. */
export const connectBrowserSocket: ConnectSocket = (address, events) => {
  const socket = new WebSocket(address)
  socket.binaryType = 'arraybuffer'
  let isOver = false
  const over = () => {
    if (isOver) return
    isOver = true
    stopWatching()
    events.closed()
  }
  const giveUp = () => {
    socket.close()
    over()
  }
  const stopWatching = onWake(giveUp)
  socket.onopen = () => events.opened()
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (isOver) return
    if (typeof data === 'string') events.text(data)
    else events.binary(new Uint8Array(data))
  }
  socket.onclose = over
  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame)
    },
    close: giveUp,
  }
}
