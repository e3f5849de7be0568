/** The contract's methods about files that are only looked at. */
import type { Handlers } from '../handlers.ts'
import type { Trust } from '../trust/trust.ts'
import { readBidFile } from './bid-file.ts'
import { verifyFile, writeReport } from './report.ts'

export const verifyHandlers = (
  trust: Trust,
  now: () => Date,
): Handlers<'bidfile.inspect' | 'verify.file' | 'verify.export'> => ({
  'bidfile.inspect': ({ path }) => readBidFile(path, trust),
  'verify.file': ({ path }) => verifyFile(path, trust, now),
  'verify.export': async ({ path, target }) => {
    await writeReport(await verifyFile(path, trust, now), target)
    return null
  },
})
