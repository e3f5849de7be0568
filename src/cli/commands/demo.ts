import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { Option } from 'commander'
import { AppError } from '#core/errors'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'

interface DemoCommandOptions {
  readonly json?: boolean
  readonly out: string
}

/** Throws `target-exists` when something that is not an empty folder stands in the way. */
const requireFree = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : null))
  if (names === null || names.length > 0) throw new AppError('target-exists', { name: basename(folder) })
}

const demo = async (version: string, { out }: DemoCommandOptions, { signal, progress }: Work): Promise<Outcome> => {
  await requireFree(out)
  // The other commands need neither the whole engine nor a phone.
  const { runDemo } = await import('../demo/demo.ts')
  const onStep = (done: number, total: number): void => progress({ phase: 'preparing', done, total })
  const { files, steps, company, creditCode } = await runDemo(out, { version, signal, onStep })
  return {
    json: { folder: out, company, creditCode, files: files.map((file) => join(out, file)), steps },
    lines: [
      ['folder', out],
      ['bidder', `${company} (${creditCode})`],
      ...files.map((file) => ['file', join(out, file)] as const),
      ...steps.map(({ name, seconds }) => ['took', `${seconds.toFixed(3)} s  ${name}`] as const),
    ],
  }
}

export const addDemo = (program: Command, perform: Perform): void => {
  program
    .command('demo')
    .description('Walk the whole path with a server and a phone of its own, and leave every file of it.')
    .addOption(new Option('--out <dir>', 'folder to make; must not exist, or be empty').makeOptionMandatory())
    .addHelpText(
      'after',
      `
Leaves trust/ (root and revocation lists), identity/ (software certificates, their password, the
company seal), tender.json, documents/, sealed/, out/ (bid file and twin) and opened/. The server
runs on a free port of this machine and is gone afterwards.`,
    )
    .action((options: DemoCommandOptions) => perform(options, (work) => demo(program.version() ?? '', options, work)))
}
