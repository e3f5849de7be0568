/**
 * The key ceremony: a data folder with an authority whose root key, and the shares of whose recovery
 * key, lie in an offline folder that is carried away. Both appear as wholes: a ceremony that was
 * killed is finished by the next one with the same folders, or begins anew.
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { makeCrl } from '#core/certificate/crl'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { toPem } from '#core/certificate/pem'
import type { RandomBytes, SubtleKey } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import { AUTHORITY_KEYS, importKey, type AuthorityKey } from './ca/keys/authority-keys.ts'
import { isMissing, move, syncFolder, writeNew } from './ca/keys/durable.ts'
import { foundAuthority, PASSPHRASE } from './ca/keys/founding.ts'
import { createKeyBox } from './ca/keys/key-box.ts'
import { readPassphrase } from './ca/keys/key-folder.ts'
import { SHARES, shareFile, writeShares } from './ca/keys/recovery-key.ts'
import { PACE } from './ca/status/revocation.ts'
import type { TokenChoice } from './ca/keys/token-settings.ts'
import { databaseOf, openDataStore } from './database.ts'
import { openSettings } from './settings.ts'
import type { Store } from './store/store.ts'

export interface CeremonyOptions {
  /** The data folder, which must not exist yet or be empty. */
  readonly data: string
  /** Likewise, outside the data folder. */
  readonly offline: string
  /** Null makes a passphrase, which is left in both folders. */
  readonly passphraseFile: string | null
  /** Where the keys that sign while the server runs are made; null makes files. */
  readonly token: TokenChoice | null
  /** The server's address, for the certificates. */
  readonly address: string
  readonly now: Date
  readonly random: RandomBytes
}

/** What is written down at a ceremony. */
export interface CeremonyRecord {
  readonly data: string
  readonly offline: string
  readonly certificates: readonly {
    readonly key: AuthorityKey
    readonly subject: string
    readonly serial: string
    readonly fingerprint: string
    readonly notAfter: string
  }[]
  /** Names in the offline folder. */
  readonly shares: readonly string[]
}

const contentsOf = (folder: string): Promise<readonly string[] | null> =>
  readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw new AppError('target-exists', { name: basename(folder), reason: 'no folder' }, error)
  })

const certificateIn = async (data: string, key: AuthorityKey): Promise<Certificate> =>
  parseCertificate(new Uint8Array(await readFile(join(data, 'ca', `${key}.crt`))))

/** The root's key under the passphrase of its folder, or of the file named. */
const openRootKey = async (offline: string, passphraseFile: string | null, random: RandomBytes): Promise<SubtleKey> => {
  const file = join(offline, 'root.key')
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('file-not-found', { name: 'root.key' }, cause)
  })
  const passphrase = await readPassphrase(passphraseFile ?? join(offline, PASSPHRASE))
  return importKey(await createKeyBox(passphrase, random).open('root', text))
}

/** Signs the root's next list, which is good for 90 days. */
const publishRootList = async (store: Store, root: Certificate, key: SubtleKey, now: Date): Promise<Date> => {
  const thisUpdate = Math.floor(now.getTime() / 1000) * 1000
  const nextUpdate = thisUpdate + PACE.root.valid
  const number = ((await store.crls.find('root'))?.number ?? 0) + 1
  const dates = { thisUpdate: new Date(thisUpdate), nextUpdate: new Date(nextUpdate) }
  const der = await makeCrl({ issuer: root, key, number, revoked: [], ...dates })
  await store.transaction(async ({ crls, audit }) => {
    if (!(await crls.put('root', { number, der, thisUpdate, nextUpdate })))
      throw new AppError('internal', { reason: 'two root lists at once' })
    const facts = { number, nextUpdate: dates.nextUpdate.toISOString() }
    await audit.append({ actor: 'ceremony', action: 'root-list-signed', facts }, now.getTime())
  })
  return dates.nextUpdate
}

