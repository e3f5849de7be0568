/**
 * Messages of 512 bytes through the relay, beside a server that only forwards them, in the same run.
 * Clients acknowledge and keep a window as a link does. Then the memory of idle connections.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { POLICY } from '#core/pairing/policy'
import { controlText, handleText, parseControl, putFrame, type Role } from '#core/pairing/relay-frames'
import { random } from '#tests/support/pairing'
import { WebSocket } from 'ws'
import { median } from './measure.ts'
import type { BenchRow } from './row.ts'

const ROUNDS = 5
const PAIRS = 32
const MESSAGES = 3000
const WINDOW = POLICY.link.unconfirmed
const PAYLOAD = 512
const IDLE = 2000

type Kind = 'relay' | 'bare'

interface Rate {
  readonly wall: number
  readonly cpu: number
}

interface Host {
  readonly port: number
  /** Bytes that are resident after a collection, or processor seconds used so far. */
  ask(what: 'memory' | 'cpu'): Promise<number>
  close(): Promise<void>
}

const startHost = async (kind: Kind): Promise<Host> => {
  const script = fileURLToPath(new URL('./relay-case.ts', import.meta.url))
  const child = spawn(process.execPath, [script, kind], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)
  const next = async (): Promise<number> => Number(((await once(lines, 'line')) as [string])[0])
  return {
    port: await next(),
    ask: (what) => {
      child.stdin.write(what.charAt(0))
      return next()
    },
    close: async () => {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}

const connect = async (port: number, path: string): Promise<WebSocket> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { perMessageDeflate: false })
  await once(socket, 'open')
  return socket
}

const join = async (port: number, room: string, role: Role): Promise<WebSocket> => {
  const socket = await connect(port, '/relay')
  socket.send(controlText({ type: 'open', room, role, token: handleText(random(16)), last: 0 }))
  await once(socket, 'message')
  return socket
}

const payload = random(PAYLOAD)
/** More puts than a relay remembers the ids of. */
const puts = Array.from({ length: 256 }, () => putFrame({ id: random(8), lifetime: 60, payload }))

/** Sends all messages from one socket to the other, never more than a window ahead. */
const stream = (kind: Kind, from: WebSocket, to: WebSocket): Promise<void> =>
  new Promise((resolve) => {
    let sent = 0
    let received = 0
    const pump = (done: number): void => {
      while (sent < Math.min(done + WINDOW, MESSAGES)) {
        from.send(kind === 'bare' ? payload : puts[sent % puts.length]!)
        sent += 1
      }
    }
    if (kind === 'relay')
      from.on('message', (data: Buffer) => {
        const frame = parseControl(data.toString())
        if (frame?.type === 'ack') pump(frame.n)
      })
    to.on('message', (_data, isBinary) => {
      if (!isBinary) return
      received += 1
      if (kind === 'bare') pump(received)
      else if (received % POLICY.acknowledge.every === 0) to.send(controlText({ type: 'ack', n: received }))
      if (received === MESSAGES) resolve()
    })
    pump(0)
  })

/** Messages a second, and a second that the server has computed: the latter hardly depends on what else runs. */
const rateOf = async (kind: Kind): Promise<Rate> => {
  const host = await startHost(kind)
  const pairs: (readonly [WebSocket, WebSocket])[] = []
  for (let i = 0; i < PAIRS; i++) {
    const room = handleText(random(16))
    pairs.push(
      kind === 'bare'
        ? [await connect(host.port, `/${i}`), await connect(host.port, `/${i}`)]
        : [await join(host.port, room, 'desktop'), await join(host.port, room, 'phone')],
    )
  }
  const computedBefore = await host.ask('cpu')
  const start = performance.now()
  await Promise.all(pairs.map(([from, to]) => stream(kind, from, to)))
  const seconds = (performance.now() - start) / 1000
  const computed = (await host.ask('cpu')) - computedBefore
  for (const socket of pairs.flat()) socket.terminate()
  await host.close()
  return { wall: (PAIRS * MESSAGES) / seconds, cpu: (PAIRS * MESSAGES) / computed }
}

/** Bytes for each connection that is in a room and does nothing. */
const idleBytes = async (kind: Kind): Promise<number> => {
  const host = await startHost(kind)
  const sockets: WebSocket[] = []
  const fill = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 2) {
      const room = handleText(random(16))
      if (kind === 'bare') sockets.push(await connect(host.port, `/${room}`), await connect(host.port, `/${room}`))
      else sockets.push(await join(host.port, room, 'desktop'), await join(host.port, room, 'phone'))
    }
  }
  await fill(200)
  const before = await host.ask('memory')
  await fill(IDLE)
  const after = await host.ask('memory')
  for (const socket of sockets) socket.terminate()
  await host.close()
  return (after - before) / IDLE
}

/** Medians of five rounds. */
export const run = async (): Promise<BenchRow[]> => {
  const rates: Record<Kind, Rate[]> = { bare: [], relay: [] }
  for (let round = 0; round < ROUNDS; round++)
    for (const kind of ['bare', 'relay'] as const) rates[kind].push(await rateOf(kind))
  const of = (kind: Kind, measure: keyof Rate): number => median(rates[kind].map((rate) => rate[measure]))
  const [bareIdle, idle] = [await idleBytes('bare'), await idleBytes('relay')]
  const row = (name: string, value: number, unit: string, base: number | null): BenchRow => ({
    bench: 'relay',
    case: name,
    value,
    unit,
    ratio: base === null ? null : value / base,
    against: base === null ? null : 'bare ws',
  })
  return [
    row('bare ws: messages forwarded', of('bare', 'wall'), '1/s', null),
    row('relay: messages stored, forwarded, acknowledged', of('relay', 'wall'), '1/s', of('bare', 'wall')),
    row('bare ws: messages per processor second', of('bare', 'cpu'), '1/s', null),
    row('relay: messages per processor second', of('relay', 'cpu'), '1/s', of('bare', 'cpu')),
    row('bare ws: memory of an idle connection', bareIdle / 1024, 'KB', null),
    row('relay: memory of an idle connection', idle / 1024, 'KB', bareIdle / 1024),
  ]
}
