/** Both sides of a pairing with made-up certificates: what the machines and the relay are tested with. */
import { toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import type { Machine } from '#core/pairing/driver'
import type { Effect, Effects } from '#core/pairing/effects'
import type { Introduction, RequestBody, SignAnswer } from '#core/pairing/messages'
import type { PhoneMachine } from '#core/pairing/phone'
import type { RandomBytes } from '#core/pairing/ports'
import { endorsementBytes, signProof } from '#core/pairing/proof'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const

export const random: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))

export interface Owner {
  readonly certificate: Bytes
  /** SPKI of the signing key. */
  readonly signingKey: Bytes
  readonly introduce: (machine: PhoneMachine) => Promise<Omit<Introduction, 'type'>>
  readonly confirm: (machine: PhoneMachine) => Promise<Bytes>
}

/** Somebody with a phone. */
export const owner = async (certificate: Bytes = random(600), person = '王敏'): Promise<Owner> => {
  const signing = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const device = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const spki = async (key: typeof signing.publicKey): Promise<Bytes> =>
    new Uint8Array(await crypto.subtle.exportKey('spki', key))
  const deviceKey = await spki(device.publicKey)
  const endorsement = await signProof(signing.privateKey, endorsementBytes(deviceKey))
  return {
    certificate,
    signingKey: await spki(signing.publicKey),
    introduce: async (machine) => ({
      signing: [toBase64url(certificate)],
      encryption: [toBase64url(certificate)],
      person,
      device: '测试手机',
      deviceKey: toBase64url(deviceKey),
      endorsement: toBase64url(endorsement),
      proof: toBase64url(await signProof(device.privateKey, machine.introductionBytes)),
    }),
    confirm: (machine) => signProof(signing.privateKey, machine.confirmBytes),
  }
}

export const desktop = { id: 'desktop-0123456789', name: '投标室的电脑', version: '0.1.0' } as const

/** A request to sign one document, with previews of so many bytes. */
export const signRequest = (previewBytes = 0, digest: Bytes = random(32)): RequestBody & { kind: 'sign' } => ({
  kind: 'sign',
  body: {
    tender: { id: 'T-1', name: '示范大道改造工程', lot: '一标段' },
    profile: 'pades',
    documents: [
      {
        name: '投标函.pdf',
        size: 123_456,
        pages: 3,
        sha256: toBase64url(digest),
        seals: [{ kind: 'company', count: 3 }],
        previews: Array.from({ length: Math.ceil(previewBytes / 40_000) }, (_, at) => ({
          page: at + 1,
          jpeg: toBase64url(random(Math.min(40_000, previewBytes - at * 40_000))),
        })),
        digest: toBase64url(digest),
      },
    ],
  },
})

export const signAnswer = (certificate: Bytes): SignAnswer => ({
  signing: [toBase64url(certificate)],
  signatures: [{ attributes: toBase64url(random(120)), signature: toBase64url(random(71)) }],
})

/** Hands the frames among effects to a machine; what it answers. */
export const deliver = async (effects: Effects, to: Machine, now: number): Promise<Effects> => {
  const answers: Effect[] = []
  for (const effect of effects)
    if (effect.type === 'send') answers.push(...(await to.receive(effect.room, effect.frame, now)))
  return answers
}

/** The frames among effects. */
export const framesOf = (effects: Effects): readonly Bytes[] =>
  effects.flatMap((effect) => (effect.type === 'send' ? [effect.frame] : []))

/** Rooms that are left by effects. */
export const leftBy = (effects: Effects): readonly string[] =>
  effects.flatMap((effect) => (effect.type === 'leave' ? [effect.room] : []))
