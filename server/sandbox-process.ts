/** The stand-ins of the services outside as a process of their own, which ends with this one. */
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { AppError } from '#core/errors'

const PROGRAM = join(import.meta.dirname, 'sandbox/main.ts')
/** Milliseconds. */
const READY_WITHIN = 60_000
const ENDS_WITHIN = 5_000

const ready = z.object({ event: z.literal('listening'), page: z.url(), settings: z.string() })

export interface SandboxProcess {
  /** The developer page. */
  readonly page: string
  /** The `services.json` that leads to the stand-ins. */
  readonly settings: string
  close(): Promise<void>
}

/** Its standard input is its leash: it ends with it, also when this process is killed. */
const end = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done()
    const insist = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN)
    child.once('exit', () => {
      clearTimeout(insist)
      done()
    })
    child.stdin?.end()
  })

/**
 * Starts the stand-ins for a server.
 *
 * @param folder where they keep keys and settings
 * @param server the address that they send browsers and notices back to
 * @param ended told when they end although nobody has closed them
 * @throws `server-not-started` when they do not come up
 */
export const startSandboxProcess = async (
  folder: string,
  server: string,
  ended: () => void,
): Promise<SandboxProcess> => {
  const args = [PROGRAM, '--folder', folder, '--server', server]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2000)))
  try {
    const { page, settings } = await new Promise<z.infer<typeof ready>>((resolve, reject) => {
      const fail = (reason: string): void => reject(new AppError('server-not-started', { reason, words: words.trim() }))
      const timer = setTimeout(() => fail('the stand-ins were not ready in time'), READY_WITHIN)
      child.once('error', (error) => fail(error.message))
      child.once('close', (code) => {
        clearTimeout(timer)
        fail(`the stand-ins ended with ${code}`)
      })
      createInterface({ input: child.stdout }).once('line', (line) => {
        clearTimeout(timer)
        resolve(ready.parse(JSON.parse(line)))
      })
    })
    child.once('exit', ended)
    const close = (): Promise<void> => {
      child.off('exit', ended)
      return end(child)
    }
    return { page, settings, close }
  } catch (error) {
    await end(child)
    throw error
  }
}
