import type { Command } from 'commander'
import { Option } from 'commander'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { readCertificateFile } from '#core/certificate/pem'
import { AppError } from '#core/errors'
import { encryptBid, type PackedBid } from '#engine/bidfile/pack'
import { holder, certificateFacts } from '../certificate-facts.ts'
import { entriesOf, isInside } from '../entries.ts'
import { naming, readSmallFile, requireFree } from '../files.ts'
import { textsFor } from '../language.ts'
import { crlOption, forceOption, passwordOption, recipientOption, signerOption, trustOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'
import { openSigner } from '../software-certificate.ts'
import { readTender, type Tender } from '../tender.ts'
import { openTrustList } from '../trust-list.ts'

interface PackCommandOptions {
  readonly json?: boolean
  readonly signer: string
  readonly passwordFile: string
  readonly to: readonly string[]
  readonly tender: string
  readonly twin?: boolean
  readonly trust?: readonly string[]
  readonly crl?: readonly string[]
  readonly force?: boolean
}

/** The first certificate of a file, once it is known to encrypt and to live until the opening. */
const readRecipient = async (path: string, openingTime: Date): Promise<Certificate> => {
  const [der] = readCertificateFile(await readSmallFile(path))
  if (der === undefined) throw new AppError('certificate-malformed', { reason: 'no certificate' })
  const certificate = parseCertificate(der)
  const { usage, notAfter, company } = certificate
  if (usage !== 'encrypt') throw new AppError('certificate-wrong-usage', { found: usage, needed: 'encrypt' })
  if (notAfter < openingTime)
    throw new AppError('certificate-ends-before-opening', { company, notAfter: notAfter.toISOString() })
  return certificate
}

/** One slot for each certificate, however often it was named. */
const distinct = (certificates: readonly Certificate[]): readonly Certificate[] => [
  ...new Map(certificates.map((certificate) => [certificate.fingerprint, certificate])).values(),
]

/** The bidder of the signing certificate, which must be the one that the tender file may name. */
const bidderOf = ({ company, creditCode }: Certificate, { bidder }: Tender): { name: string; creditCode: string } => {
  if (bidder && (bidder.name !== company || bidder.creditCode !== creditCode))
    throw new AppError('wrong-company', { needed: holder({ ...bidder, company: bidder.name }), scanned: company })
  return { name: company, creditCode }
}

/** bid.ebid → bid.nbid */
const twinOf = (target: string): string => `${target.replace(/\.ebid$/i, '')}.nbid`

const outcomeOf = ({ header, manifest, ebid, nbid }: PackedBid, signer: Certificate): Outcome => {
  const facts = certificateFacts(signer)
  const recipients = header.slots.map(({ company, creditCode, serial, fingerprint, notAfter }) => ({
    company,
    creditCode,
    serial,
    fingerprint,
    notAfter,
  }))
  const files = manifest.entries.map(({ name, role, size, sha256 }) => ({ name, role, size, sha256 }))
  return {
    json: { build: header.build, ebid, nbid, signer: facts, recipients, entries: files },
    lines: [
      ['file', ebid.path],
      ['size', ebid.size],
      ['sha256', ebid.sha256],
      ['twin', nbid?.path ?? ''],
      ['entries', files.length],
      ['signer', holder(facts)],
      ...recipients.map((recipient) => ['recipient', `${holder(recipient)} ${recipient.serial}`] as const),
    ],
  }
}

const pack = async (folder: string, target: string, options: PackCommandOptions, work: Work): Promise<Outcome> => {
  const now = new Date()
  const twin = options.twin === true ? twinOf(target) : undefined
  if (/\.nbid$/i.test(target)) throw new AppError('invalid-input', { reason: '.nbid is the unencrypted twin’s ending' })
  if (await isInside(target, folder)) throw new AppError('invalid-input', { reason: 'target inside the folder' })
  for (const path of [target, ...(twin === undefined ? [] : [twin])]) await requireFree(path, options.force === true)
  const tender = await naming(options.tender, readTender(options.tender))
  const signer = await openSigner(options.signer, options.passwordFile, now)
  const bidder = bidderOf(signer.certificate, tender)
  const recipients = distinct(
    await Promise.all(options.to.map((path) => naming(path, readRecipient(path, new Date(tender.openingTime))))),
  )
  if (options.trust !== undefined) {
    const trust = await openTrustList(options, now)
    await trust.require(signer.chain, now, 'sign')
    // Issuers of the phone's two certificates are the same; they travel with the signing one.
    for (const { der } of recipients) await trust.require([der, ...signer.chain.slice(1)], now, 'encrypt')
  }
  const sealed = await encryptBid({
    tender: { id: tender.id, name: tender.name, lot: tender.lot },
    bidder,
    openingTime: tender.openingTime,
    created: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    entries: await entriesOf(folder, [textsFor('zh-CN'), textsFor('en')]),
    recipients: recipients.map((certificate) => ({ ...certificate, certificate: certificate.der })),
    signer: signer.certificate.der,
    target,
    twin,
    signal: work.signal,
    onProgress: work.progress,
  })
  try {
    const [signed] = await signer.sign([sealed.digest])
    if (signed === undefined) throw new AppError('signature-invalid', { reason: 'no answer' })
    return outcomeOf(await sealed.finish(signed, signer.chain), signer.certificate)
  } finally {
    await sealed.abort()
  }
}

export const addPack = (program: Command, perform: Perform): void => {
  program
    .command('pack')
    .description('Encrypt and sign the files of a folder as a bid file; it is read back before it gets its name.')
    .argument('<dir>', 'folder with the files; names with a leading dot are left out, links refused')
    .argument('<out.ebid>', 'the bid file')
    .addOption(signerOption())
    .addOption(passwordOption())
    .addOption(recipientOption().makeOptionMandatory())
    .addOption(new Option('--tender <json>', 'what is bid for, see below').makeOptionMandatory())
    .option('--twin', 'write the unencrypted twin beside it (.nbid)')
    .addOption(trustOption())
    .addOption(crlOption())
    .addOption(forceOption())
    .addHelpText(
      'after',
      `
tender.json: { "id": "ZB-2026-001", "name": "…", "lot": "…", "openingTime": "2026-12-01T09:30:00+08:00",
"bidder": { "name": "…", "creditCode": "…" } }. The bidder may be left out; it is the signing
certificate's company, and must be that where it is given. With --trust signer and recipients must
be trusted and not revoked. First folders named bid-letter, bid-summary, qualification, commercial or
technical, or as the windows call those parts, give their files that role.`,
    )
    .action((folder: string, target: string, options: PackCommandOptions) =>
      perform(options, (work) => pack(folder, target, options, work)),
    )
}
