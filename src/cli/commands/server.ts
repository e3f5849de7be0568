import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { Option } from 'commander'
import { z } from 'zod'
import { AppError, ERROR_CODES } from '#core/errors'
import { readPort } from '../options.ts'
import type { Perform, Work } from '../perform.ts'

const SERVER = join(import.meta.dirname, '../../../server/main.ts')
/** Phones keep their keys under the server's address: it should not change from start to start. */
const USUAL_PORT = 4180

interface ServerOptions {
  readonly json?: boolean
  readonly port: number
  readonly host?: string
  readonly data: string
  readonly database?: string
  readonly demo?: boolean
  readonly services?: string
  readonly sandbox: boolean
  readonly public?: string
  readonly passphraseFile?: string
}

const argumentsOf = (options: ServerOptions): readonly string[] => [
  ...['--port', String(options.port), '--data', resolve(options.data)],
  ...(options.database === undefined ? [] : ['--database', options.database]),
  ...(options.host === undefined ? [] : ['--host', options.host]),
  ...(options.public === undefined ? [] : ['--public', options.public]),
  ...(options.passphraseFile === undefined ? [] : ['--passphrase-file', resolve(options.passphraseFile)]),
  ...(options.demo === true ? ['--demo'] : []),
  ...(options.services === undefined ? [] : ['--services', resolve(options.services)]),
  ...(options.sandbox ? [] : ['--no-sandbox']),
]

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

/** Runs until it is told to stop. What it prints on stdout is JSON anyway, one object a line. */
const serve = (options: ServerOptions, { signal }: Work): Promise<null> =>
  new Promise((done, reject) => {
    const child = spawn(process.execPath, [SERVER, ...argumentsOf(options)], { stdio: ['inherit', 'pipe', 'pipe'] })
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

export const addServer = (program: Command, perform: Perform): void => {
  program
    .command('server')
    .description('Run the server: relay, certificate authority, phone app and console. Ctrl-C ends it.')
    .addOption(new Option('--port <n>', 'port; 0 for any that is free').argParser(readPort).default(USUAL_PORT))
    .addOption(new Option('--data <dir>', 'where it keeps everything').default('data/server'))
    .option('--database <file>', 'file with the address of PostgreSQL: postgres://…; SQLite without it')
    .option('--host <address>', 'where it listens: this machine only unless given')
    .option('--public <url>', 'address that phones and certificates know it by')
    .option('--passphrase-file <file>', 'file with the passphrase of the CA keys')
    .option('--demo', 'with invented companies that get certificates at once, and stand-ins of the services outside')
    .option('--services <file>', 'settings of the services outside: services.json in the data folder unless given')
    .option('--no-sandbox', 'a demo without stand-ins')
    .addHelpText('after', '\nSays {"event":"listening","address":…,"data":…,"root":…} on stdout once it is ready.')
    .action((options: ServerOptions) => perform(options, (work) => serve(options, work)))
}
