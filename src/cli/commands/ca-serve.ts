import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { dataOption, passphraseFileOption, readPort } from '../options.ts'
import type { Perform } from '../perform.ts'
import { runProgram } from '../server-program.ts'

interface ServeOptions {
  readonly json?: boolean
  readonly data: string
  readonly port: number
  readonly publicPort: number
  readonly host?: string
  readonly public?: string
  readonly passphraseFile?: string
}

const argumentsOf = (options: ServeOptions): readonly string[] => [
  ...['--data', resolve(options.data), '--port', String(options.port), '--public-port', String(options.publicPort)],
  ...(options.host === undefined ? [] : ['--host', options.host]),
  ...(options.public === undefined ? [] : ['--public', options.public]),
  ...(options.passphraseFile === undefined ? [] : ['--passphrase-file', resolve(options.passphraseFile)]),
]

export const addCaServe = (ca: Command, perform: Perform): void => {
  ca.command('serve')
    .description('Run an authority that takes approved orders from registration fronts it knows. Ctrl-C ends it.')
    .addOption(dataOption())
    .addOption(new Option('--port <n>', 'port for fronts, mutual TLS; 0 for any').argParser(readPort).default(4190))
    .addOption(
      new Option('--public-port <n>', 'port for certificates, lists, status and timestamps, HTTP')
        .argParser(readPort)
        .default(4191),
    )
    .option('--host <address>', 'where it listens: this machine only unless given')
    .option('--public <url>', 'address under which everybody finds its lists; certificates name it')
    .addOption(passphraseFileOption())
    .addHelpText('after', '\nSays {"event":"listening","id":…,"port":…,"address":…} on stdout once it is ready.')
    .action((options: ServeOptions) =>
      perform(options, ({ signal }) => runProgram('ca-service.ts', argumentsOf(options), signal)),
    )
}
