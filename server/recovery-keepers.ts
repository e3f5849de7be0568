/** What keepers of the recovery key do together: two of three shares open it, and it opens escrowed keys. */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { openEnvelope } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import { isMissing } from './ca/keys/durable.ts'
import { openRecoveryKey, type ShareText } from './ca/keys/recovery-key.ts'
import type { Repositories } from './store/store.ts'

export interface RecoveryKeepers {
  /** PKCS#8 of a key and its certificate; whoever gets the key overwrites it. Throws `escrow-missing`. */
  open(store: Pick<Repositories, 'escrow' | 'certificates'>, serial: string): Promise<EscrowedKey>
}

export interface EscrowedKey {
  readonly pkcs8: Bytes
  readonly certificate: Bytes
}

/** Throws `file-not-found` or `file-unreadable` with the file's name. */
export const readText = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError(isMissing(cause) ? 'file-not-found' : 'file-unreadable', { name: basename(path) }, cause)
  })

/** DER of one of the authority's own certificates. */
export const certificateIn = async (data: string, name: string): Promise<Bytes> =>
  ownBytes(await readFile(join(data, 'ca', `${name}.crt`)))

/**
 * Opens the recovery key of a data folder. Throws what `openRecoveryKey` throws.
 * @param files with the shares
 */
export const openRecoveryKeepers = async (data: string, files: readonly string[]): Promise<RecoveryKeepers> => {
  const shares: ShareText[] = await Promise.all(
    files.map(async (path) => ({ name: basename(path), text: await readText(path) })),
  )
  const opened = await openRecoveryKey(await readText(join(data, 'ca', 'recovery.key')), shares)
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' }
  const privateKey = await crypto.subtle.importKey('pkcs8', opened, algorithm, false, ['deriveBits'])
  opened.fill(0)
  const recipient = { certificate: await certificateIn(data, 'recovery'), privateKey }
  return {
    open: async ({ escrow, certificates }, serial) => {
      const [entry, certificate] = [await escrow.find(serial), await certificates.der(serial)]
      if (entry === null || certificate === null) throw new AppError('escrow-missing', { serial })
      const pkcs8 = await openEnvelope(entry, recipient)
      if (pkcs8 === null) throw new AppError('escrow-missing', { serial, reason: 'kept for another recovery key' })
      return { pkcs8, certificate }
    },
  }
}
