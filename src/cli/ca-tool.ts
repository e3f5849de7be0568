/** Runs the server's program for the authority's keeping, which is a process of its own, and reads its answer. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError, ERROR_CODES } from '#core/errors'

const TOOL = join(import.meta.dirname, '../../server/ca-tool.ts')

const answer = z.union([
  z.object({ result: z.record(z.string(), z.unknown()) }),
  z.object({
    error: z.object({
      code: z.enum(ERROR_CODES),
      details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  }),
])

const run = (command: object, signal: AbortSignal): Promise<string> =>
  new Promise((done, reject) => {
    const child = spawn(process.execPath, [TOOL, JSON.stringify(command)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    })
    const output = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text
      })
    child.once('error', reject)
    child.once('close', (code) => {
      if (output.stdout !== '') done(output.stdout)
      else reject(new AppError('internal', { reason: output.stderr.slice(0, 500) || `ended by ${code}` }))
    })
  })

/** Rejects with the tool's error, and when the signal is aborted. */
export const caTool = async <T>(command: object, result: z.ZodType<T>, signal: AbortSignal): Promise<T> => {
  const read = answer.parse(JSON.parse(await run(command, signal)))
  if ('error' in read) throw new AppError(read.error.code, read.error.details)
  return result.parse(read.result)
}
