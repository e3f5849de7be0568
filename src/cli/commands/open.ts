import type { Command } from 'commander'
import { Option } from 'commander'
import type { BidHeader } from '#core/bidfile/header'
import { openHeader } from '#core/bidfile/slot'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { AppError } from '#core/errors'
import { openBid } from '#engine/bidfile/open'
import { requireBidder } from '#engine/verify/bid-file'
import { bidFacts, bidLines } from '../bid-facts.ts'
import { bidKindOf } from '../bid-kind.ts'
import { factsOf, holder } from '../certificate-facts.ts'
import { crlOption, passwordOption, trustOption } from '../options.ts'
import { naming } from '../files.ts'
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

/** `6119…6145 北京样例工程有限公司 王敏` */
const owned = ({ serial, company, person }: Pick<Certificate, 'serial' | 'company' | 'person'>): string =>
  [serial, company, person].filter(Boolean).join(' ')

/** None of the slots is for this certificate: says whose they are, and whose this is. */
const refuse = ({ slots }: BidHeader, scanned: Certificate): never => {
  throw new AppError('wrong-certificate', { needed: slots.map(owned).join(' / '), scanned: owned(scanned) })
}

const open = async (path: string, folder: string, options: OpenCommandOptions, work: Work): Promise<Outcome> => {
  const now = new Date()
  const trust = await openTrustList(options, now)
  const recipient = await openRecipient(options.recipient, options.passwordFile)
  const kind = (await bidKindOf(path)) ?? 'ebid'
  const opening = openBid({
    path,
    folder,
    fileKeyFor: async (found) => (await openHeader(found, recipient)) ?? refuse(found, recipient.facts),
    verify: async (chain, found) => {
      await trust.require(chain, new Date(found.created), 'sign')
      for (const signer of chain.slice(0, 1)) requireBidder(parseCertificate(signer), found)
    },
    signal: work.signal,
    onProgress: work.progress,
  })
  const { header, manifest, certificates } = await naming(path, opening)
  const signer = factsOf(certificates[0])
  const entries = manifest.entries.map(({ name, role, size, sha256 }) => ({ name, role, size, sha256 }))
  return {
    json: { folder, ...bidFacts(header, kind), signer, entries },
    lines: [['folder', folder], ...bidLines(header, kind), ['entries', entries.length], ['signer', holder(signer)]],
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
