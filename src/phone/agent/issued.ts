/** What an authority has issued to waiting keys: nothing is believed unchecked, and then it becomes a credential. */
import type { HeaderFacts } from '#core/bidfile/header'
import { FILE_KEY_LENGTH, openSlot, sealSlot } from '#core/bidfile/slot'
import { equalBytes, toHex, type Bytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { judgeChain } from '#core/certificate/chain'
import type { EnrolmentAnswer } from '#core/certificate/enrolment'
import { verifySealRecord } from '#core/certificate/seal-record'
import { openEnvelope, type SubtleKey } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import type { Clock, RandomBytes } from '#core/pairing/ports'
import type { Credential } from './credential.ts'
import { importPrivateKey, olderName, wrapPrivateKey } from './private-key.ts'
import type { OpenWaitingKeys } from './waiting-keys.ts'
import { wipe } from './wipe.ts'

/** What an answer to `identify` may hold beside its certificates. */
const MAX_SEALS = 256 * 1024

export interface IssuedPorts {
  readonly clock: Clock
  readonly random: RandomBytes
}

export interface Trust {
  readonly root: Bytes
  readonly at: Date
}

/** The leaf of a chain that leads to the server's root; a fresh certificate needs no revocation list. */
export const trustedLeaf = async (
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

/**
 * An encryption key that came enveloped for the signing key, which can be exported. It can be exported
 * as well, to be wrapped. Throws `key-mismatch`.
 */
export const receiveKey = async (envelope: Bytes, signing: Bytes, signingKey: SubtleKey): Promise<SubtleKey> => {
  const own = new Uint8Array(await crypto.subtle.exportKey('pkcs8', signingKey))
  try {
    const recipient = { certificate: signing, privateKey: await importPrivateKey(own, 'encrypt', false) }
    const pkcs8 = await openEnvelope(envelope, recipient)
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
export const testDecryption = async (
  encryption: Certificate,
  privateKey: SubtleKey,
  { random, clock }: IssuedPorts,
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

export interface Ordered {
  readonly creditCode: string
  /** DER of the root that everything has to lead to. */
  readonly root: Bytes
  /** Absent where nobody has applied: in a demo. */
  readonly application?: string
}

/**
 * Checks an answer, opens a test message, and puts waiting keys and certificates together. Throws what
 * is wrong with the answer.
 */
export const makeCredential = async (
  { waiting, contentKey, sign, older }: OpenWaitingKeys,
  answer: EnrolmentAnswer,
  { creditCode, root, application }: Ordered,
  ports: IssuedPorts,
): Promise<Credential> => {
  const { clock, random } = ports
  const trust = { root, at: new Date(clock.now()) }
  const { signing, encryption } = await checkAnswer(answer, { creditCode, spki: waiting.publicKey }, trust)
  const encryptionKey = await receiveKey(answer.encryptionKey, signing.der, sign)
  await testDecryption(encryption, encryptionKey, ports)
  const id = signing.fingerprint
  const { device, deviceKeys, endorsement, share, salt, cost, lock } = waiting
  return {
    version: 1,
    id,
    ...(application === undefined ? {} : { application }),
    enrolledAt: clock.now(),
    ...{ device, deviceKeys, endorsement, share, salt, cost, root },
    signing: [signing.der, ...answer.signing.slice(1)],
    encryption: [encryption.der, ...answer.encryption.slice(1)],
    seals: answer.seals,
    locks: [lock],
    keys: {
      sign: await wrapPrivateKey(sign, contentKey, id, 'sign', random),
      encrypt: await wrapPrivateKey(encryptionKey, contentKey, id, 'encrypt', random),
    },
    older: await Promise.all(
      waiting.older.map(async ({ encryption: chain }, at) => {
        const name = olderName(id, parseCertificate(chain[0]).fingerprint)
        return { encryption: chain, key: await wrapPrivateKey(older[at]!, contentKey, name, 'encrypt', random) }
      }),
    ),
  }
}
