/**
 * The authority's folder: certificates, and their keys under a passphrase. Written once, as a whole;
 * keys that came later or whose certificate ends are added to it, and a killed process goes on there.
 */
import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import type { SigningKey } from '#core/cms/signing-key'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { AppError } from '#core/errors'
import { AUTHORITY_KEYS, authorityId, importKey, makeAuthorityKey, type AuthorityKey } from './authority-keys.ts'
import { isMissing, move, replaceFile, writeNew } from './durable.ts'
import { foundAuthority, PASSPHRASE, STORAGE_KEY, writePair } from './founding.ts'
import { createKeyBox, type KeyBox } from './key-box.ts'
import { isUnsplit, splitRecoveryKey, writeShares } from './recovery-key.ts'
import { finishStaged, stageFiles } from './staged.ts'
import { checkTokenKeys, isTokenKey, makeTokenKey, openTokenOf } from './token-keys.ts'
import { findTokenSettings, TOKEN_FILE, tokenSettingsText, type TokenSettings } from './token-settings.ts'
import type { Token } from './token.ts'

export interface Responder {
  readonly certificate: Certificate
  readonly key: SigningKey
}

export interface KeyFolder {
  readonly certificates: { readonly [name in AuthorityKey]: Certificate }
  /**
   * PKCS#8 of a key. Throws `passphrase-wrong`, `file-not-found` when its file is kept elsewhere, and
   * `file-unreadable` for the recovery key, which shares open.
   */
  key(name: AuthorityKey): Promise<Bytes>
  /** A key that signs, from the token where it lives in one. Throws as `key` does. */
  signingKey(name: AuthorityKey): Promise<SigningKey>
  storageKey(): Promise<Bytes>
  /** A new key and certificate for the responder once the last one ends soon, kept in the folder; null before. */
  renewResponder(now: Date): Promise<Responder | null>
  /** Logs out of the token. */
  close(): Promise<void>
}

export interface KeyFolderOptions {
  readonly folder: string
  /** Read instead of the passphrase in the folder. */
  readonly passphraseFile: string | null
  /** This server's address, for the certificates of a new folder. */
  readonly address: string
  readonly now: Date
  readonly random: RandomBytes
}

/** Came after the first folders were made. */
const ADDED: readonly AuthorityKey[] = ['ocsp', 'tsa', 'audit']
const DAY = 24 * 3600_000
/** When a responder gets a new key and certificate: this long before the end of the old one. */
const RENEWED_BEFORE = 90 * DAY

export const readPassphrase = async (file: string): Promise<string> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('passphrase-wrong', { reason: 'cannot read the passphrase', file }, cause)
  })
  return text.replace(/\r?\n$/, '')
}

/** With the shares beside the folder, for their keepers to take away. Killed at any moment, the next start begins anew. */
const foundFolder = async ({ folder, passphraseFile, address, now, random }: KeyFolderOptions): Promise<void> => {
  const partial = `${folder}.partial`
  await rm(partial, { recursive: true, force: true })
  const passphrase = passphraseFile === null ? null : await readPassphrase(passphraseFile)
  const places = { folder: partial, rootKeyFolder: partial, token: null }
  const { shares, recovery } = await foundAuthority({ ...places, passphrase, address, now, random })
  await writeShares(dirname(folder), shares, recovery)
  await move(partial, folder)
}

const openFile = async (folder: string, box: KeyBox, name: string): Promise<Bytes> => {
  const file = `${name}.key`
  const text = await readFile(join(folder, file), 'utf8').catch((cause: unknown) => {
    throw new AppError(isMissing(cause) ? 'file-not-found' : 'file-unreadable', { file }, cause)
  })
  return box.open(name, text)
}

const readCertificate = async (folder: string, name: AuthorityKey): Promise<Certificate> =>
  parseCertificate(new Uint8Array(await readFile(join(folder, `${name}.crt`))))

const findCertificate = (folder: string, name: AuthorityKey): Promise<Certificate | null> =>
  readCertificate(folder, name).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })

/** The token that keys of the folder live in, and which. */
interface Held {
  readonly token: Token
  readonly settings: TokenSettings
}

const openHeld = async ({ folder, random }: KeyFolderOptions): Promise<Held | null> => {
  const settings = await findTokenSettings(folder)
  return settings === null ? null : { settings, token: await openTokenOf(settings, random) }
}

