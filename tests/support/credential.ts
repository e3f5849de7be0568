/** What a phone holds after enrolment, made by the test authority, and how it answers a desktop. */
import { parseHeader } from '#core/bidfile/header'
import { openSlot } from '#core/bidfile/slot'
import { decoded, toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { signDigest } from '#core/cms/signer'
import type { Subject } from '#core/certificate/name'
import type { ProfileName } from '#core/certificate/profiles'
import type { Answers, Introduction, RefusalCode, Request } from '#core/pairing/messages'
import { driveMachine } from '#core/pairing/driver'
import { PhoneMachine } from '#core/pairing/phone'
import { endorsementBytes, signProof } from '#core/pairing/proof'
import { parseQr } from '#core/pairing/qr'
import { connectNodeSocket } from '#engine/pairing/node-socket'
import { COMPANY, party, random, sealRecord, type TestAuthority, type TestParty } from './authority.ts'
import { systemClock } from '#engine/clock'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const

export interface Credential {
  readonly signing: TestParty
  readonly encryption: TestParty
  readonly issuing: Bytes
  readonly seals: readonly Bytes[]
  readonly person: string
  introduce(machine: PhoneMachine): Promise<Omit<Introduction, 'type'>>
}

export interface CredentialOptions {
  readonly subject?: Subject
  /** Of the encryption certificate. */
  readonly notAfter?: Date
  /** Of what is used as the signing certificate. */
  readonly signingProfile?: ProfileName
}

/** Somebody who has enrolled. */
export const credential = async (
  authority: TestAuthority,
  { subject = COMPANY, notAfter, signingProfile = 'company-signing' }: CredentialOptions = {},
): Promise<Credential> => {
  const { issuing } = authority
  const signing = await party(signingProfile, { subject, issuer: issuing })
  const encryption = await party('company-encryption', {
    subject,
    issuer: issuing,
    ...(notAfter === undefined ? {} : { notAfter }),
  })
  const device = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const deviceKey = new Uint8Array(await crypto.subtle.exportKey('spki', device.publicKey))
  const endorsement = await signProof(signing.privateKey, endorsementBytes(deviceKey))
  const person = subject.person ?? '王敏'
  return {
    signing,
    encryption,
    issuing: issuing.der,
    seals: [await sealRecord(authority, signing.der)],
    person,
    introduce: async (machine) => ({
      signing: [signing.der, issuing.der].map(toBase64url),
      encryption: [encryption.der, issuing.der].map(toBase64url),
      person,
      device: '测试手机',
      deviceKey: toBase64url(deviceKey),
      endorsement: toBase64url(endorsement),
      proof: toBase64url(await signProof(device.privateKey, machine.introductionBytes)),
    }),
  }
}

/** What an honest phone answers. */
const answerTo = async (asked: Request, own: Credential): Promise<Answers[Request['kind']]> => {
  const signing = [own.signing.der, own.issuing].map(toBase64url)
  if (asked.kind === 'identify')
    return {
      signing,
      encryption: [own.encryption.der, own.issuing].map(toBase64url),
      seals: own.seals.map(toBase64url),
    }
  if (asked.kind === 'sign')
    return {
      signing,
      signatures: await Promise.all(
        asked.body.documents.map(async ({ digest }) => {
          const signed = await signDigest(decoded(digest), own.signing.der, own.signing.privateKey)
          return { attributes: toBase64url(signed.attributes), signature: toBase64url(signed.signature) }
        }),
      ),
    }
  const header = parseHeader(decoded(asked.body.header))
  const { der: certificate, pkcs8 } = own.encryption
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, ECDH, false, ['deriveBits'])
  const fileKey = await openSlot(header, asked.body.slot, { certificate, privateKey })
  return { fileKey: toBase64url(fileKey ?? random(32)) }
}

export interface PhoneOptions {
  readonly server: string
  readonly qr: string
  readonly own: Credential
  /** Says no with this code. */
  readonly refuse?: RefusalCode
  /** Changes the answer before it is sent. */
  readonly tamper?: (answer: Answers[Request['kind']]) => Answers[Request['kind']]
  /** Waits before it answers. */
  readonly before?: () => Promise<void>
}

export interface ScriptedPhone {
  readonly machine: PhoneMachine
  readonly requests: readonly Request[]
  close(): void
}

/** A phone that scans a code and does all by itself. */
export const scriptedPhone = ({ server, qr, own, refuse, tamper, before }: PhoneOptions): ScriptedPhone => {
  const machine = new PhoneMachine({ qr: parseQr(qr), origin: server, device: '测试手机' })
  const requests: Request[] = []
  let steps = Promise.resolve()
  const step = async (): Promise<void> => {
    if (machine.state === 'welcomed') {
      const facts = await own.introduce(machine)
      await driver.act((now) => (machine.state === 'welcomed' ? machine.introduce(facts, now) : Promise.resolve([])))
    }
    if (machine.state !== 'asked' || machine.request === null || requests.length > 0) return
    requests.push(machine.request)
    await driver.act((now) => machine.seen(now))
    await before?.()
    if (refuse !== undefined) return driver.act((now) => machine.refuse(refuse, '内容不对', now))
    const answer = await answerTo(machine.request, own)
    const confirm = await signProof(own.signing.privateKey, machine.confirmBytes)
    await driver.act((now) => machine.answer(tamper?.(answer) ?? answer, confirm, now))
  }
  const driver = driveMachine(machine, {
    server,
    role: 'phone',
    connect: connectNodeSocket,
    clock: systemClock,
    random,
    onChange: () => {
      steps = steps.then(step).catch(() => undefined) // A desktop that gives up in between is no fault of the phone's.
    },
  })
  void driver.act((now) => machine.start(now))
  return {
    machine,
    requests,
    close: () => driver.close(),
  }
}
