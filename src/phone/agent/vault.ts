/** Opens a credential's keys with the PIN and the server's share, and changes the PIN. */
import type { Bytes } from '#core/bytes/bytes'
import type { SubtleKey } from '#core/cms/auth-enveloped'
import { AppError, type ErrorCode } from '#core/errors'
import type { RandomBytes } from '#core/pairing/ports'
import { encryptionCertificates, type Credential, type Credentials } from './credential.ts'
import type { ServerApi } from './http.ts'
import { lockContentKey, pinSecrets, unlockContentKey, verifierOf, type LockParts } from './lock.ts'
import { requirePin } from './pin.ts'
import { olderName, unwrapPrivateKey, type KeyUse } from './private-key.ts'
import { createQueue, type Queue } from './queue.ts'
import type { Sealed } from './stored.ts'
import { wipe } from './wipe.ts'

export interface OpenKeys {
  readonly sign: SubtleKey
  /** Of the encryption certificates, in the order of `encryptionCertificates`. */
  readonly encrypt: readonly SubtleKey[]
}

/** The same as PKCS#8. */
export interface ExportedKeys {
  readonly sign: Bytes
  readonly encrypt: readonly Bytes[]
}

/** What the PIN opens. */
export interface OpenCredential {
  readonly own: Credential
  /** Wraps and unwraps the credential's keys; cannot be exported. */
  readonly contentKey: SubtleKey
}

/** All methods throw `pin-wrong` (details.triesLeft), `pin-locked`, `no-certificate` or `server-unreachable`. */
export interface Vault {
  /** The private keys for one operation: forget them after it. */
  openKeys(credential: string, pin: string): Promise<OpenKeys>
  /** The content key for one operation, and the credential as it then is; `use` may write it again. */
  open<T>(credential: string, pin: string, use: (opened: OpenCredential) => Promise<T>): Promise<T>
  /** The same, to be written into files or under a new credential. Whoever gets them overwrites them. */
  exportKeys(credential: string, pin: string): Promise<ExportedKeys>
  /**
   * Whatever happens in between, the old PIN or the new one works. Throws `pin-weak` as well; after
   * `server-unreachable` either of them may be the one.
   */
  changePin(credential: string, oldPin: string, newPin: string): Promise<void>
}

export interface VaultOptions {
  readonly credentials: Credentials
  readonly api: ServerApi
  readonly random: RandomBytes
  /** One piece of work after the other, whoever else uses the same store. */
  readonly queue?: Queue
}

interface Opened {
  readonly own: Credential
  readonly parts: LockParts
  readonly contentKey: SubtleKey
  readonly lock: Sealed
}

/** After these the server has certainly not changed anything. */
const REFUSED: readonly ErrorCode[] = ['pin-wrong', 'pin-locked', 'not-authorised', 'rate-limited', 'invalid-input']

const partsOf = ({ deviceKeys, salt }: Credential, secrets: LockParts['secrets'], share: Bytes): LockParts => ({
  device: deviceKeys,
  salt,
  secrets,
  share,
})

export const createVault = ({ credentials, api, random, queue = createQueue() }: VaultOptions): Vault => {
  const release = async ({ id, share }: Credential, proof: Bytes): Promise<Bytes> => {
    try {
      const released = await api.releaseShare(share, proof)
      await credentials.setLocked(id, false)
      return released
    } catch (error) {
      if (error instanceof AppError && error.code === 'pin-locked') await credentials.setLocked(id, true)
      throw error
    }
  }

  /** Hands the content key to `use` and overwrites all that led to it. */
  const unlock = async <T>(
    id: string,
    pin: string,
    isLockable: boolean,
    use: (opened: Opened) => Promise<T>,
  ): Promise<T> => {
    const own = await credentials.read(id)
    const secrets = await pinSecrets(pin, own.salt, own.cost)
    let share: Bytes | null = null
    try {
      share = await release(own, secrets.proof)
      const parts = partsOf(own, secrets, share)
      for (const lock of own.locks) {
        const contentKey = await unlockContentKey(lock, parts, isLockable)
        if (contentKey !== null) return await use({ own, parts, contentKey, lock })
      }
      throw new AppError('storage-unavailable', { reason: 'lock damaged' })
    } finally {
      wipe(secrets.key, secrets.proof, ...(share === null ? [] : [share]))
    }
  }

  /** Once the server has taken a PIN, the lock of the other one is of no use. */
  const settle = async (opened: Opened): Promise<Opened> => {
    if (opened.own.locks.length === 1) return opened
    const own = { ...opened.own, locks: [opened.lock] }
    await credentials.write(own)
    return { ...opened, own }
  }

  const unwrap = ({ own, contentKey }: Opened, use: KeyUse, isExtractable: boolean): Promise<SubtleKey> =>
    unwrapPrivateKey(own.keys[use], contentKey, own.id, use, isExtractable)

  const unwrapAll = async (opened: Opened, isExtractable: boolean): Promise<OpenKeys> => {
    const { own, contentKey } = opened
    const [, ...older] = encryptionCertificates(own)
    const olderKeys = own.older.map(({ key }, at) =>
      unwrapPrivateKey(key, contentKey, olderName(own.id, older[at]?.fingerprint ?? ''), 'encrypt', isExtractable),
    )
    const [sign, encrypt] = await Promise.all([
      unwrap(opened, 'sign', isExtractable),
      Promise.all([unwrap(opened, 'encrypt', isExtractable), ...olderKeys]),
    ])
    return { sign, encrypt }
  }

  const replaceLock = async (newPin: string, { own, parts, contentKey, lock }: Opened): Promise<void> => {
    const secrets = await pinSecrets(newPin, own.salt, own.cost)
    try {
      const fresh = await lockContentKey(contentKey, { ...parts, secrets }, random)
      await credentials.write({ ...own, locks: [lock, fresh] })
      const change = { id: own.share, proof: parts.secrets.proof, verifier: await verifierOf(secrets) }
      await api.changeShare(change).catch(async (error: unknown) => {
        if (error instanceof AppError && REFUSED.includes(error.code))
          await credentials.write({ ...own, locks: [lock] })
        throw error
      })
      await credentials.write({ ...own, locks: [fresh] })
    } finally {
      wipe(secrets.key, secrets.proof)
    }
  }

  return {
    openKeys: (id, pin) =>
      queue(() => unlock(id, pin, false, async (opened) => unwrapAll(await settle(opened), false))),
    open: (id, pin, use) => queue(() => unlock(id, pin, false, async (opened) => use(await settle(opened)))),
    exportKeys: (id, pin) =>
      queue(() =>
        unlock(id, pin, false, async (opened) => {
          const bytes = async (key: SubtleKey): Promise<Bytes> =>
            new Uint8Array(await crypto.subtle.exportKey('pkcs8', key))
          const { sign, encrypt } = await unwrapAll(opened, true)
          return { sign: await bytes(sign), encrypt: await Promise.all(encrypt.map(bytes)) }
        }),
      ),
    changePin: (id, oldPin, newPin) =>
      queue(async () => {
        requirePin(newPin)
        await unlock(id, oldPin, true, (opened) => replaceLock(newPin, opened))
      }),
  }
}
