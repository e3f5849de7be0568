/**
 * The header of a bid file: what anyone may read without a key. It stands in the file as canonical
 * JSON (RFC 8785) of at most 256 KiB, and is read strictly: what is not exactly the canonical
 * spelling of a known header is refused.
 *
 *     magic 6 | major u8 | minor u8 | headerLength u32 | header | body ...
 */
import { z } from 'zod'
import { fromBase64url } from '../bytes/base64url.ts'
import { concat, equalBytes, type Bytes } from '../bytes/bytes.ts'
import { canonicalBytes, parseCanonical } from '../bytes/canonical-json.ts'
import { isSha256, sha256 } from '../bytes/digest.ts'
import { readUint, uint } from '../bytes/frames.ts'
import { AppError } from '../errors.ts'

export const MAJOR = 1
export const MINOR = 0
export const PREFIX_LENGTH = 12
export const MAX_HEADER = 256 * 1024
export const MAX_SLOTS = 16

/** ebid: encrypted. nbid: the unencrypted twin. */
export type BidFileKind = 'ebid' | 'nbid'

/** "EBID" or "NBID", then bytes that a transfer in text mode would change. */
export const MAGIC: Readonly<Record<BidFileKind, Bytes>> = {
  ebid: new Uint8Array([0x45, 0x42, 0x49, 0x44, 0x1a, 0x0a]),
  nbid: new Uint8Array([0x4e, 0x42, 0x49, 0x44, 0x1a, 0x0a]),
}

const short = z.string().min(1).max(64)
const name = z.string().min(1).max(255)
const time = z.iso.datetime({ offset: true })
const digest = z.string().refine(isSha256, 'not a SHA-256 digest')

/** One recipient: whose certificate opens the file, readable without a key, and the wrapped file key. */
const slot = z.strictObject({
  company: name,
  creditCode: z.string().max(18),
  person: z.string().max(255),
  /** Serial number of the encryption certificate, lower-case hexadecimal without leading zeros. */
  serial: z.string().regex(/^[0-9a-f]{1,64}$/),
  /** SHA-256 of the encryption certificate. */
  fingerprint: digest,
  notBefore: time,
  notAfter: time,
  /** DER of CMS AuthEnvelopedData (RFC 5083), base64url. */
  envelope: z
    .string()
    .max(8192)
    .refine((text) => fromBase64url(text) !== null, 'not base64url'),
})

const facts = z.strictObject({
  suite: z.literal(1),
  /** The same in a bid file and its twin, different for every run. */
  build: z.string().regex(/^[0-9a-f]{32}$/),
  tender: z.strictObject({ id: z.string().max(64), name, lot: z.string().max(64) }),
  bidder: z.strictObject({ name, creditCode: short }),
  openingTime: time,
  created: time,
  /** Names of extensions without which the file must not be opened. This version knows none. */
  crit: z.array(short).max(16),
})

const headerSchema = facts.extend({ slots: z.array(slot).max(MAX_SLOTS) })

export type Slot = z.infer<typeof slot>
export type HeaderFacts = z.infer<typeof facts>
export type BidHeader = z.infer<typeof headerSchema>

const versions = z.object({ suite: z.unknown(), crit: z.array(z.string()) })

/** Refuses what another version may be able to open, before anything else is judged. */
const requireKnown = (value: unknown): void => {
  const seen = versions.safeParse(value)
  if (!seen.success) return
  if (typeof seen.data.suite === 'number' && seen.data.suite !== 1)
    throw new AppError('bid-file-unsupported', { what: 'suite', value: seen.data.suite })
  const unknown = seen.data.crit[0]
  if (unknown !== undefined) throw new AppError('bid-file-unsupported', { what: 'crit', value: unknown.slice(0, 64) })
}

/** Where a zod error points, as text for details. */
export const issuePath = (error: z.ZodError): string => error.issues[0]?.path.join('.') ?? ''

/**
 * Reads header bytes. Throws `bid-file-unsupported` for a suite or critical extension this version
 * does not know and `bid-file-damaged` for anything else that is not a header.
 */
export const parseHeader = (bytes: Uint8Array): BidHeader => {
  if (bytes.length > MAX_HEADER) throw new AppError('bid-file-damaged', { part: 'header', reason: 'too large' })
  let value: unknown
  try {
    value = parseCanonical(bytes)
  } catch (cause) {
    throw new AppError('bid-file-damaged', { part: 'header', reason: 'not canonical JSON' }, cause)
  }
  requireKnown(value)
  const parsed = headerSchema.safeParse(value)
  if (!parsed.success)
    throw new AppError('bid-file-damaged', { part: 'header', reason: 'malformed', at: issuePath(parsed.error) })
  return parsed.data
}

/** The canonical bytes of a header. Throws `invalid-input` when a field is out of range or the whole too large. */
export const headerBytes = (header: BidHeader): Bytes => {
  const parsed = headerSchema.safeParse(header)
  if (!parsed.success) throw new AppError('invalid-input', { part: 'header', at: issuePath(parsed.error) })
  const bytes = canonicalBytes(parsed.data)
  if (bytes.length > MAX_HEADER) throw new AppError('invalid-input', { part: 'header', reason: 'too large' })
  return bytes
}

/** SHA-256 of the header without its slots: what each slot is bound to. A bid file and its twin have the same. */
export const boundHash = (header: HeaderFacts): Promise<Bytes> => sha256(canonicalBytes(facts.strip().parse(header)))

/** Everything before the body. */
export const filePrefix = (kind: BidFileKind, header: BidHeader): Bytes => {
  const bytes = headerBytes(header)
  return concat(MAGIC[kind], uint(MAJOR, 1), uint(MINOR, 1), uint(bytes.length, 4), bytes)
}

/**
 * Reads the first 12 bytes of a file: its kind and the length of its header. Throws
 * `not-a-bid-file`, `bid-file-unsupported` (version) or `bid-file-damaged` (length).
 */
export const parsePrefix = (bytes: Uint8Array): { readonly kind: BidFileKind; readonly headerLength: number } => {
  const magic = bytes.subarray(0, 6)
  const kind = equalBytes(magic, MAGIC.ebid) ? 'ebid' : equalBytes(magic, MAGIC.nbid) ? 'nbid' : null
  if (kind === null) throw new AppError('not-a-bid-file')
  if (bytes.length < PREFIX_LENGTH) throw new AppError('bid-file-damaged', { part: 'header', reason: 'cut' })
  const [major, minor] = [readUint(bytes, 6, 1), readUint(bytes, 7, 1)]
  if (major !== MAJOR || minor > MINOR)
    throw new AppError('bid-file-unsupported', { what: 'version', value: `${major}.${minor}` })
  const headerLength = readUint(bytes, 8, 4)
  if (headerLength === 0 || headerLength > MAX_HEADER)
    throw new AppError('bid-file-damaged', { part: 'header', reason: 'length' })
  return { kind, headerLength }
}
