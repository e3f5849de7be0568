import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import { caTool } from '../ca-tool.ts'
import { dataOption, passphraseFileOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'

interface PassphraseOptions {
  readonly json?: boolean
  readonly data: string
  readonly passphraseFile?: string
  readonly new: string
}

const change = async (options: PassphraseOptions, { signal }: Work): Promise<Outcome> => {
  const passphraseFile = options.passphraseFile === undefined ? null : resolve(options.passphraseFile)
  const order = { command: 'passphrase', data: resolve(options.data), passphraseFile, new: resolve(options.new) }
  const { keys } = await caTool(order, z.object({ keys: z.array(z.string()) }), signal)
  return { json: { keys }, lines: [['keys', keys.join(', ')]] }
}

export const addCaPassphrase = (ca: Command, perform: Perform): void => {
  ca.command('passphrase')
    .description("Put the authority's keys under another passphrase, while the server is stopped.")
    .addOption(dataOption())
    .addOption(passphraseFileOption())
    .addOption(new Option('--new <file>', 'file with the new passphrase').makeOptionMandatory())
    .action((options: PassphraseOptions) => perform(options, (work) => change(options, work)))
}
