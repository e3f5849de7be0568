/** The authority's folder: certificates, and their keys under a passphrase. Written once, as a whole. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes, SubtleKey } from '#core/cms/auth-enveloped'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { issueCertificate } from '#core/certificate/issue'
import { lintCertificate } from '#core/certificate/lint'
import { endOfProfile, type ProfileName } from '#core/certificate/profiles'
import { AppError } from '#core/errors'
import { createKeyBox, type KeyBox } from './key-box.ts'

export const AUTHORITY_KEYS = ['root', 'issuing', 'seal-maker', 'recovery'] as const
export type AuthorityKey = (typeof AUTHORITY_KEYS)[number]

/** Encrypts what the server keeps for phones. */
export const STORAGE_KEY = 'storage'

/** Where the authority's certificates and revocation lists are found. */
export interface AuthorityUrls {
  readonly crl: string
  readonly issuer: string
}

/** The addresses that certificates of an issuer name. */
export const urlsOf = (server: string, issuer: 'root' | 'issuing'): AuthorityUrls => ({
  crl: new URL(`/ca/${issuer}.crl`, server).href,
  issuer: new URL(`/ca/${issuer}.crt`, server).href,
})

export interface KeyFolder {
  readonly certificates: { readonly [name in AuthorityKey]: Certificate }
  /** PKCS#8 of a key. Throws `passphrase-wrong`, or `file-not-found` when its file is kept elsewhere. */
  key(name: AuthorityKey): Promise<Bytes>
  storageKey(): Promise<Bytes>
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

const PASSPHRASE = 'passphrase'
const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const HOUR = 3600_000
/** For clocks that are behind. */
const BACKDATED = HOUR
const PRIVATE = { mode: 0o600 }

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

const readPassphrase = async (file: string): Promise<string> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('passphrase-wrong', { reason: 'cannot read the passphrase', file }, cause)
  })
  return text.replace(/\r?\n$/, '')
}

interface Founded {
  readonly certificate: Bytes
  readonly privateKey: SubtleKey
}

/** Makes a key and its certificate. `issuer` null is for the root. */
const found = async (
  { address, now, random }: KeyFolderOptions,
  profile: ProfileName,
  commonName: string,
  issuer: Founded | null,
): Promise<Founded> => {
  const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const notBefore = new Date(now.getTime() - BACKDATED)
  const certificate = await issueCertificate({
    profile,
    subject: { company: 'BidSeal', commonName },
    publicKey: new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)),
    issuer: issuer === null ? null : parseCertificate(issuer.certificate),
    signingKey: issuer?.privateKey ?? keys.privateKey,
    serial: random(16),
    notBefore,
    notAfter: endOfProfile(profile, notBefore),
    urls: issuer === null ? null : urlsOf(address, profile === 'issuing' ? 'root' : 'issuing'),
  })
  const findings = lintCertificate(certificate, profile)
  if (findings.length > 0) throw new AppError('internal', { reason: `lint: ${findings.join('; ')}` })
  return { certificate, privateKey: keys.privateKey }
}

const foundFolder = async (options: KeyFolderOptions): Promise<void> => {
  const { folder, passphraseFile, random } = options
  const partial = `${folder}.partial`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true, mode: 0o700 })
  const passphrase = passphraseFile === null ? toBase64url(random(24)) : await readPassphrase(passphraseFile)
  if (passphrase === '') throw new AppError('passphrase-wrong', { reason: 'empty' })
  if (passphraseFile === null) await writeFile(join(partial, PASSPHRASE), `${passphrase}\n`, PRIVATE)
  const box = createKeyBox(passphrase, random)
  const id = Buffer.from(random(4)).toString('hex').toUpperCase()
  const root = await found(options, 'root', `BidSeal Root CA ${id}`, null)
  const issuing = await found(options, 'issuing', `BidSeal Issuing CA ${id}`, root)
  const sealMaker = await found(options, 'seal-maker', `BidSeal Seal Maker ${id}`, issuing)
  const recovery = await found(options, 'key-recovery', `BidSeal Key Recovery ${id}`, issuing)
  for (const [name, { certificate, privateKey }] of Object.entries({
    root,
    issuing,
    'seal-maker': sealMaker,
    recovery,
  })) {
    const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey))
    await writeFile(join(partial, `${name}.key`), await box.seal(name, pkcs8), PRIVATE)
    await writeFile(join(partial, `${name}.crt`), certificate)
    pkcs8.fill(0)
  }
  await writeFile(join(partial, `${STORAGE_KEY}.key`), await box.seal(STORAGE_KEY, random(32)), PRIVATE)
  await rename(partial, folder)
}

const openFile = async (folder: string, box: KeyBox, name: string): Promise<Bytes> => {
  const file = `${name}.key`
  const text = await readFile(join(folder, file), 'utf8').catch((cause: unknown) => {
    throw new AppError(isMissing(cause) ? 'file-not-found' : 'file-unreadable', { file }, cause)
  })
  return box.open(name, text)
}

const readCertificate = async (folder: string, name: string): Promise<Certificate> =>
  parseCertificate(new Uint8Array(await readFile(join(folder, `${name}.crt`))))

/** Opens the folder; founds a new authority when there is none. */
export const openKeyFolder = async (options: KeyFolderOptions): Promise<KeyFolder> => {
  const { folder, passphraseFile, random } = options
  const exists = await readFile(join(folder, 'root.crt')).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false
      throw error
    },
  )
  if (!exists) await foundFolder(options)
  const passphrase = await readPassphrase(passphraseFile ?? join(folder, PASSPHRASE))
  const box = createKeyBox(passphrase, random)
  const [root, issuing, sealMaker, recovery] = await Promise.all([
    readCertificate(folder, 'root'),
    readCertificate(folder, 'issuing'),
    readCertificate(folder, 'seal-maker'),
    readCertificate(folder, 'recovery'),
  ])
  return {
    certificates: { root, issuing, 'seal-maker': sealMaker, recovery },
    key: (name) => openFile(folder, box, name),
    storageKey: () => openFile(folder, box, STORAGE_KEY),
  }
}