const fill = async (data: string, offline: string, options: CeremonyOptions): Promise<void> => {
  const { passphraseFile, token, address, now, random } = options
  const passphrase = passphraseFile === null ? null : await readPassphrase(passphraseFile)
  const folders = { folder: join(data, 'ca'), rootKeyFolder: offline }
  const { shares, recovery } = await foundAuthority({ ...folders, passphrase, token, address, now, random })
  await writeShares(offline, shares, recovery)
  await openSettings(data, false, await databaseOf(data))
  const root = await certificateIn(data, 'root')
  for (const folder of [data, offline]) await writeNew(join(folder, 'root.pem'), toPem('CERTIFICATE', root.der))
  const store = await openDataStore(data)
  try {
    const facts = { root: root.fingerprint, issuing: (await certificateIn(data, 'issuing')).fingerprint }
    await store.audit.append({ actor: 'ceremony', action: 'authority-founded', facts }, now.getTime())
    await publishRootList(store, root, await openRootKey(offline, passphraseFile, random), now)
  } finally {
    await store.close()
  }
  for (const folder of [data, offline]) await syncFolder(folder)
}

const recordOf = async (data: string, offline: string): Promise<CeremonyRecord> => {
  const certificates = await Promise.all(
    AUTHORITY_KEYS.map(async (key) => {
      const { subject, serial, fingerprint, notAfter } = await certificateIn(data, key)
      return { key, subject, serial, fingerprint, notAfter: notAfter.toISOString() }
    }),
  )
  const shares = Array.from({ length: SHARES }, (_, at) => shareFile(at + 1))
  return { data, offline, certificates, shares }
}

const isSameRoot = async (data: string, offline: string): Promise<boolean> => {
  const read = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null)
  const [ours, theirs] = await Promise.all([read(join(data, 'root.pem')), read(join(offline, 'root.pem'))])
  return ours !== null && ours === theirs
}

/**
 * Throws `target-exists` when one of the folders has something in it, and `passphrase-wrong`; with a
 * token also `token-missing` and `token-pin-wrong`.
 */
export const holdCeremony = async (options: CeremonyOptions): Promise<CeremonyRecord> => {
  const { data, offline } = options
  if (`${offline}/`.startsWith(`${data}/`)) throw new AppError('invalid-input', { reason: 'offline inside data' })
  if (options.token?.pinFile?.startsWith(`${data}/`) === true)
    throw new AppError('invalid-input', { reason: 'PIN inside data' })
  const [partialData, partialOffline] = [`${data}.partial`, `${offline}.partial`]
  const [inData, inOffline] = [await contentsOf(data), await contentsOf(offline)]
  if (inData !== null && inData.length > 0) throw new AppError('target-exists', { name: basename(data) })
  if (inOffline !== null && inOffline.length > 0) {
    // The offline folder gets its name first, when everything is there.
    if (!(await isSameRoot(partialData, offline))) throw new AppError('target-exists', { name: basename(offline) })
  } else {
    for (const partial of [partialData, partialOffline]) {
      await rm(partial, { recursive: true, force: true })
      await mkdir(partial, { recursive: true, mode: 0o700 })
    }
    await fill(partialData, partialOffline, options)
    await move(partialOffline, offline)
  }
  await move(partialData, data)
  return recordOf(data, offline)
}

export interface RootListOptions {
  readonly data: string
  readonly offline: string
  /** The passphrase of the offline folder otherwise. */
  readonly passphraseFile: string | null
  readonly now: Date
  readonly random: RandomBytes
}

/**
 * Signs the root's next revocation list, while the offline folder is at hand. Throws
 * `file-not-found`, `passphrase-wrong`, and `key-mismatch` for the root of another authority.
 */
export const signRootList = async (options: RootListOptions): Promise<{ readonly nextUpdate: string }> => {
  const { data, offline, passphraseFile, now, random } = options
  if (!(await isSameRoot(data, offline))) throw new AppError('key-mismatch', { reason: 'root of another authority' })
  const key = await openRootKey(offline, passphraseFile, random)
  const store = await openDataStore(data)
  try {
    const nextUpdate = await publishRootList(store, await certificateIn(data, 'root'), key, now)
    return { nextUpdate: nextUpdate.toISOString() }
  } finally {
    await store.close()
  }
}
