/**
 * The seal: what the bidder signs. Everybody can check it without a key. One seal serves the bid
 * file and its twin: the ciphertext is pinned by the digests of its blocks, the twin by the digest
 * of the manifest (which fixes every byte of its payload) and of the header without slots.
 */
import { z } from 'zod'
import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import type { Bytes } from '../bytes/bytes.ts'
import { canonicalBytes, parseCanonical } from '../bytes/canonical-json.ts'
import { AppError } from '../errors.ts'
import { BLOCK_LENGTH } from './body.ts'
import { issuePath } from './header.ts'

/** Enough for a body of 64 GiB. */
export const MAX_SEAL_BODY = 1024 * 1024

const digest = z
  .string()
  .length(43)
  .refine((text) => fromBase64url(text)?.length === 32, 'not a digest')

const schema = z.strictObject({
  format: z.literal('bidseal-seal/1'),
  build: z.string().regex(/^[0-9a-f]{32}$/),
  /** SHA-256 of all bytes of the .ebid before its body. */
  header: digest,
  /** SHA-256 of the header without slots, the same in .ebid and .nbid. */
  bound: digest,
  body: z.strictObject({
    length: z.int().positive(),
    block: z.literal(BLOCK_LENGTH),
    /** SHA-256 of every 4 MiB of the encrypted body, the last one shorter. */
    blocks: z.array(digest).min(1).max(20_000),
  }),
  /** SHA-256 of the manifest. */
  manifest: digest,
})

/** Digests in base64url. */
export type SealBody = z.infer<typeof schema>

/** The facts of a seal, from raw digests. */
export const makeSealBody = (facts: {
  readonly build: string
  readonly header: Uint8Array
  readonly bound: Uint8Array
  readonly bodyLength: number
  readonly blocks: readonly Uint8Array[]
  readonly manifest: Uint8Array
}): SealBody => ({
  format: 'bidseal-seal/1',
  build: facts.build,
  header: toBase64url(facts.header),
  bound: toBase64url(facts.bound),
  body: { length: facts.bodyLength, block: BLOCK_LENGTH, blocks: facts.blocks.map(toBase64url) },
  manifest: toBase64url(facts.manifest),
})

/** Its canonical bytes: what is signed. */
export const sealBodyBytes = (seal: SealBody): Bytes => canonicalBytes(schema.parse(seal))

/** Reads a seal body. Throws `bid-file-damaged` for anything but canonical JSON of a consistent seal. */
export const parseSealBody = (bytes: Uint8Array): SealBody => {
  if (bytes.length > MAX_SEAL_BODY) throw new AppError('bid-file-damaged', { part: 'seal', reason: 'too large' })
  let value: unknown
  try {
    value = parseCanonical(bytes)
  } catch (cause) {
    throw new AppError('bid-file-damaged', { part: 'seal', reason: 'not canonical JSON' }, cause)
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw new AppError('bid-file-damaged', { part: 'seal', reason: 'malformed', at: issuePath(parsed.error) })
  const { length, blocks } = parsed.data.body
  if (Math.ceil(length / BLOCK_LENGTH) !== blocks.length)
    throw new AppError('bid-file-damaged', { part: 'seal', reason: 'number of blocks' })
  return parsed.data
}
