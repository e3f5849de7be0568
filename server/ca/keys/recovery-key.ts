/**
 * The recovery key's file, `recovery.key`: encrypted under a random secret that exists as three
 * shares only, two of which open it. The key that they open opens every escrowed key.
 */
import { join } from 'node:path'
import { toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { combineShares, splitSecret } from '#core/bytes/secret-shares'
import { newShareSet, readShare, writeShare, type LabelledShare } from '#core/bytes/share-text'
import type { Certificate } from '#core/certificate/certificate'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import { replaceFile } from './durable.ts'
import { createKeyBox, nameOfKeyFile, RANDOM_COST } from './key-box.ts'

export const SHARES = 3
export const NEEDED = 2

/** How files from before the split are named inside. */
const UNSPLIT = 'recovery'

const nameOf = (set: string): string => `${UNSPLIT} ${set}`

export interface SplitRecoveryKey {
  /** The text of `recovery.key`. */
  readonly file: string
  readonly shares: readonly LabelledShare[]
}

/** Encrypts the recovery key under a new secret. */
export const splitRecoveryKey = async (pkcs8: Bytes, random: RandomBytes): Promise<SplitRecoveryKey> => {
  const secret = random(32)
  const set = newShareSet(random)
  const file = await createKeyBox(toBase64url(secret), random, RANDOM_COST).seal(nameOf(set), pkcs8)
  const shares = splitSecret(secret, { count: SHARES, threshold: NEEDED, random })
  secret.fill(0)
  return { file, shares: shares.map((share) => ({ ...share, set })) }
}

/** Whether a `recovery.key` still opens by the folder's passphrase. */
export const isUnsplit = (file: string): boolean => nameOfKeyFile(file) === UNSPLIT

export const shareFile = (index: number): string => `recovery-share-${index}.txt`

/** Leaves each share in a file of its own, for its keeper to take away. */
export const writeShares = async (
  folder: string,
  shares: readonly LabelledShare[],
  recovery: Certificate,
): Promise<void> => {
  for (const share of shares) {
    const lines = [
      `BidSeal recovery share ${share.index} of ${SHARES}. Any ${NEEDED} open the recovery key; one alone says nothing.`,
      `标印恢复份额 ${share.index}/${SHARES}：任意 ${NEEDED} 份可打开恢复密钥，单独一份没有用处。`,
      `Certificate: ${recovery.subject}`,
      `SHA-256: ${recovery.fingerprint}`,
      `Set: ${share.set}`,
      'Print it, give it to its keeper, and delete this file. 打印后交给保管人，然后删除本文件。',
      '',
      'Share:',
      writeShare(share),
      '',
    ]
    await replaceFile(join(folder, shareFile(share.index)), lines.join('\n'))
  }
}

/** A share as its keeper typed it. */
export interface ShareText {
  /** For the error. */
  readonly name: string
  readonly text: string
}

const read = ({ name, text }: ShareText, set: string): LabelledShare => {
  try {
    const share = readShare(text)
    if (share.set !== set) throw new AppError('share-foreign', { set: share.set, needed: set })
    return share
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, { name, ...error.details }, error)
  }
}

/**
 * Opens `recovery.key` by two shares; PKCS#8. Throws `invalid-input` for fewer or more, and
 * `share-malformed`, `share-foreign` or `shares-equal`, which name the share.
 */
export const openRecoveryKey = async (file: string, texts: readonly ShareText[]): Promise<Bytes> => {
  const name = nameOfKeyFile(file)
  if (name === UNSPLIT) throw new AppError('share-foreign', { reason: 'recovery.key is not split yet' })
  if (texts.length !== NEEDED) throw new AppError('invalid-input', { reason: `${NEEDED} shares are needed` })
  const shares = texts.map((text) => read(text, name.slice(UNSPLIT.length + 1)))
  const secret = combineShares(shares)
  try {
    const box = createKeyBox(toBase64url(secret), (length) => new Uint8Array(length), RANDOM_COST)
    return await box.open(name, file)
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'passphrase-wrong') throw cause
    throw new AppError('share-foreign', { reason: 'these shares do not open this key' }, cause)
  } finally {
    secret.fill(0)
  }
}
