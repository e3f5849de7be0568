import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import { AppError } from '#core/errors'
import { caTool } from '../ca-tool.ts'
import { dataOption, passphraseFileOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'

interface BackupOptions {
  readonly json?: boolean
  readonly data: string
  readonly out: string
}

const backup = z.object({
  folder: z.string(),
  files: z.number(),
  size: z.number(),
  findings: z.array(z.object({ fault: z.string(), row: z.number(), until: z.number() })),
})

const backUp = async (options: BackupOptions, { signal }: Work): Promise<Outcome> => {
  const order = { command: 'backup', data: resolve(options.data), out: resolve(options.out) }
  const made = await caTool(order, backup, signal)
  const [first] = made.findings
  return {
    json: made,
    lines: [
      ['folder', made.folder],
      ['entries', made.files],
      ['size', made.size],
      ['next', { text: 'ca.backup.next' }],
    ],
    failure: first === undefined ? null : new AppError('audit-damaged', { ...first }),
  }
}

export const addCaBackup = (ca: Command, perform: Perform): void => {
  ca.command('backup')
    .description('Back a data folder up while its server runs, without passphrase, recovery shares and passwords.')
    .addOption(dataOption())
    .addOption(new Option('--out <dir>', 'new folder for the backup').makeOptionMandatory())
    .addHelpText('after', '\nFails with audit-damaged, the backup made nevertheless, when the audit log does not hold.')
    .action((options: BackupOptions) => perform(options, (work) => backUp(options, work)))
}

interface RestoreOptions {
  readonly json?: boolean
  readonly from: string
  readonly data: string
  readonly passphraseFile?: string
}

const restored = z.object({ folder: z.string(), files: z.number(), madeAt: z.string() })

const restore = async (options: RestoreOptions, { signal }: Work): Promise<Outcome> => {
  const passphraseFile = options.passphraseFile === undefined ? null : resolve(options.passphraseFile)
  const order = { command: 'restore', from: resolve(options.from), data: resolve(options.data), passphraseFile }
  const made = await caTool(order, restored, signal)
  return {
    json: made,
    lines: [
      ['folder', made.folder],
      ['entries', made.files],
      ['created', made.madeAt],
      ['next', { text: 'ca.restore.next' }],
    ],
  }
}

export const addCaRestore = (ca: Command, perform: Perform): void => {
  ca.command('restore')
    .description('Make a data folder from a backup, every file of which is checked.')
    .addOption(new Option('--from <dir>', 'the backup').makeOptionMandatory())
    .addOption(dataOption())
    .addOption(passphraseFileOption())
    .addHelpText('after', '\nThe data folder must be new. With --passphrase-file the passphrase is tried on the keys.')
    .action((options: RestoreOptions) => perform(options, (work) => restore(options, work)))
}
