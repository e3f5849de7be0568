import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import { caTool } from '../ca-tool.ts'
import { dataOption, passphraseFileOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'

interface RootListOptions {
  readonly json?: boolean
  readonly data: string
  readonly offline: string
  readonly passphraseFile?: string
}

const sign = async (options: RootListOptions, { signal }: Work): Promise<Outcome> => {
  const passphraseFile = options.passphraseFile === undefined ? null : resolve(options.passphraseFile)
  const order = { command: 'root-list', data: resolve(options.data), offline: resolve(options.offline), passphraseFile }
  const { nextUpdate } = await caTool(order, z.object({ nextUpdate: z.string() }), signal)
  return { json: { nextUpdate }, lines: [['nextUpdate', nextUpdate]] }
}

export const addCaRootList = (ca: Command, perform: Perform): void => {
  ca.command('root-list')
    .description("Sign the root's next revocation list, good for 90 days, while the offline folder is at hand.")
    .addOption(dataOption())
    .addOption(new Option('--offline <dir>', "folder with the root's key").makeOptionMandatory())
    .addOption(passphraseFileOption())
    .action((options: RootListOptions) => perform(options, (work) => sign(options, work)))
}
