import type { Manifest } from '#core/bidfile/manifest'
import type { Bytes } from '#core/bytes/bytes'
import { sha256, sha256Hex } from '#core/bytes/digest'
import { AppError } from '#core/errors'

/** Throws `manifest-mismatch` unless the manifest names the first of these certificates (DER) as its signer. */
export const requireSigner = async (manifest: Manifest, certificates: readonly Bytes[]): Promise<void> => {
  const found = sha256Hex(await sha256(certificates[0] ?? new Uint8Array()))
  if (manifest.signer !== found)
    throw new AppError('manifest-mismatch', { reason: 'signer', expected: manifest.signer, found })
}
