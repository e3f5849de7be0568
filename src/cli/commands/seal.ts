import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { Option } from 'commander'
import { ownBytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import type { SealPlacement } from '#core/pdf/seal'
import { withFileErrors } from '#engine/files/errors'
import { sealFile, type SealFileOptions } from '#engine/pdf/seal-pdf'
import { requestTimestamp, type ReceivedTimestamp } from '#engine/trust/timestamps'
import { certificateFacts, holder } from '../certificate-facts.ts'
import { naming, readSmallFile, requireFree } from '../files.ts'
import {
  crlOption,
  forceOption,
  passwordOption,
  placementOption,
  reasonOption,
  signerOption,
  timestampOption,
  trustOption,
} from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'
import { openSigner, type SoftwareSigner } from '../software-certificate.ts'
import { openTrustList, trustIn, type TrustList } from '../trust-list.ts'

interface SealOptions {
  readonly json?: boolean
  readonly signer: string
  readonly passwordFile: string
  readonly seal: string
  readonly at: readonly SealPlacement[]
  readonly reason?: string
  readonly trust?: readonly string[]
  readonly crl?: readonly string[]
  readonly tsa?: string
  readonly force?: boolean
}

/**
 * Whom the seal's maker must come from: the given roots, or else the authority that has issued the
 * signing certificate, as it lies in the .p12. A .p12 without its authority trusts nobody.
 */
const trustFor = async (options: SealOptions, { chain }: SoftwareSigner, now: Date): Promise<TrustList> => {
  if (options.trust !== undefined) {
    const trust = await openTrustList(options, now)
    await trust.require(chain, now, 'sign')
    return trust
  }
  const authorities = chain.slice(1)
  if (authorities.length === 0) throw new AppError('certificate-untrusted', { reason: 'no authority in --signer' })
  const trust = trustIn({ roots: authorities.slice(-1), intermediates: authorities, crls: [], isOnline: false, now })
  const { chain: verdict, reason } = await trust.judge(chain, now, 'sign')
  if (verdict !== 'valid') throw reason ?? new AppError('certificate-untrusted')
  return trust
}

/** Gets a timestamp from the authority that was named, and keeps what is to be told of it. */
const stampBy = (address: string | undefined, told: ReceivedTimestamp[]): SealFileOptions['stamp'] =>
  address === undefined
    ? undefined
    : async (signature) => {
        const random = (length: number) => ownBytes(randomBytes(length))
        const stamp = await requestTimestamp({ fetch, random, address }, signature)
        told.push(stamp)
        return stamp.token
      }

const seal = async (source: string, target: string, options: SealOptions, work: Work): Promise<Outcome> => {
  const now = new Date()
  await requireFree(target, options.force === true)
  const signer = await openSigner(options.signer, options.passwordFile, now)
  const trust = await trustFor(options, signer, now)
  const record = await readSmallFile(options.seal)
  const judged = trust.sealRecord(record, signer.chain, now)
  const { id, name, picture, width, height } = await naming(options.seal, judged)
  const { size } = await withFileErrors(source, 'read', () => stat(source))
  const stamps: ReceivedTimestamp[] = []
  const sealing = sealFile({
    source,
    target,
    seals: [{ image: picture, width, height, record, placements: options.at }],
    signer: signer.certificate.company,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    time: now,
    key: signer,
    stamp: stampBy(options.tsa, stamps),
    signal: work.signal,
    onProgress: (done) => work.progress({ phase: 'sealing', done, total: size }),
  })
  const file = await naming(source, sealing)
  const facts = certificateFacts(signer.certificate)
  return {
    json: {
      file,
      seal: { id, name, placements: options.at.length },
      signer: facts,
      timestamp: stamps[0]?.at.toISOString() ?? null,
    },
    lines: [
      ['file', file.path],
      ['size', file.size],
      ['sha256', file.sha256],
      ['seal', name],
      ['placements', options.at.length],
      ['signer', holder(facts)],
      ...stamps.map(({ at }): Outcome['lines'][number] => ['timestamp', at.toISOString()]),
    ],
  }
}

export const addSeal = (program: Command, perform: Perform): void => {
  program
    .command('seal')
    .description('Place a seal on pages of a PDF and sign it. The original stays the beginning of the result.')
    .argument('<in.pdf>', 'the PDF to seal; never written to')
    .argument('<out.pdf>', 'the sealed PDF')
    .addOption(signerOption())
    .addOption(passwordOption())
    .addOption(new Option('--seal <record>', 'electronic seal record (GB/T 38540)').makeOptionMandatory())
    .addOption(placementOption().makeOptionMandatory())
    .addOption(reasonOption())
    .addOption(trustOption())
    .addOption(crlOption())
    .addOption(timestampOption())
    .addOption(forceOption())
    .addHelpText(
      'after',
      `
Without --trust the seal must come from the authority that issued the signing certificate, which
must then be in the .p12. With --tsa nothing is sealed unless that authority gives a timestamp.
Example:
  bidseal seal in.pdf out.pdf --signer sign.p12 --password-file password.txt --seal company.seal --at 1:120,200`,
    )
    .action((source: string, target: string, options: SealOptions) =>
      perform(options, (work) => seal(source, target, options, work)),
    )
}
