/** The server as a process of its own, on a free port, with its demo companies. */
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { AppError } from '#core/errors'

const SERVER = join(import.meta.dirname, '../../../server/main.ts')
/** Milliseconds. */
const READY_WITHIN = 60_000
const ENDS_WITHIN = 5_000

const ready = z.object({ event: z.literal('listening'), address: z.url(), root: z.string() })

export interface ServerProcess {
  readonly address: string
  /** PEM file of its root certificate. */
  readonly root: string
  close(): Promise<void>
}

const end = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done()
    const insist = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN)
    child.once('exit', () => {
      clearTimeout(insist)
      done()
    })
    child.kill('SIGTERM')
  })

/** Rejects with `server-not-started` when it does not come up, or `cancelled`. */
export const startServer = async (data: string, signal: AbortSignal): Promise<ServerProcess> => {
  const args = [SERVER, '--port', '0', '--data', data, '--demo', '--no-sandbox']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2000)))
  try {
    const { address, root } = await new Promise<z.infer<typeof ready>>((resolve, reject) => {
      const fail = (reason: string): void => reject(new AppError('server-not-started', { reason, words: words.trim() }))
      const timer = setTimeout(() => fail('not ready in time'), READY_WITHIN)
      signal.addEventListener('abort', () => reject(new AppError('cancelled')), { once: true })
      child.once('error', (error) => fail(error.message))
      child.once('exit', (code) => {
        clearTimeout(timer)
        fail(`ended with ${code}`)
      })
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (!line.startsWith('{"event":"listening"')) return
        clearTimeout(timer)
        resolve(ready.parse(JSON.parse(line)))
      })
    })
    return { address, root, close: () => end(child) }
  } catch (error) {
    await end(child)
    throw error
  }
}
