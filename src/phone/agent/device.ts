/**
 * The keys of the device itself, made for one credential. They cannot be exported and need no PIN:
 * alone they open nothing and sign nothing but introductions.
 */
import { z } from 'zod'
import type { Bytes } from '#core/bytes/bytes'
import { storedBytes, storedKey } from './stored.ts'

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const
const HMAC = { name: 'HMAC', hash: 'SHA-256', length: 256 } as const

export const deviceKeys = z.object({
  /** HMAC SHA-256: the device's part of the wrapping key. */
  mac: storedKey,
  /** ECDSA P-256: introduces the device to a desktop. */
  proof: storedKey,
  /** SPKI of the public half of `proof`. */
  publicKey: storedBytes,
})
export type DeviceKeys = z.infer<typeof deviceKeys>

export const makeDeviceKeys = async (): Promise<DeviceKeys> => {
  const mac = await crypto.subtle.generateKey(HMAC, false, ['sign'])
  const { publicKey, privateKey } = await crypto.subtle.generateKey(ECDSA, false, ['sign', 'verify'])
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))
  return { mac, proof: privateKey, publicKey: spki }
}

/** 32 bytes that only this device can derive from the parts of a secret. */
export const deriveOnDevice = async ({ mac }: DeviceKeys, parts: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.sign('HMAC', mac, parts))
