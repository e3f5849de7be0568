/** A stand-in: a service outside as far as this server uses it, speaking the vendor's own protocol. */
import type { FastifyInstance } from 'fastify'
import type { Markup } from './markup.ts'

/** What a stand-in gets of the world. */
export interface Ground {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly random: (length: number) => Uint8Array
  /** The address of the server that uses the services, without a slash at its end. */
  readonly server: string
  /** An RSA key pair, PEM; the same one for the same name as long as the folder lives. */
  readonly keyPair: (name: string) => Promise<KeyPair>
}

export interface KeyPair {
  /** SPKI. */
  readonly publicKey: string
  /** PKCS#8. */
  readonly privateKey: string
}

export interface StandIn {
  /** Its entry in `services.json`. */
  readonly name: string
  /** Declares what it answers. It has a listener of its own; forms come as plain objects of strings. */
  readonly routes: (app: FastifyInstance) => void
  /** What the server's settings say of it, once its address is known. */
  readonly settings: (address: string) => object
  /** The files that its settings take secrets from. */
  readonly secrets: Readonly<Record<string, string>>
  /** Its part of the developer page: an `<section>`. */
  readonly section: (address: string) => Markup
}

export type CreateStandIn = (ground: Ground) => Promise<StandIn>

/** What people enter to see how a failure looks: the last digits of a mobile number. */
export const ENDINGS = { no: '0007', busy: '0008', tooOften: '0009' } as const

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
