/** What a file begins like. */
import { open } from 'node:fs/promises'
import { MAGIC, type BidFileKind } from '#core/bidfile/header'
import { equalBytes } from '#core/bytes/bytes'
import { withFileErrors } from '#engine/files/errors'

const KINDS = ['ebid', 'nbid'] as const

/** A bid file, its twin, or neither. Rejects with a file error. */
export const bidKindOf = (path: string): Promise<BidFileKind | null> =>
  withFileErrors(path, 'read', async () => {
    const handle = await open(path, 'r')
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(MAGIC.ebid.length), 0, MAGIC.ebid.length, 0)
      return KINDS.find((kind) => equalBytes(buffer.subarray(0, bytesRead), MAGIC[kind])) ?? null
    } finally {
      await handle.close()
    }
  })
