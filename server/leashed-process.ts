/** A program of the server as a process of its own, which ends with this one. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { z } from 'zod'
import { AppError } from '#core/errors'

/** Milliseconds. */
const READY_WITHIN = 60_000
const ENDS_WITHIN = 5_000

export interface LeashedOptions<T> {
  /** What people call it. */
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** The first line that it prints, JSON. */
  readonly ready: z.ZodType<T>
  /** Told when it ends although nobody has closed it. */
  readonly ended: () => void
}

export interface LeashedProcess<T> {
  readonly ready: T
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

/** Starts a program that ends with its standard input. Rejects with `server-not-started` when it does not come up. */
export const startLeashed = async <T>(options: LeashedOptions<T>): Promise<LeashedProcess<T>> => {
  const { name, program, args, env = process.env, ended } = options
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2000)))
  try {
    const ready = await new Promise<T>((resolve, reject) => {
      const fail = (reason: string): void => reject(new AppError('server-not-started', { reason, words: words.trim() }))
      const timer = setTimeout(() => fail(`${name}: not ready in time`), READY_WITHIN)
      child.once('error', (error) => fail(error.message))
      child.once('close', (code) => {
        clearTimeout(timer)
        fail(`${name}: ended with ${code}`)
      })
      createInterface({ input: child.stdout }).once('line', (line) => {
        clearTimeout(timer)
        resolve(options.ready.parse(JSON.parse(line)))
      })
    })
    child.once('exit', ended)
    const close = (): Promise<void> => {
      child.off('exit', ended)
      return end(child)
    }
    return { ready, close }
  } catch (error) {
    await end(child)
    throw error
  }
}