const signingKeyIn = async (
  folder: string,
  box: KeyBox,
  held: Held | null,
  name: AuthorityKey,
): Promise<SigningKey> => {
  const id = isTokenKey(name) ? held?.settings.keys[name] : undefined
  return held === null || id === undefined ? importKey(await openFile(folder, box, name)) : held.token.key(id)
}

/** Adds the keys that the folder does not have yet, and a responder's new ones in time. */
const upgrade = async (options: KeyFolderOptions, box: KeyBox, held: Held | null): Promise<Held | null> => {
  const { folder, address, now, random } = options
  const due: AuthorityKey[] = []
  for (const name of ADDED) {
    const found = await findCertificate(folder, name)
    const isEnding = name === 'ocsp' && found !== null && found.notAfter.getTime() - now.getTime() < RENEWED_BEFORE
    if (found === null || isEnding) due.push(name)
  }
  if (due.length === 0) return held
  const certificate = await readCertificate(folder, 'issuing')
  const issuer = { certificate, privateKey: await signingKeyIn(folder, box, held, 'issuing') }
  const id = authorityId(certificate)
  const keys = { ...held?.settings.keys }
  await stageFiles(folder, async (staging) => {
    for (const name of due) {
      const facts = { name, id, issuer, address, now, random }
      if (held === null || !isTokenKey(name)) await writePair(staging, box, name, await makeAuthorityKey(facts))
      else {
        const made = await makeTokenKey(held.token, facts)
        keys[name] = made.id
        await writeNew(join(staging, `${name}.crt`), made.certificate.der)
      }
    }
    if (held !== null) await writeNew(join(staging, TOKEN_FILE), tokenSettingsText(held.settings, keys))
  })
  return held === null ? null : { token: held.token, settings: { ...held.settings, keys } }
}

/** Splits a recovery key from before. Until its file is replaced, shares that were left are of no use. */
const splitRecovery = async ({ folder, random }: KeyFolderOptions, box: KeyBox): Promise<void> => {
  const file = join(folder, 'recovery.key')
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null // Kept elsewhere.
    throw error
  })
  if (text === null || !isUnsplit(text)) return
  const pkcs8 = await box.open('recovery', text)
  const split = await splitRecoveryKey(pkcs8, random)
  pkcs8.fill(0)
  await writeShares(dirname(folder), split.shares, await readCertificate(folder, 'recovery'))
  await replaceFile(file, split.file)
}

/** Completes the folder, and makes sure that the token's keys are those of the certificates. */
const openKeys = async (options: KeyFolderOptions, box: KeyBox, found: Held | null): Promise<KeyFolder> => {
  const { folder } = options
  let held = await upgrade(options, box, found)
  await splitRecovery(options, box)
  const pairs = AUTHORITY_KEYS.map(async (name) => [name, await readCertificate(folder, name)] as const)
  const certificates = Object.fromEntries(await Promise.all(pairs)) as KeyFolder['certificates']
  if (held !== null) await checkTokenKeys(held.token, held.settings, certificates)
  return {
    certificates,
    key: (name) => openFile(folder, box, name),
    signingKey: (name) => signingKeyIn(folder, box, held, name),
    storageKey: () => openFile(folder, box, STORAGE_KEY),
    renewResponder: async (now) => {
      const { fingerprint } = await readCertificate(folder, 'ocsp')
      held = await upgrade({ ...options, now }, box, held)
      const certificate = await readCertificate(folder, 'ocsp')
      if (certificate.fingerprint === fingerprint) return null
      return { certificate, key: await signingKeyIn(folder, box, held, 'ocsp') }
    },
    close: async () => held?.token.close(),
  }
}

/**
 * Opens the folder, adds what it lacks, and founds a new authority when there is none. Throws
 * `passphrase-wrong`; where keys live in a token, also `token-missing`, `token-pin-wrong` and
 * `token-key-missing`.
 */
export const openKeyFolder = async (options: KeyFolderOptions): Promise<KeyFolder> => {
  const { folder, passphraseFile, random } = options
  if ((await findCertificate(folder, 'root')) === null) await foundFolder(options)
  await finishStaged(folder)
  const passphrase = await readPassphrase(passphraseFile ?? join(folder, PASSPHRASE))
  const box = createKeyBox(passphrase, random)
  const held = await openHeld(options)
  try {
    return await openKeys(options, box, held)
  } catch (error) {
    await held?.token.close()
    throw error
  }
}
