/** What the phone keeps of an enrolment, and what people see of it. One record is written at once: it is whole or not there. */
import { z } from 'zod'
import { isSha256, type Sha256 } from '#core/bytes/digest'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { parseSealRecord } from '#core/certificate/seal-record'
import { AppError } from '#core/errors'
import { deviceKeys } from './device.ts'
import { pinCost } from './pin.ts'
import { sealed, storedBytes, storedChain } from './stored.ts'
import type { AgentStore, CredentialView, SealSummary } from './views.ts'

const credential = z.object({
  version: z.literal(1),
  /** SHA-256 of the signing certificate. */
  id: z.string().refine((text): text is Sha256 => isSha256(text), 'not a digest'),
  /** That it was issued for; absent where nobody has applied: in a demo. */
  application: z.string().optional(),
  /** Milliseconds since 1970. */
  enrolledAt: z.number(),
  /** What the phone calls itself. */
  device: z.string(),
  /** DER, the certificate first, then its issuers without the root. */
  signing: storedChain,
  encryption: storedChain,
  /** DER of the root that both were checked against. */
  root: storedBytes,
  /** DER of the seal records. */
  seals: z.array(storedBytes),
  deviceKeys,
  /** By the signing key, over the public device key. */
  endorsement: storedBytes,
  /** Name of the server's share. */
  share: storedBytes,
  salt: storedBytes,
  cost: pinCost,
  /** The content key under the wrapping key: two only while it is not known which of two PINs the server takes. */
  locks: z.array(sealed).min(1).max(2),
  /** The private keys under the content key. */
  keys: z.object({ sign: sealed, encrypt: sealed }),
  /** Encryption certificates that were renewed since, the newest first, with their keys under the content key. */
  older: z.array(z.object({ encryption: storedChain, key: sealed })).default([]),
})
export type Credential = z.infer<typeof credential>

export const signingCertificate = ({ signing }: Pick<Credential, 'signing'>): Certificate =>
  parseCertificate(signing[0])
/** The one for new bid files first, then those that were renewed. */
export const encryptionCertificates = ({ encryption, older }: Credential): readonly Certificate[] =>
  [encryption, ...older.map((each) => each.encryption)].map(([leaf]) => parseCertificate(leaf))

const sealSummary = (record: Credential['seals'][number]): SealSummary => {
  const { kind, name, width, height, picture, validEnd } = parseSealRecord(record)
  return { kind, name, width, height, image: picture, until: validEnd.toISOString() }
}

export const credentialView = (own: Credential, state: CredentialView['state']): CredentialView => {
  const { company, creditCode, person, serial, notBefore, notAfter } = signingCertificate(own)
  return {
    id: own.id,
    company,
    creditCode,
    person,
    device: own.device,
    serial,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    state,
    seals: own.seals.map(sealSummary),
  }
}

const CREDENTIAL = 'credential/'
const LOCKED = 'locked/'
const REVOKED = 'revoked/'
const CHOSEN = 'chosen'

const parse = (value: unknown): Credential => {
  const parsed = credential.safeParse(value)
  if (!parsed.success) throw new AppError('storage-unavailable', { reason: 'credential damaged' }, parsed.error)
  return parsed.data
}

export interface Credentials {
  /** The newest first. Throws `storage-unavailable` rather than leave out what cannot be read. */
  list(): Promise<readonly Credential[]>
  /** Throws `no-certificate`. */
  read(id: string): Promise<Credential>
  /** The last one chosen, else the newest. */
  current(): Promise<Credential | null>
  /** Throws `no-certificate`. */
  choose(id: string): Promise<void>
  write(own: Credential): Promise<void>
  /** Whether the server has last said that it releases no share any more. */
  isLocked(id: string): Promise<boolean>
  setLocked(id: string, isLocked: boolean): Promise<void>
  /** Whether its holder has given it up here, or the server has said that it is revoked. */
  isRevoked(id: string): Promise<boolean>
  markRevoked(id: string): Promise<void>
}

export const openCredentials = (store: AgentStore): Credentials => {
  const find = async (id: string): Promise<Credential | null> => {
    const value = await store.read(CREDENTIAL + id)
    return value === undefined ? null : parse(value)
  }
  const list = async (): Promise<readonly Credential[]> => {
    const keys = await store.keys(CREDENTIAL)
    const values = await Promise.all(keys.map((key) => store.read(key)))
    return values.map(parse).sort((a, b) => b.enrolledAt - a.enrolledAt)
  }
  const read = async (id: string): Promise<Credential> => {
    const own = await find(id)
    if (own === null) throw new AppError('no-certificate')
    return own
  }
  const isLocked = async (id: string): Promise<boolean> => (await store.read(LOCKED + id)) === true
  return {
    list,
    read,
    current: async () => {
      const chosen = await store.read(CHOSEN)
      const own = typeof chosen === 'string' ? await find(chosen) : null
      return own ?? (await list())[0] ?? null
    },
    choose: async (id) => store.write(CHOSEN, (await read(id)).id),
    write: (own) => store.write(CREDENTIAL + own.id, own),
    isLocked,
    setLocked: async (id, locked) => {
      if (locked) await store.write(LOCKED + id, true)
      else if (await isLocked(id)) await store.remove(LOCKED + id)
    },
    isRevoked: async (id) => (await store.read(REVOKED + id)) === true,
    markRevoked: (id) => store.write(REVOKED + id, true),
  }
}
