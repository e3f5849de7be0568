import type { Bytes } from '../bytes/bytes.ts'

/** Random access to a file that does not change while it is read. */
export interface PdfSource {
  /** Bytes. */
  readonly size: number
  /** The bytes at [offset, offset + length), fewer only where the file ends. */
  read(offset: number, length: number): Promise<Bytes>
}

/** A source over bytes in memory. */
export const bytesSource = (bytes: Uint8Array): PdfSource => ({
  size: bytes.length,
  read: (offset, length) => Promise.resolve(new Uint8Array(bytes.subarray(offset, offset + length))),
})

/** The first `size` bytes of a source: an earlier revision of the file. */
export const prefixSource = (source: PdfSource, size: number): PdfSource => ({
  size: Math.min(size, source.size),
  read: (offset, length) => source.read(offset, Math.max(0, Math.min(length, size - offset))),
})

const BLOCK = 8 * 1024
const BLOCKS = 512

/** Keeps the last blocks read (4 MiB at most), so that neighbouring objects cost one read. */
export const cachedSource = (source: PdfSource): PdfSource => {
  const blocks = new Map<number, Promise<Bytes>>()
  const block = (index: number): Promise<Bytes> => {
    const known = blocks.get(index)
    const found = known ?? source.read(index * BLOCK, Math.min(BLOCK, source.size - index * BLOCK))
    blocks.delete(index)
    blocks.set(index, found)
    if (blocks.size > BLOCKS) blocks.delete(blocks.keys().next().value ?? index)
    return found
  }
  return {
    size: source.size,
    read: async (offset, length) => {
      const end = Math.min(offset + length, source.size)
      if (end - offset > BLOCK * 32) return source.read(offset, end - offset)
      const out = new Uint8Array(Math.max(0, end - offset))
      for (let at = offset; at < end;) {
        const index = Math.floor(at / BLOCK)
        const data = await block(index)
        const part = data.subarray(at - index * BLOCK, end - index * BLOCK)
        if (part.length === 0) return out.subarray(0, at - offset)
        out.set(part, at - offset)
        at += part.length
      }
      return out
    },
  }
}
