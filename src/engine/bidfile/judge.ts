import { isDigest } from '#core/bidfile/blocks'
import { parseManifest, requireSameBid, type Manifest } from '#core/bidfile/manifest'
import type { Bytes } from '#core/bytes/bytes'
import { sha256, sha256Hex } from '#core/bytes/digest'
import { AppError } from '#core/errors'
import type { DecryptOutput } from './decrypt.ts'
import type { FoundEntry } from './entry-sink.ts'
import type { Layout } from './layout.ts'

const requireListed = (manifest: Manifest, found: readonly FoundEntry[]): void => {
  if (manifest.entries.length !== found.length)
    throw new AppError('manifest-mismatch', { expected: manifest.entries.length, found: found.length })
  for (const [index, entry] of manifest.entries.entries()) {
    const met = found[index]
    if (met?.name !== entry.name) throw new AppError('manifest-mismatch', { reason: 'name', name: entry.name })
    if (met.size !== entry.size) throw new AppError('manifest-mismatch', { reason: 'size', name: entry.name })
    if (met.sha256 !== entry.sha256) throw new AppError('manifest-mismatch', { reason: 'digest', name: entry.name })
  }
}

/**
 * Judges what was read of a payload: the manifest is the sealed one, lists exactly the entries that
 * were found, speaks of the bid in the header and names the signer of the seal. Throws
 * `manifest-mismatch`, `entry-name-unsafe` or `bid-too-large`.
 * @param certificates of the seal, DER, the signer's first
 */
export const judgePayload = async (
  { manifest: bytes, found }: Pick<DecryptOutput, 'manifest' | 'found'>,
  { seal, header }: Layout,
  certificates: readonly Bytes[],
): Promise<Manifest> => {
  if (!isDigest(seal.manifest, await sha256(bytes))) throw new AppError('manifest-mismatch', { reason: 'seal' })
  const manifest = parseManifest(bytes)
  requireListed(manifest, found)
  requireSameBid(manifest, header)
  const signer = sha256Hex(await sha256(certificates[0] ?? new Uint8Array()))
  if (manifest.signer !== signer) throw new AppError('manifest-mismatch', { reason: 'signer' })
  return manifest
}
