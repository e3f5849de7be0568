import type { Command } from 'commander'
import { errorShape } from '#core/errors'
import { inspectBid } from '#engine/bidfile/inspect'
import { bidFacts, bidLines } from '../bid-facts.ts'
import { bidderFault } from '../bidder.ts'
import { factsOf, holder } from '../certificate-facts.ts'
import { naming } from '../files.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'

const inspect = async (path: string, { signal, progress }: Work): Promise<Outcome> => {
  const { kind, size, header, seal, manifest } = await naming(path, inspectBid(path, { signal, onProgress: progress }))
  const signer = seal.state === 'valid' ? factsOf(seal.certificates[0]) : null
  const error = seal.state === 'invalid' ? seal.error : bidderFault(seal.certificates[0], header)
  const state = error === null ? 'valid' : 'invalid'
  const entries = manifest?.entries.map(({ name, role, size: bytes, sha256 }) => ({ name, role, size: bytes, sha256 }))
  return {
    json: {
      file: { path, size },
      ...bidFacts(header, kind),
      seal: { state, signer, error: error === null ? null : errorShape(error) },
      entries: entries ?? null,
    },
    lines: [
      ['file', path],
      ['size', size],
      ...bidLines(header, kind),
      ['entries', entries?.length ?? ''],
      ['seal', { text: `verdict.${state}` }],
      ['signer', holder(signer)],
    ],
    failure: error,
  }
}

export const addInspect = (program: Command, perform: Perform): void => {
  program
    .command('inspect')
    .description('Say what a bid file is, and check its seal and every digest without a key.')
    .argument('<file.ebid>', 'a bid file or its twin')
    .addHelpText('after', '\nWhether the signer is to be trusted is not asked here: see verify.')
    .action((path: string, options: { json?: boolean }) => perform(options, (work) => inspect(path, work)))
}
