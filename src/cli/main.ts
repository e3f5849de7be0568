/** `bidseal`: the engine from a terminal. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 cancelled. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError, Help } from 'commander'
import { AppError } from '#core/errors'
import { addCa } from './commands/ca.ts'
import { addDemo } from './commands/demo.ts'
import { addInspect } from './commands/inspect.ts'
import { addOpen } from './commands/open.ts'
import { addPack } from './commands/pack.ts'
import { addSeal } from './commands/seal.ts'
import { addServer } from './commands/server.ts'
import { addVerify } from './commands/verify.ts'
import { languageOf, textsFor } from './language.ts'
import { EXIT, performWork, type Perform } from './perform.ts'
import { openTerminal } from './terminal.ts'
import { wordsFor } from './words.ts'

/** How long work may take to stop after Ctrl-C. Milliseconds. */
const GRACE = 5000
/** How long a finished command waits for what still keeps the process alive. Milliseconds. */
const LINGER = 200

const language = languageOf(process.env)
const speech = { text: textsFor(language), words: wordsFor(language) }
const streams = { out: process.stdout, err: process.stderr, now: () => performance.now() }
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  version: string
}

const cancelling = new AbortController()
const cancel = (): void => {
  if (cancelling.signal.aborted) return
  cancelling.abort()
  // Work that cannot be interrupted only reads, or writes to a temporary file that the next run removes.
  setTimeout(() => process.exit(EXIT.cancelled), GRACE).unref()
}
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, cancel)
// Whoever reads our words has gone away, as `head` does: the same as Ctrl-C.
for (const stream of [process.stdout, process.stderr]) stream.on('error', cancel)

const perform: Perform = async ({ json = false }, work) => {
  const terminal = openTerminal(streams, { ...speech, isJson: json })
  process.exitCode = await performWork(terminal, cancelling.signal, work)
}

const usual = new Help()

const program = new Command('bidseal')
  .description('Seal, sign, encrypt and open bid documents from a terminal.')
  .version(version)
  .exitOverride()
  .showHelpAfterError(false)
  .configureHelp({
    optionDescription: (option) => `${usual.optionDescription(option)}${option.mandatory ? ' (required)' : ''}`,
  })
  .configureOutput({ outputError: () => undefined })
for (const add of [addDemo, addSeal, addPack, addInspect, addOpen, addVerify, addServer, addCa]) add(program, perform)
for (const command of program.commands.flatMap((own) => (own.commands.length > 0 ? own.commands : [own])))
  command.option('--json', 'one JSON object on stdout; errors as JSON on stderr')

/** The command whose help says more; the program's where none was named. */
const helpFor = (name: string | undefined): string =>
  ['bidseal', program.commands.find((command) => command.name() === name)?.name(), '--help'].filter(Boolean).join(' ')

const usageError = (reason: string): void => {
  const terminal = openTerminal(streams, { ...speech, isJson: process.argv.includes('--json') })
  terminal.failure(new AppError('invalid-input', { reason: reason.replace(/\.$/, ''), see: helpFor(process.argv[2]) }))
  process.exitCode = EXIT.usage
}

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  if (error.code === 'commander.help') process.exitCode = EXIT.usage
  else if (error.exitCode !== 0) usageError(error.message.replace(/^error: /, ''))
}
// A socket that something left open must not keep the terminal waiting; without one this is not waited for.
setTimeout(() => process.exit(), LINGER).unref()
