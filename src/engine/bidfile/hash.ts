/** The digest of a whole file, in the worker. */
import { createHash } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import { withFileErrors } from '../files/errors.ts'
import { readWhole } from './io.ts'

const BATCH = 1024 * 1024

export interface HashInput {
  readonly path: string
}

export interface HashOutput {
  readonly sha256: Sha256
  readonly size: number
}

/** SHA-256 and size of a file. Blocks: for a worker thread. Rejects with fileError. */
export const hashFile = ({ path }: HashInput, report: (done: number) => void): Promise<HashOutput> =>
  withFileErrors(path, 'read', () => {
    const file = openSync(path, 'r')
    try {
      const hash = createHash('sha256')
      const batch = new Uint8Array(BATCH)
      let size = 0
      for (let got = BATCH; got === BATCH; report(size)) {
        got = readWhole(file, batch, size)
        hash.update(batch.subarray(0, got))
        size += got
      }
      return Promise.resolve({ sha256: sha256Hex(hash.digest()), size })
    } finally {
      closeSync(file)
    }
  })
