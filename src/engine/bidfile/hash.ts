/** The digest of a whole file, in the worker. */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import { withFileErrors } from '../files/errors.ts'
import { readAhead, readFully } from './io.ts'

const BATCH = 1024 * 1024

export interface HashInput {
  readonly path: string
}

export interface HashOutput {
  readonly sha256: Sha256
  readonly size: number
}

/** SHA-256 and size of a file. Rejects with fileError. */
export const hashFile = ({ path }: HashInput, report: (done: number) => void): Promise<HashOutput> =>
  withFileErrors(path, 'read', async () => {
    const handle = await open(path, 'r')
    const buffers = [new Uint8Array(BATCH), new Uint8Array(BATCH)] as const
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0, turn = 0; ; turn++) {
        const buffer = buffers[turn % 2 === 0 ? 0 : 1]
        const got = await readFully(handle, buffer, at)
        at += got
        if (got > 0) yield buffer.subarray(0, got)
        if (got < BATCH) return
      }
    }
    try {
      const hash = createHash('sha256')
      let size = 0
      for await (const piece of readAhead(pieces())) {
        hash.update(piece)
        size += piece.length
        report(size)
      }
      return { sha256: sha256Hex(hash.digest()), size }
    } finally {
      await handle.close()
    }
  })
