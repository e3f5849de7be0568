/** The command line as people run it: a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')

export interface CliRun {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly language?: string
  /** More than this process has itself. */
  readonly env?: Readonly<Record<string, string>>
  /** Gets the process once it runs, to listen to it or to send it a signal. */
  readonly onStart?: (process: ChildProcess) => void
}

/** Runs `bidseal` to its end. Never rejects for an exit code. */
export const bidseal = (
  args: readonly string[],
  { language = 'C', env: more = {}, onStart }: CliOptions = {},
): Promise<CliRun> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, LC_ALL: language, ...more }
    const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const output = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text
      })
    }
    onStart?.(child)
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...output }))
  })

/** With `--json`: the result, or the error, each one object. */
export const bidsealJson = async (
  args: readonly string[],
  options: CliOptions = {},
): Promise<{
  readonly code: number | null
  readonly result: Record<string, unknown>
  readonly error: CliError | null
}> => {
  const { code, stdout, stderr } = await bidseal([...args, '--json'], options)
  const { error = null } = stderr.trim() === '' ? {} : (JSON.parse(stderr) as { error: CliError })
  return { code, result: stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>), error }
}

export interface CliError {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>
}
