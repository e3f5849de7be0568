/** A server in a process of its own: `relay-case.ts relay` or `relay-case.ts bare`. Prints its port, and when asked its memory (m) or the processor seconds it has used (c). */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { systemClock } from '#engine/clock'
import { GENEROUS } from '#tests/support/relay'
import { createRelay } from '#server/relay/relay'
import { attachRelay } from '#server/relay/upgrade'
import { WebSocketServer, type WebSocket } from 'ws'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const server = createServer()

/** Two connections to one address get each other's messages, and nothing else happens. */
const forwardBare = (): void => {
  const sockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false })
  const waiting = new Map<string, WebSocket>()
  sockets.on('connection', (socket, { url = '' }) => {
    const peer = waiting.get(url)
    if (peer === undefined) return void waiting.set(url, socket)
    waiting.delete(url)
    peer.on('message', (data, binary) => socket.send(data, { binary }))
    socket.on('message', (data, binary) => peer.send(data, { binary }))
  })
}

if (process.argv[2] === 'bare') forwardBare()
else {
  const limits = { ...GENEROUS, unopened: 100_000, openWithin: 600_000, silence: 600_000 }
  attachRelay(server, createRelay({ clock: systemClock, limits }), { origins: () => false })
}
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
const memory = (): number => {
  collect()
  return process.memoryUsage.rss()
}
const seconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
process.stdin.on('data', (question: Buffer) => {
  process.stdout.write(`${question.toString() === 'm' ? memory() : seconds()}\n`)
})
process.stdin.on('end', () => process.exit(0))
