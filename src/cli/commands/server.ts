import { resolve } from 'node:path'
import type { Command } from 'commander'
import { Option } from 'commander'
import { readPort } from '../options.ts'
import type { Perform } from '../perform.ts'
import { runProgram } from '../server-program.ts'

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
    .action((options: ServerOptions) =>
      perform(options, ({ signal }) => runProgram('main.ts', argumentsOf(options), signal)),
    )
}
