import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import { withFileErrors, withFileErrorsSync } from '../files/errors.ts'
import { readWhole } from '../files/io.ts'

const BATCH_LENGTH = 1024 * 1024

export interface DigestInput {
  readonly path: string
}

/** SHA-256 of a whole file. Blocks: for a worker thread. Rejects with fileError. */
export const digestFile = async ({ path }: DigestInput): Promise<Sha256> => {
  const handle = await withFileErrors(path, 'read', () => open(path, 'r'))
  try {
    const hash = createHash('sha256')
    const batch = new Uint8Array(BATCH_LENGTH)
    let at = 0
    for (let got = BATCH_LENGTH; got === BATCH_LENGTH; at += got) {
      got = withFileErrorsSync(path, 'read', () => readWhole(handle.fd, batch, at))
      hash.update(batch.subarray(0, got))
    }
    return sha256Hex(hash.digest())
  } finally {
    await handle.close()
  }
}
