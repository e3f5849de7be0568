import { resolve } from 'node:path'
import type { Command } from 'commander'
import { readCertificateFile } from '#core/certificate/pem'
import { judgeRules } from '#core/certificate/rules'
import { AppError } from '#core/errors'
import { readSmallFile } from '../files.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform } from '../perform.ts'

const lint = async (file: string): Promise<Outcome> => {
  const certificates = readCertificateFile(await readSmallFile(resolve(file)))
  const findings = certificates.flatMap((der, index) =>
    judgeRules(der).map((finding) => ({ certificate: index + 1, ...finding })),
  )
  const errors = findings.filter(({ severity }) => severity === 'error').length
  return {
    json: { certificates: certificates.length, findings },
    lines: findings.map(({ certificate, id, severity, section, text }) => [
      'fault',
      `${certificate}: ${severity} ${id}: ${text} (${section})`,
    ]),
    failure: errors === 0 ? null : new AppError('certificate-malformed', { errors }),
  }
}

export const addCaLint = (ca: Command, perform: Perform): void => {
  ca.command('lint')
    .description('Judge certificates, whoever has made them, by the rules of RFC 5280.')
    .argument('<cert>', 'PEM with any number, or DER')
    .addHelpText('after', '\nExits with 1 when one breaks a MUST. Signatures and chains are judged by `verify`.')
    .action((file: string, options: { readonly json?: boolean }) => perform(options, () => lint(file)))
}
