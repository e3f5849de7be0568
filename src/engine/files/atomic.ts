import { temporaryFile } from './temporary.ts'
import { withFileErrors } from './errors.ts'

/**
 * Writes a whole file: temporary file in the same folder, fsync, rename. After a failure or a
 * crash there is the old file or the new one. Rejects with `no-space-left` or `folder-not-writable`.
 */
export const writeAtomic = async (path: string, content: Uint8Array | string): Promise<void> => {
  const file = await temporaryFile(path)
  try {
    await withFileErrors(path, 'write', () => file.handle.writeFile(content))
    await file.commit()
  } finally {
    await file.discard()
  }
}
