/** Gets a credential: keys are made here, certificates come from the server, and nothing is believed unchecked. */
import type { HeaderFacts } from '#core/bidfile/header'
import { FILE_KEY_LENGTH, openSlot, sealSlot } from '#core/bidfile/slot'
import { toBase64url } from '#core/bytes/base64url'
import { equalBytes, toHex, type Bytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { judgeChain } from '#core/certificate/chain'
import { isCreditCode } from '#core/certificate/credit-code'
import { makeCsr } from '#core/certificate/csr'
import type { EnrolmentAnswer } from '#core/certificate/enrolment'
import { verifySealRecord } from '#core/certificate/seal-record'
import { openEnvelope, type SubtleKey } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import type { Clock, RandomBytes } from '#core/pairing/ports'
import { endorsementBytes, signProof } from '#core/pairing/proof'
import type { Credential } from './credential.ts'
import { makeDeviceKeys } from './device.ts'
import type { ServerApi } from './http.ts'
import { lockContentKey, makeContentKey, pinSecrets, verifierOf } from './lock.ts'
import { requirePin, type PinCost } from './pin.ts'
import { importPrivateKey, olderName, wrapPrivateKey } from './private-key.ts'
import { wipe } from './wipe.ts'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
/** What an answer to `identify` may hold beside its certificates. */
const MAX_SEALS = 256 * 1024

export interface EnrolOrder {
  readonly person: string
  readonly creditCode: string
  readonly pin: string
  readonly device: string
  /** Of the certificate that is renewed, the newest first. */
  readonly kept: readonly KeptKey[]
}

/** An encryption key that stays usable under the new credential. */
export interface KeptKey {
  /** DER, the certificate first. */
  readonly encryption: Credential['encryption']
  readonly pkcs8: Bytes
}

export interface EnrolPorts {
  readonly api: ServerApi
  readonly clock: Clock
  readonly random: RandomBytes
  readonly cost: PinCost
}

interface Trust {
  readonly root: Bytes
  readonly at: Date
}

/** The leaf of a chain that leads to the server's root; a fresh certificate needs no revocation list. */
const trustedLeaf = async (
  certificates: readonly Bytes[],
  usage: 'sign' | 'encrypt',
  { root, at }: Trust,
): Promise<Certificate> => {
  const { chain, reason, leaf } = await judgeChain(certificates, { roots: [root], crls: [], at, now: at, usage })
  if (chain !== 'valid') throw reason ?? new AppError('certificate-untrusted')
  return leaf
}

const requireCompany = ({ company, creditCode }: Certificate, answer: EnrolmentAnswer, ordered: string): void => {
  if (company !== answer.company || creditCode !== ordered)
    throw new AppError('certificate-untrusted', { reason: 'company', company, creditCode })
}

const checkSeals = async (answer: EnrolmentAnswer, { root, at }: Trust): Promise<void> => {
  const [signer = new Uint8Array(), ...intermediates] = answer.signing
  for (const record of answer.seals) await verifySealRecord(record, { signer, intermediates, roots: [root], at })
  if (answer.seals.reduce((size, { length }) => size + length, 0) > MAX_SEALS)
    throw new AppError('seal-record-invalid', { reason: 'too large' })
}

/** Throws unless the server has sent what was asked for: own key, right company, right usages, one authority. */
const checkAnswer = async (
  answer: EnrolmentAnswer,
  ordered: { readonly creditCode: string; readonly spki: Bytes },
  trust: Trust,
): Promise<{ readonly signing: Certificate; readonly encryption: Certificate }> => {
  const signing = await trustedLeaf(answer.signing, 'sign', trust)
  const encryption = await trustedLeaf(answer.encryption, 'encrypt', trust)
  requireCompany(signing, answer, ordered.creditCode)
  requireCompany(encryption, answer, ordered.creditCode)
  if (!equalBytes(signing.spki, ordered.spki)) throw new AppError('key-mismatch', { use: 'sign' })
  await checkSeals(answer, trust)
  return { signing, encryption }
}

/** The encryption key that came enveloped for the signing key. It stays extractable until it is wrapped. */
const receiveKey = async (answer: EnrolmentAnswer, signing: Bytes, signingKey: SubtleKey): Promise<SubtleKey> => {
  const own = new Uint8Array(await crypto.subtle.exportKey('pkcs8', signingKey))
  try {
    const recipient = { certificate: signing, privateKey: await importPrivateKey(own, 'encrypt', false) }
    const pkcs8 = await openEnvelope(answer.encryptionKey, recipient)
    if (pkcs8 === null) throw new AppError('key-mismatch', { use: 'encrypt' })
    try {
      return await importPrivateKey(pkcs8, 'encrypt', true)
    } finally {
      wipe(pkcs8)
    }
  } finally {
    wipe(own)
  }
}

/** Makes a slot for the own certificate and opens it, as every bid file will ask for. Throws `key-mismatch`. */
const testDecryption = async (
  encryption: Certificate,
  privateKey: SubtleKey,
  { random, clock }: EnrolPorts,
): Promise<void> => {
  const time = new Date(clock.now()).toISOString()
  const { company: name, creditCode } = encryption
  const facts: HeaderFacts = {
    suite: 1,
    build: toHex(random(16)),
    tender: { id: '', name: 'test', lot: '' },
    bidder: { name, creditCode },
    openingTime: time,
    created: time,
    crit: [],
  }
  const fileKey = random(FILE_KEY_LENGTH)
  const slot = await sealSlot(fileKey, facts, { ...encryption, certificate: encryption.der }, random)
  const recipient = { certificate: encryption.der, privateKey }
  const opened = await openSlot({ ...facts, slots: [slot] }, 0, recipient).catch((cause: unknown) => {
    throw new AppError('key-mismatch', { use: 'encrypt' }, cause)
  })
  if (opened === null || !equalBytes(opened, fileKey)) throw new AppError('key-mismatch', { use: 'encrypt' })
}

/** Puts keys of older certificates under the new content key. */
const keepKeys = (
  kept: readonly KeptKey[],
  contentKey: SubtleKey,
  id: string,
  random: RandomBytes,
): Promise<Credential['older']> =>
  Promise.all(
    kept.map(async ({ encryption, pkcs8 }) => {
      const key = await importPrivateKey(pkcs8, 'encrypt', true)
      const name = olderName(id, parseCertificate(encryption[0]).fingerprint)
      return { encryption, key: await wrapPrivateKey(key, contentKey, name, 'encrypt', random) }
    }),
  )

/**
 * Makes keys, gets both certificates and the seals, checks them and opens a test message. What comes
 * back is whole and waits to be written; until then nothing is kept anywhere but the server's unused
 * halves, and enrolling again starts afresh. Throws `pin-weak`, `credit-code-invalid`,
 * `company-unknown`, `enrolment-closed`, `server-unreachable`, or what is wrong with the answer.
 */
export const enrol = async (order: EnrolOrder, ports: EnrolPorts): Promise<Credential> => {
  const { api, clock, random, cost } = ports
  requirePin(order.pin)
  const creditCode = order.creditCode.trim().toUpperCase()
  if (!isCreditCode(creditCode)) throw new AppError('credit-code-invalid', { creditCode })

  const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey))
  const csr = toBase64url(await makeCsr(keys, creditCode))
  const root = await api.file('root.crt')
  const answer = await api.enrol({ person: order.person.trim(), creditCode, device: order.device, csr })
  const trust = { root, at: new Date(clock.now()) }
  const { signing, encryption } = await checkAnswer(answer, { creditCode, spki }, trust)
  const encryptionKey = await receiveKey(answer, signing.der, keys.privateKey)
  await testDecryption(encryption, encryptionKey, ports)

  const deviceKeys = await makeDeviceKeys()
  const endorsement = await signProof(keys.privateKey, endorsementBytes(deviceKeys.publicKey))
  const salt = random(16)
  const share = random(32)
  const secrets = await pinSecrets(order.pin, salt, cost)
  try {
    const id = signing.fingerprint
    const contentKey = await makeContentKey()
    const lock = await lockContentKey(contentKey, { device: deviceKeys, salt, secrets, share }, random)
    const shareId = random(16)
    const credential: Credential = {
      version: 1,
      id,
      enrolledAt: clock.now(),
      device: order.device,
      signing: [signing.der, ...answer.signing.slice(1)],
      encryption: [encryption.der, ...answer.encryption.slice(1)],
      root,
      seals: answer.seals,
      deviceKeys,
      endorsement,
      share: shareId,
      salt,
      cost,
      locks: [lock],
      keys: {
        sign: await wrapPrivateKey(keys.privateKey, contentKey, id, 'sign', random),
        encrypt: await wrapPrivateKey(encryptionKey, contentKey, id, 'encrypt', random),
      },
      older: await keepKeys(order.kept, contentKey, id, random),
    }
    await api.createShare({ id: shareId, share, verifier: await verifierOf(secrets) })
    return credential
  } finally {
    wipe(secrets.key, secrets.proof, share)
  }
}
