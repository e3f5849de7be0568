/** Runs a program of the server until it is told to stop, and hands on what it says. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { AppError, ERROR_CODES } from '#core/errors'

const PROGRAMS = join(import.meta.dirname, '../../server')

/** Why the server has given up, in its last words. */
const failed = z.object({
  event: z.literal('failed'),
  code: z.enum(ERROR_CODES),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})

const failureIn = (line: string): AppError | null => {
  if (!line.startsWith('{"event":"failed"')) return null
  const { code, details } = failed.parse(JSON.parse(line))
  return new AppError(code, details)
}

/** What it prints on stdout is JSON anyway, one object a line. Rejects with its last words when it gives up. */
export const runProgram = (program: string, args: readonly string[], signal: AbortSignal): Promise<null> =>
  new Promise((done, reject) => {
    const child = spawn(process.execPath, [join(PROGRAMS, program), ...args], { stdio: ['inherit', 'pipe', 'pipe'] })
    const stop = (): void => void child.kill('SIGTERM')
    let failure: AppError | null = null
    let isUp = false
    signal.addEventListener('abort', stop, { once: true })
    createInterface({ input: child.stdout }).on('line', (line) => {
      isUp = true
      process.stdout.write(`${line}\n`)
    })
    createInterface({ input: child.stderr }).on('line', (line) => {
      failure ??= failureIn(line)
      if (failure === null) process.stderr.write(`${line}\n`)
    })
    child.once('error', (error) => reject(new AppError('internal', {}, error)))
    child.once('close', (code, killedBy) => {
      signal.removeEventListener('abort', stop)
      if (signal.aborted || code === 0) done(null)
      else if (failure !== null) reject(failure)
      else reject(new AppError(isUp ? 'internal' : 'server-not-started', { reason: `ended by ${killedBy ?? code}` }))
    })
  })
