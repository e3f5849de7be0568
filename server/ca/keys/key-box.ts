/**
 * Secrets in files, under a passphrase: scrypt (RFC 7914), then AES-256-GCM with the secret's name as
 * associated data. A box derives its key once; the files that it makes share their salt.
 */
import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto'
import { z } from 'zod'
import { fromBase64url, toBase64url } from '#core/bytes/base64url'
import { concat, ownBytes, utf8, type Bytes } from '#core/bytes/bytes'
import { canonicalJson } from '#core/bytes/canonical-json'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'

const FORMAT = 'bidseal-key/1'
const CIPHER = 'aes-256-gcm'
const COST = { n: 2 ** 17, r: 8, p: 1 }
/** For passphrases of 128 random bits or more, which need no stretching. */
export const RANDOM_COST = { n: 1024, r: 8, p: 1 }
const MAX_COST = { n: 2 ** 20, r: 32, p: 16 }
const TAG = 16
const MEMORY = 2 ** 30

const keyFile = z.strictObject({
  format: z.literal(FORMAT),
  name: z.string().max(64),
  n: z.int().min(2).max(MAX_COST.n),
  r: z.int().min(1).max(MAX_COST.r),
  p: z.int().min(1).max(MAX_COST.p),
  salt: z.string().max(128),
  nonce: z.string().max(32),
  sealed: z.string().max(65536),
})

export interface KeyBox {
  /** The text of a file. */
  seal(name: string, secret: Bytes): Promise<string>
  /** Throws `passphrase-wrong`, or `file-unreadable` when the text is no such file or is one for another name. */
  open(name: string, text: string): Promise<Bytes>
}

type Cost = typeof COST

/**
 * Whether scrypt takes these (RFC 7914, section 6) within the memory limit. It is not asked otherwise: what goes wrong
 * in it, Node reports a second time to whoever imports a key next.
 */
const isDerivable = ({ n, r, p }: Cost): boolean =>
  Number.isInteger(Math.log2(n)) && Math.log2(n) < 16 * r && 128 * r * (n + p + 2) <= MEMORY

const derive = (passphrase: string, salt: Bytes, { n, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, { N: n, r, p, maxmem: MEMORY }, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })

const readFields = (text: string): z.output<typeof keyFile> => {
  try {
    return keyFile.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('file-unreadable', { reason: 'not a key file' }, cause)
  }
}

const readBytes = (text: string): Bytes => {
  const bytes = fromBase64url(text)
  if (bytes === null) throw new AppError('file-unreadable', { reason: 'not a key file' })
  return bytes
}

/** The name that a key file is for. Throws `file-unreadable`. */
export const nameOfKeyFile = (text: string): string => readFields(text).name

export const createKeyBox = (passphrase: string, random: RandomBytes, cost: Cost = COST): KeyBox => {
  const ownSalt = random(16)
  const keys = new Map<string, Promise<Buffer>>()

  const keyFor = (salt: Bytes, { n, r, p }: Cost): Promise<Buffer> => {
    const id = [toBase64url(salt), n, r, p].join()
    const key = keys.get(id) ?? derive(passphrase, salt, { n, r, p })
    keys.set(id, key)
    return key
  }

  return {
    seal: async (name, secret) => {
      const nonce = random(12)
      const cipher = createCipheriv(CIPHER, await keyFor(ownSalt, cost), nonce).setAAD(utf8(name))
      const sealed = concat(cipher.update(secret), cipher.final(), cipher.getAuthTag())
      const fields = { salt: toBase64url(ownSalt), nonce: toBase64url(nonce), sealed: toBase64url(sealed) }
      return `${canonicalJson({ format: FORMAT, name, ...cost, ...fields })}\n`
    },

    open: async (name, text) => {
      const fields = readFields(text)
      if (fields.name !== name) throw new AppError('file-unreadable', { reason: 'a key file for another name' })
      if (!isDerivable(fields))
        throw new AppError('file-unreadable', { reason: 'a cost that no key can be derived at' })
      const sealed = readBytes(fields.sealed)
      const key = await keyFor(readBytes(fields.salt), fields)
      try {
        const decipher = createDecipheriv(CIPHER, key, readBytes(fields.nonce)).setAAD(utf8(name))
        decipher.setAuthTag(sealed.subarray(-TAG))
        return ownBytes(concat(decipher.update(sealed.subarray(0, -TAG)), decipher.final()))
      } catch (cause) {
        throw new AppError('passphrase-wrong', { file: name }, cause)
      }
    },
  }
}
