/** Where the parts of a bid file lie, read by the definition and not by the code under test. */
const PREFIX = 12
const TRAILER = 32

export interface BidParts {
  readonly header: readonly [start: number, end: number]
  readonly body: readonly [start: number, end: number]
  readonly seal: readonly [start: number, end: number]
  readonly cms: readonly [start: number, end: number]
  readonly trailer: readonly [start: number, end: number]
}

export const partsOf = (bid: Buffer): BidParts => {
  const headerEnd = PREFIX + bid.readUInt32BE(8)
  const trailer = bid.length - TRAILER
  const seal = Number(bid.readBigUInt64BE(trailer))
  const cms = seal + bid.readUInt32BE(trailer + 8)
  return {
    header: [PREFIX, headerEnd],
    body: [headerEnd, seal],
    seal: [seal, cms],
    cms: [cms, trailer],
    trailer: [trailer, bid.length],
  }
}

/** So many positions, evenly between the first and the last byte of a part. */
export const sampled = ([start, end]: readonly [number, number], count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => start + Math.floor(((end - 1 - start) * index) / Math.max(1, count - 1)))

/** A copy with one bit of one byte turned. */
export const flipped = (bid: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bid)
  copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8))
  return copy
}

/** A copy with another header of any length in front of the same body, its trailer adjusted. */
export const withHeader = (bid: Buffer, edit: (text: string) => string): Buffer => {
  const { header, body } = partsOf(bid)
  const text = Buffer.from(edit(bid.subarray(...header).toString('utf8')), 'utf8')
  const copy = Buffer.concat([bid.subarray(0, PREFIX), text, bid.subarray(body[0])])
  copy.writeUInt32BE(text.length, 8)
  const trailer = copy.length - TRAILER
  copy.writeBigUInt64BE(bid.readBigUInt64BE(bid.length - TRAILER) + BigInt(copy.length - bid.length), trailer)
  return copy
}
