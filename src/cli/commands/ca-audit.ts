import { resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { AppError } from '#core/errors'
import { caTool } from '../ca-tool.ts'
import { dataOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'

interface AuditOptions {
  readonly json?: boolean
  readonly data: string
  readonly heads?: string
}

const judgement = z.object({
  rows: z.number(),
  heads: z.number(),
  signedUntil: z.number(),
  findings: z.array(z.object({ fault: z.string(), row: z.number(), until: z.number() })),
})

const audit = async (options: AuditOptions, { signal }: Work): Promise<Outcome> => {
  const heads = options.heads === undefined ? null : resolve(options.heads)
  const judged = await caTool({ command: 'audit', data: resolve(options.data), heads }, judgement, signal)
  const [first] = judged.findings
  return {
    json: judged,
    lines: [
      ['rows', judged.rows],
      ['heads', judged.heads],
      ['signedUntil', judged.signedUntil],
      ...judged.findings.flatMap(({ fault, row, until }): Outcome['lines'] => [
        ['row', row === until ? row : `${row}–${until}`],
        ['fault', { text: `ca.audit.${fault}` }],
      ]),
    ],
    failure: first === undefined ? null : new AppError('audit-damaged', { ...first }),
  }
}

export const addCaAudit = (ca: Command, perform: Perform): void => {
  ca.command('audit')
    .description('Judge the audit log by its chain of hashes and its signed heads.')
    .addOption(dataOption())
    .option('--heads <file>', 'a copy of audit-heads.txt that was kept elsewhere')
    .action((options: AuditOptions) => perform(options, (work) => audit(options, work)))
}
