import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import { caTool } from '../ca-tool.ts'
import { dataOption, passwordOption, shareOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'

interface RecoverOptions {
  readonly json?: boolean
  readonly data: string
  readonly share: readonly string[]
  readonly entry: string
  readonly out: string
  readonly passwordFile: string
}

const recovered = z.object({ file: z.string(), serial: z.string(), company: z.string(), fingerprint: z.string() })

const recover = async (options: RecoverOptions, { signal }: Work): Promise<Outcome> => {
  const order = {
    command: 'recover-key',
    data: resolve(options.data),
    shares: options.share.map((path) => resolve(path)),
    serial: options.entry,
    out: resolve(options.out),
    passwordFile: resolve(options.passwordFile),
  }
  const found = await caTool(order, recovered, signal)
  return {
    json: found,
    lines: [
      ['file', found.file],
      ['serial', found.serial],
      ['bidder', found.company],
      ['sha256', found.fingerprint],
    ],
  }
}

export const addCaRecoverKey = (ca: Command, perform: Perform): void => {
  ca.command('recover-key')
    .description('Open one escrowed encryption key with two of the three recovery shares. The audit log records it.')
    .addOption(dataOption())
    .addOption(shareOption())
    .addOption(new Option('--entry <serial>', 'serial number of the encryption certificate').makeOptionMandatory())
    .addOption(new Option('--out <p12>', 'where the key and its certificate go').makeOptionMandatory())
    .addOption(passwordOption())
    .action((options: RecoverOptions) => perform(options, (work) => recover(options, work)))
}
