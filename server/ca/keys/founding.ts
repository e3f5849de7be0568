/** An authority's keys made for the first time, written to where they are to lie. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { toBase64url } from '#core/bytes/base64url'
import { toHex } from '#core/bytes/bytes'
import type { LabelledShare } from '#core/bytes/share-text'
import type { Certificate } from '#core/certificate/certificate'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import {
  AUTHORITY_KEYS,
  exportKey,
  makeAuthorityKey,
  type AuthorityKey,
  type Issuer,
  type KeyAndCertificate,
} from './authority-keys.ts'
import { syncFolder, writeNew } from './durable.ts'
import { createKeyBox, RANDOM_COST, type KeyBox } from './key-box.ts'
import { splitRecoveryKey } from './recovery-key.ts'
import { isTokenKey, makeTokenKey, openTokenOf } from './token-keys.ts'
import { TOKEN_FILE, tokenSettingsText, type TokenChoice, type TokenKeyName } from './token-settings.ts'

/** Encrypts what the server keeps for phones. */
export const STORAGE_KEY = 'storage'

/** The file with the passphrase, where nobody has named another. */
export const PASSPHRASE = 'passphrase'

export interface FoundingOptions {
  /** Made here, with everything but the root's key. */
  readonly folder: string
  /** Where the root's key goes; may be the same folder. */
  readonly rootKeyFolder: string
  /** Null makes one, which is written to both folders. */
  readonly passphrase: string | null
  /** Where the keys that sign while the server runs are made; null makes files. */
  readonly token: TokenChoice | null
  /** The server's address, for the certificates. */
  readonly address: string
  readonly now: Date
  readonly random: RandomBytes
}

export interface Founded {
  readonly recovery: Certificate
  /** Written nowhere yet. */
  readonly shares: readonly LabelledShare[]
}

const writeKey = async (folder: string, box: KeyBox, name: AuthorityKey, made: KeyAndCertificate): Promise<void> => {
  const pkcs8 = await exportKey(made.privateKey)
  await writeNew(join(folder, `${name}.key`), await box.seal(name, pkcs8))
  pkcs8.fill(0)
}

/** A key under the folder's passphrase, and its certificate. */
export const writePair = async (
  folder: string,
  box: KeyBox,
  name: AuthorityKey,
  made: KeyAndCertificate,
): Promise<void> => {
  await writeKey(folder, box, name, made)
  await writeNew(join(folder, `${name}.crt`), made.certificate.der)
}

/**
 * Makes and writes the keys below the root, those for a token into it. Returns the recovery key, which is
 * written nowhere yet.
 */
const foundBelow = async (
  options: FoundingOptions,
  box: KeyBox,
  id: string,
  root: Issuer,
): Promise<KeyAndCertificate> => {
  const { folder, address, now, random } = options
  const token = options.token === null ? null : await openTokenOf(options.token, random)
  const ids: { [name in TokenKeyName]?: string } = {}
  const make = async (name: AuthorityKey, issuer: Issuer): Promise<Issuer> => {
    const facts = { name, id, issuer, address, now, random }
    if (token === null || !isTokenKey(name)) {
      const made = await makeAuthorityKey(facts)
      await writePair(folder, box, name, made)
      return made
    }
    const made = await makeTokenKey(token, facts)
    ids[name] = made.id
    await writeNew(join(folder, `${name}.crt`), made.certificate.der)
    return made
  }
  try {
    const issuing = await make('issuing', root)
    for (const name of AUTHORITY_KEYS)
      if (name !== 'root' && name !== 'issuing' && name !== 'recovery') await make(name, issuing)
    if (options.token !== null) await writeNew(join(folder, TOKEN_FILE), tokenSettingsText(options.token, ids))
    return await makeAuthorityKey({ name: 'recovery', id, issuer: issuing, address, now, random })
  } finally {
    await token?.close()
  }
}

/** Makes and writes all keys. The folders must be new: who calls gives them their names when this is done. */
export const foundAuthority = async (options: FoundingOptions): Promise<Founded> => {
  const { folder, rootKeyFolder, address, now, random } = options
  const passphrase = options.passphrase ?? toBase64url(random(24))
  if (passphrase === '') throw new AppError('passphrase-wrong', { reason: 'empty' })
  const folders = new Set([folder, rootKeyFolder])
  for (const place of folders) {
    await mkdir(place, { recursive: true, mode: 0o700 })
    if (options.passphrase === null) await writeNew(join(place, PASSPHRASE), `${passphrase}\n`)
  }
  const box = createKeyBox(passphrase, random, options.passphrase === null ? RANDOM_COST : undefined)
  const id = toHex(random(4)).toUpperCase()
  const root = await makeAuthorityKey({ name: 'root', id, issuer: null, address, now, random })
  await writeKey(rootKeyFolder, box, 'root', root)
  await writeNew(join(folder, 'root.crt'), root.certificate.der)
  const recovery = await foundBelow(options, box, id, root)
  const pkcs8 = await exportKey(recovery.privateKey)
  const { file, shares } = await splitRecoveryKey(pkcs8, random)
  pkcs8.fill(0)
  await writeNew(join(folder, 'recovery.key'), file)
  await writeNew(join(folder, 'recovery.crt'), recovery.certificate.der)
  await writeNew(join(folder, `${STORAGE_KEY}.key`), await box.seal(STORAGE_KEY, random(32)))
  for (const place of folders) await syncFolder(place)
  return { recovery: recovery.certificate, shares }
}
