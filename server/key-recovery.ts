/** Opens one escrowed encryption key by two of the three shares, and records that before it hands it over. */
import { lstat, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { writePkcs12 } from '#core/certificate/pkcs12'
import { openEnvelope } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import { isMissing, replaceFile } from './ca/durable.ts'
import { openRecoveryKey, type ShareText } from './ca/recovery-key.ts'
import { openDataStore } from './database.ts'

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

const readText = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError(isMissing(cause) ? 'file-not-found' : 'file-unreadable', { name: basename(path) }, cause)
  })

const importRecoveryKey = async (pkcs8: Bytes): ReturnType<typeof crypto.subtle.importKey> => {
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDH', namedCurve: 'P-256' }, false, [
    'deriveBits',
  ])
  pkcs8.fill(0)
  return key
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
  const shares: ShareText[] = await Promise.all(
    options.shares.map(async (path) => ({ name: basename(path), text: await readText(path) })),
  )
  const certificateIn = async (name: string): Promise<Bytes> =>
    ownBytes(await readFile(join(data, 'ca', `${name}.crt`)))
  const opened = await openRecoveryKey(await readText(join(data, 'ca', 'recovery.key')), shares)
  const privateKey = await importRecoveryKey(opened)
  const store = await openDataStore(data)
  try {
    const [entry, der] = [await store.escrow.find(serial), await store.certificates.der(serial)]
    if (entry === null || der === null) throw new AppError('escrow-missing', { serial })
    const pkcs8 = await openEnvelope(entry, { certificate: await certificateIn('recovery'), privateKey })
    if (pkcs8 === null) throw new AppError('escrow-missing', { serial, reason: 'kept for another recovery key' })
    const { company, fingerprint } = parseCertificate(der)
    const certificates = [der, await certificateIn('issuing'), await certificateIn('root')]
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
