import type { Command } from 'commander'
import { Option } from 'commander'
import { openHeader } from '#core/bidfile/slot'
import { AppError, asAppError } from '#core/errors'
import { openBid } from '#engine/bidfile/open'
import { bidFacts, bidLines } from '../bid-facts.ts'
import { factsOf, holder } from '../certificate-facts.ts'
import { crlOption, passwordOption, trustOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'
import { openRecipient } from '../software-certificate.ts'
import { openTrustList } from '../trust-list.ts'

interface OpenCommandOptions {
  readonly json?: boolean
  readonly recipient: string
  readonly passwordFile: string
  readonly trust?: readonly string[]
  readonly crl?: readonly string[]
}

const open = async (path: string, folder: string, options: OpenCommandOptions, work: Work): Promise<Outcome> => {
  const now = new Date()
  const trust = await openTrustList(options, now)
  const recipient = await openRecipient(options.recipient, options.passwordFile)
  const { header, manifest, certificates } = await openBid({
    path,
    folder,
    fileKeyFor: (found) => openHeader(found, recipient),
    verify: async (chain, { created }) => void (await trust.require(chain, new Date(created), 'sign')),
    signal: work.signal,
    onProgress: work.progress,
  }).catch((thrown: unknown) => {
    const error = asAppError(thrown)
    if (error.code !== 'wrong-certificate') throw error
    const { company, serial } = recipient.facts
    throw new AppError(error.code, { ...error.details, scanned: company, serial }, error)
  })
  const signer = factsOf(certificates[0])
  const entries = manifest.entries.map(({ name, role, size, sha256 }) => ({ name, role, size, sha256 }))
  return {
    json: { folder, ...bidFacts(header, 'ebid'), signer, entries },
    lines: [['folder', folder], ...bidLines(header, 'ebid'), ['entries', entries.length], ['signer', holder(signer)]],
  }
}

export const addOpen = (program: Command, perform: Perform): void => {
  program
    .command('open')
    .description('Decrypt a bid file into a new folder, which appears only when everything has passed.')
    .argument('<file.ebid>', 'the bid file')
    .argument('<outdir>', 'folder to make; must not exist, or be empty')
    .addOption(new Option('--recipient <p12>', 'encryption certificate with its key').makeOptionMandatory())
    .addOption(passwordOption())
    .addOption(trustOption().makeOptionMandatory())
    .addOption(crlOption())
    .addHelpText(
      'after',
      `
The signer must be trusted and known not to be revoked at the time the bid was made: by a list
beside a root or in --crl, or else from the address in the certificate.`,
    )
    .action((path: string, folder: string, options: OpenCommandOptions) =>
      perform(options, (work) => open(path, folder, options, work)),
    )
}
