/**
 * The manifest: what a bid file holds, as canonical JSON. It is the last object of the payload, and
 * its salted digest stands in the seal, which everybody may read.
 */
import { z } from 'zod'
import { type Bytes } from '../bytes/bytes.ts'
import { canonicalBytes, parseCanonical } from '../bytes/canonical-json.ts'
import { isSha256 } from '../bytes/digest.ts'
import { AppError } from '../errors.ts'
import { issuePath, type HeaderFacts } from './header.ts'
import { MAX_ENTRIES, MAX_MANIFEST, MAX_TOTAL } from './limits.ts'
import { requireSafeNames } from './names.ts'

const digest = z.string().refine(isSha256, 'not a SHA-256 digest')
const label = z.string().max(255)

const entry = z.strictObject({
  name: z.string().min(1).max(1024),
  title: label,
  role: z.string().min(1).max(64),
  size: z.int().nonnegative().max(MAX_TOTAL),
  sha256: digest,
})

const schema = z.strictObject({
  format: z.literal('bidseal-manifest/1'),
  build: z.string().regex(/^[0-9a-f]{32}$/),
  tender: z.strictObject({ id: z.string().max(64), name: label.min(1), lot: z.string().max(64) }),
  bidder: z.strictObject({ name: label.min(1), creditCode: z.string().min(1).max(64) }),
  /** SHA-256 of the signing certificate whose seal the file must carry. */
  signer: digest,
  /** Random, so that the digest of the manifest in the readable seal tells nothing about its content. */
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  entries: z.array(entry).max(MAX_ENTRIES),
})

export type ManifestEntry = z.infer<typeof entry>
export type Manifest = z.infer<typeof schema>

const check = (manifest: Manifest): void => {
  requireSafeNames(manifest.entries.map(({ name }) => name))
  if (manifest.entries.reduce((sum, { size }) => sum + size, 0) > MAX_TOTAL)
    throw new AppError('bid-too-large', { limit: MAX_TOTAL })
}

/** The canonical bytes of a manifest. Throws `invalid-input`, `entry-name-unsafe` or `bid-too-large`. */
export const manifestBytes = (manifest: Manifest): Bytes => {
  const parsed = schema.safeParse(manifest)
  if (!parsed.success) throw new AppError('invalid-input', { part: 'manifest', at: issuePath(parsed.error) })
  check(parsed.data)
  const bytes = canonicalBytes(parsed.data)
  if (bytes.length > MAX_MANIFEST) throw new AppError('bid-too-large', { part: 'manifest', limit: MAX_MANIFEST })
  return bytes
}

/** Reads a manifest. Throws `manifest-mismatch`, `entry-name-unsafe` or `bid-too-large`. */
export const parseManifest = (bytes: Uint8Array): Manifest => {
  if (bytes.length > MAX_MANIFEST) throw new AppError('manifest-mismatch', { reason: 'too large' })
  let value: unknown
  try {
    value = parseCanonical(bytes)
  } catch (cause) {
    throw new AppError('manifest-mismatch', { reason: 'not canonical JSON' }, cause)
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new AppError('manifest-mismatch', { reason: 'malformed', at: issuePath(parsed.error) })
  check(parsed.data)
  return parsed.data
}

/** Throws `manifest-mismatch` unless manifest and header speak of the same build, tender and bidder. */
export const requireSameBid = (manifest: Manifest, header: HeaderFacts): void => {
  const pairs = {
    build: [manifest.build, header.build],
    'tender.id': [manifest.tender.id, header.tender.id],
    'tender.name': [manifest.tender.name, header.tender.name],
    'tender.lot': [manifest.tender.lot, header.tender.lot],
    'bidder.name': [manifest.bidder.name, header.bidder.name],
    'bidder.creditCode': [manifest.bidder.creditCode, header.bidder.creditCode],
  }
  for (const [field, [inside, outside]] of Object.entries(pairs))
    if (inside !== outside) throw new AppError('manifest-mismatch', { reason: 'header', field })
}
