/** An authority of another organisation, as a process of its own, and how a server is introduced to it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { bidsealJson } from './cli.ts'

const SERVICE = join(import.meta.dirname, '../../server/ca-service.ts')

/** A port that nobody listens on. */
export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const bound = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof bound === 'object' && bound !== null ? bound.port : 0
}

export interface Place {
  /** The authority's data folder. */
  readonly data: string
  /** For fronts. */
  readonly port: number
  readonly publicPort: number
}

/** Throws with the error of a command that fails. */
export const told = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
  const { code, result, error } = await bidsealJson(['ca', ...args])
  if (code !== 0) throw new Error(`${args[0]}: ${JSON.stringify(error)}`)
  return result
}

/** Founds the authority and introduces the server to it, by the commands that people use. */
export const introduce = async (
  folder: string,
  place: Place,
  {
    front,
    address,
    more = [],
  }: { readonly front: string; readonly address: string; readonly more?: readonly string[] },
): Promise<void> => {
  const [card, back] = [join(folder, 'second.json'), join(folder, 'front.json')]
  await told('init', '--data', place.data, '--public', `http://localhost:${place.publicPort}`)
  const named = ['--id', 'second', '--name', '第二认证中心', '--address', address, ...more]
  await told('organisation', '--data', place.data, ...named, '--out', card)
  await told('add-organisation', card, '--data', front, '--name', '测试注册端', '--out', back)
  await told('add-front', back, '--data', place.data)
}

export interface SecondAuthority {
  readonly process: ChildProcess
  /** Of its lists. */
  readonly address: string
  kill(signal?: NodeJS.Signals): Promise<void>
}

/** Starts it, ready for fronts. Rejects with its last words. */
export const startSecond = async ({ data, port, publicPort }: Place): Promise<SecondAuthority> => {
  const args = ['--data', data, '--port', `${port}`, '--public-port', `${publicPort}`, '--log-level', 'warn']
  const child = spawn(process.execPath, [SERVICE, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text
  })
  const ready = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>
  const ended = once(child, 'exit').then(() => {
    throw new Error(words)
  })
  const [line] = await Promise.race([ready, ended])
  ended.catch(() => undefined) // It ends when the test ends it.
  return {
    process: child,
    address: (JSON.parse(line) as { address: string }).address,
    kill: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill(signal)
      await exit
    },
  }
}
