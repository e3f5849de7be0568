/**
 * Keys that wait for their certificates: all that a credential will hold but what comes from the
 * authority. They lie under the PIN's lock from the beginning, so that they can be kept before
 * anything is asked for them.
 */
import { z } from 'zod'
import { toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { makeCsr } from '#core/certificate/csr'
import type { SubtleKey } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import type { RandomBytes } from '#core/pairing/ports'
import { endorsementBytes, signProof } from '#core/pairing/proof'
import { deviceKeys, makeDeviceKeys } from './device.ts'
import type { ServerApi, Share } from './http.ts'
import { lockContentKey, makeContentKey, pinSecrets, unlockContentKey, verifierOf } from './lock.ts'
import { pinCost, type PinCost } from './pin.ts'
import { importPrivateKey, olderName, unwrapPrivateKey, wrapPrivateKey } from './private-key.ts'
import { sealed, storedBytes, storedChain } from './stored.ts'
import { wipe } from './wipe.ts'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const

export const waitingKeys = z.object({
  version: z.literal(1),
  /** PKCS#10 for the signing key, DER. */
  csr: storedBytes,
  /** SPKI of the signing key. */
  publicKey: storedBytes,
  /** What the phone calls itself. */
  device: z.string(),
  deviceKeys,
  /** By the signing key, over the public device key. */
  endorsement: storedBytes,
  /** Name of the server's share. */
  share: storedBytes,
  salt: storedBytes,
  cost: pinCost,
  /** The content key under the wrapping key. */
  lock: sealed,
  /** The signing key under the content key. */
  sign: sealed,
  /** Encryption certificates whose keys go on, the newest first, with their keys under the content key. */
  older: z.array(z.object({ encryption: storedChain, key: sealed })),
})
export type WaitingKeys = z.infer<typeof waitingKeys>

/** An encryption key that stays usable under a new credential. */
export interface KeptKey {
  readonly encryption: WaitingKeys['older'][number]['encryption']
  readonly pkcs8: Bytes
}

/** Waiting keys whose PIN was given. The keys can be exported, to be wrapped under their certificate. */
export interface OpenWaitingKeys {
  readonly waiting: WaitingKeys
  readonly contentKey: SubtleKey
  readonly sign: SubtleKey
  readonly older: readonly SubtleKey[]
}

export interface WaitingKeysOrder {
  readonly creditCode: string
  readonly pin: string
  readonly device: string
  readonly kept: readonly KeptKey[]
}

/** What the keys are bound to as long as they have no certificate. */
const nameOf = ({ share }: Pick<WaitingKeys, 'share'>): string => `waiting/${toBase64url(share)}`

const olderNameOf = (name: string, [leaf]: KeptKey['encryption']): string =>
  olderName(name, parseCertificate(leaf).fingerprint)

/** Makes keys under a PIN. They open once `deposit` lies with the server; whoever has sent it overwrites it. */
export const makeWaitingKeys = async (
  { creditCode, pin, device, kept }: WaitingKeysOrder,
  { random, cost }: { readonly random: RandomBytes; readonly cost: PinCost },
): Promise<OpenWaitingKeys & { readonly deposit: Share }> => {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const own = await makeDeviceKeys()
  const older = await Promise.all(kept.map(({ pkcs8 }) => importPrivateKey(pkcs8, 'encrypt', true)))
  const contentKey = await makeContentKey()
  const salt = random(16)
  const deposit = { id: random(16), share: random(32) }
  const secrets = await pinSecrets(pin, salt, cost)
  try {
    const name = nameOf({ share: deposit.id })
    const waiting: WaitingKeys = {
      version: 1,
      csr: await makeCsr({ publicKey, privateKey }, creditCode),
      publicKey: new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)),
      device,
      deviceKeys: own,
      endorsement: await signProof(privateKey, endorsementBytes(own.publicKey)),
      share: deposit.id,
      salt,
      cost,
      lock: await lockContentKey(contentKey, { device: own, salt, secrets, share: deposit.share }, random),
      sign: await wrapPrivateKey(privateKey, contentKey, name, 'sign', random),
      older: await Promise.all(
        kept.map(async ({ encryption }, at) => ({
          encryption,
          key: await wrapPrivateKey(older[at]!, contentKey, olderNameOf(name, encryption), 'encrypt', random),
        })),
      ),
    }
    const verifier = await verifierOf(secrets)
    return { waiting, contentKey, sign: privateKey, older, deposit: { ...deposit, verifier } }
  } finally {
    wipe(secrets.key, secrets.proof)
  }
}

/** Opens them again. Throws `pin-wrong` (details.triesLeft), `pin-locked` or `server-unreachable`. */
export const openWaitingKeys = async (waiting: WaitingKeys, pin: string, api: ServerApi): Promise<OpenWaitingKeys> => {
  const { salt, cost, deviceKeys: device, lock } = waiting
  const name = nameOf(waiting)
  const secrets = await pinSecrets(pin, salt, cost)
  let share: Bytes | null = null
  try {
    share = await api.releaseShare(waiting.share, secrets.proof)
    const contentKey = await unlockContentKey(lock, { device, salt, secrets, share })
    if (contentKey === null) throw new AppError('storage-unavailable', { reason: 'lock damaged' })
    const [sign, ...older] = await Promise.all([
      unwrapPrivateKey(waiting.sign, contentKey, name, 'sign', true),
      ...waiting.older.map(({ encryption, key }) =>
        unwrapPrivateKey(key, contentKey, olderNameOf(name, encryption), 'encrypt', true),
      ),
    ])
    return { waiting, contentKey, sign, older }
  } finally {
    wipe(secrets.key, secrets.proof, ...(share === null ? [] : [share]))
  }
}
