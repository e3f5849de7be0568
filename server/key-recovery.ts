/** Opens one escrowed encryption key by two of the three shares, and records that before it hands it over. */
import { lstat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseCertificate } from '#core/certificate/certificate'
import { writePkcs12 } from '#core/certificate/pkcs12'
import { AppError } from '#core/errors'
import { replaceFile } from './ca/keys/durable.ts'
import { openDataStore } from './database.ts'
import { certificateIn, openRecoveryKeepers, readText } from './recovery-keepers.ts'

export interface RecoveryOptions {
  readonly data: string
  /** Files with the shares. */
  readonly shares: readonly string[]
  /** Serial number of the encryption certificate; colons, case and leading zeros do not matter. */
  readonly serial: string
  /** The PKCS#12 to write. */
  readonly out: string
  /** Its password stands in the first line. */
  readonly passwordFile: string
  readonly now: Date
}

export interface RecoveredKey {
  readonly file: string
  readonly serial: string
  readonly company: string
  readonly fingerprint: string
}

/**
 * Throws what `openRecoveryKey` throws, `escrow-missing` when no key is kept for the certificate, and
 * `target-exists`.
 */
export const recoverKey = async (options: RecoveryOptions): Promise<RecoveredKey> => {
  const { data, out, now } = options
  const serial = options.serial
    .toLowerCase()
    .replaceAll(':', '')
    .replace(/^0+(?=.)/, '')
  if ((await lstat(out).catch(() => null)) !== null) throw new AppError('target-exists', { name: basename(out) })
  const [password = ''] = (await readText(options.passwordFile)).split(/\r?\n/, 1)
  if (password === '') throw new AppError('password-wrong', { reason: 'empty' })
  const keepers = await openRecoveryKeepers(data, options.shares)
  const store = await openDataStore(data)
  try {
    const { pkcs8, certificate } = await keepers.open(store, serial)
    const { company, fingerprint } = parseCertificate(certificate)
    const certificates = [certificate, await certificateIn(data, 'issuing'), await certificateIn(data, 'root')]
    const file = await writePkcs12({ pkcs8, certificates, password, name: company })
    pkcs8.fill(0)
    await store.transaction(({ audit }) =>
      audit.append({ actor: 'recovery', action: 'key-recovered', facts: { serial, fingerprint } }, now.getTime()),
    )
    await replaceFile(out, file)
    return { file: out, serial, company, fingerprint }
  } finally {
    await store.close()
  }
}
