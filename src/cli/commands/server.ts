import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { Option } from 'commander'
import { AppError } from '#core/errors'
import { readPort } from '../options.ts'
import type { Perform, Work } from '../perform.ts'

const SERVER = join(import.meta.dirname, '../../../server/main.ts')
/** Phones keep their keys under the server's address: it should not change from start to start. */
const USUAL_PORT = 4180

interface ServerOptions {
  readonly json?: boolean
  readonly port: number
  readonly data: string
  readonly demo?: boolean
  readonly public?: string
}

/** Runs until it is told to stop. What it prints on stdout is JSON anyway, one object a line. */
const serve = (options: ServerOptions, { signal }: Work): Promise<null> =>
  new Promise((done, reject) => {
    const args = ['--port', String(options.port), '--data', resolve(options.data)]
    if (options.demo === true) args.push('--demo')
    if (options.public !== undefined) args.push('--public', options.public)
    const child = spawn(process.execPath, [SERVER, ...args], { stdio: ['inherit', 'pipe', 'inherit'] })
    const stop = (): void => void child.kill('SIGTERM')
    signal.addEventListener('abort', stop, { once: true })
    createInterface({ input: child.stdout }).on('line', (line) => process.stdout.write(`${line}\n`))
    child.once('error', (error) => reject(new AppError('internal', {}, error)))
    child.once('exit', (code) => {
      signal.removeEventListener('abort', stop)
      if (signal.aborted || code === 0) done(null)
      else reject(new AppError('server-unreachable', { reason: `ended with ${code}` }))
    })
  })

export const addServer = (program: Command, perform: Perform): void => {
  program
    .command('server')
    .description('Run the server: relay, certificate authority, phone app and console. Ctrl-C ends it.')
    .addOption(new Option('--port <n>', 'where it listens').argParser(readPort).default(USUAL_PORT))
    .addOption(new Option('--data <dir>', 'where it keeps everything').default('data/server'))
    .option('--public <url>', 'address that phones and certificates know it by')
    .option('--demo', 'with invented companies that get certificates at once')
    .addHelpText('after', '\nSays {"event":"listening","address":…,"data":…,"root":…} on stdout once it is ready.')
    .action((options: ServerOptions) => perform(options, (work) => serve(options, work)))
}
