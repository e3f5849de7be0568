/** What a file begins like. */
import { open } from 'node:fs/promises'
import { extname } from 'node:path'
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

/** Whether a file is, or is named as, a bid file or its twin: one whose beginning is damaged is no PDF. */
export const isBidFile = async (path: string): Promise<boolean> =>
  (await bidKindOf(path)) !== null || KINDS.some((kind) => extname(path).toLowerCase() === `.${kind}`)
