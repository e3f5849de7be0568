/**
 * Who a person is: proved by a face check at Alipay or by four facts of a bank card, and never another
 * afterwards. Name and identity number are kept encrypted, the number also as an HMAC, by which equal
 * ones are found without being read.
 */
import { fromUtf8, utf8, type Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import {
  maskIdNumber,
  maskName,
  person as personSchema,
  PROOF_METHODS,
  type BankCardRequest,
  type IdentityAnswer,
  type Person,
  type ProofMethod,
} from '#core/identity/proof'
import { deriveKey, indexOf, openFor, sealFor } from '../../access/sealed.ts'
import type { BankCardCheck } from '../../outside/bank-card.ts'
import type { AlipayCertify } from '../../outside/certify.ts'
import type { AccountRow } from '../../store/accounts.ts'
import type { Store } from '../../store/store.ts'

const HOUR = 3600_000
/** Checks that one account may ask for: they cost money, and four facts could be guessed. */
export const CHECKS_PER_DAY = 5
/** How long a person may take at Alipay. */
const CHECK_LIFETIME = HOUR

export interface Identity {
  /** Where the person's browser goes. Throws `rate-limited` or what Alipay says. */
  beginAlipay(account: string, person: Person): Promise<string>
  /** Asks what has become of it. Throws `identity-refused`, `identity-different`, or `identity-over` when nothing was begun. */
  finishAlipay(account: string): Promise<'passed' | 'pending'>
  /** Throws `identity-refused`, `identity-different`, `rate-limited` or what the bank says. */
  proveByCard(account: string, holder: BankCardRequest): Promise<void>
  /** What the person is shown. */
  describe(account: string): Promise<IdentityAnswer>
  /** For forms and certificates; null until it is proved. */
  personOf(account: string): Promise<Person | null>
  /** The name in an account's row; null until it is proved. */
  nameIn(row: Pick<AccountRow, 'id' | 'person'>): string | null
  /** Whether the person has shown again, since then, to be the one of the first time. */
  isProvenSince(account: string, since: number): Promise<boolean>
}

export interface IdentityOptions {
  readonly store: Store
  readonly alipay: AlipayCertify
  readonly bankCard: BankCardCheck
  /** Of the phone page. */
  readonly returnUrl: string
  /** 32 bytes. */
  readonly storageKey: Bytes
  readonly random: RandomBytes
  readonly now: () => number
}

export const createIdentity = (options: IdentityOptions): Identity => {
  const { store, alipay, bankCard, returnUrl, storageKey, random, now } = options
  const personKey = deriveKey(storageKey, 'bidseal person')
  const indexKey = deriveKey(storageKey, 'bidseal person index')
  const limitKey = deriveKey(storageKey, 'bidseal identity limit')

  const seal = (account: string, person: Person): Bytes =>
    sealFor(personKey, account, utf8(JSON.stringify(person)), random)
  const open = (account: string, sealed: Uint8Array): Person =>
    personSchema.parse(JSON.parse(fromUtf8(openFor(personKey, account, sealed))))

  const takeTurn = async (account: string): Promise<void> => {
    const key = indexOf(limitKey, account)
    if ((await store.tries.take(key, CHECKS_PER_DAY, 24 * HOUR, now())) === null)
      throw new AppError('rate-limited', { reason: 'identity' })
  }

  const personOf = async (account: string): Promise<Person | null> => {
    const sealed = (await store.accounts.find(account))?.person ?? null
    return sealed === null ? null : open(account, sealed)
  }

  /** Throws `identity-different` when the account is somebody else's already. */
  const requireSame = async (account: string, { name, idNumber }: Person): Promise<void> => {
    const first = await personOf(account)
    if (first !== null && (first.idNumber !== idNumber || first.name !== name)) throw new AppError('identity-different')
  }

  const prove = async (account: string, person: Person, method: ProofMethod): Promise<void> => {
    await requireSame(account, person)
    const index = indexOf(indexKey, person.idNumber)
    const id = Buffer.from(random(12)).toString('hex')
    await store.transaction(async ({ accounts, identityProofs, audit }) => {
      const isFirst = await accounts.identify(account, seal(account, person), index, now())
      if (!isFirst && (await accounts.find(account))?.personIndex !== index) throw new AppError('identity-different')
      await identityProofs.add({ id, account, method, provenAt: now() })
      await audit.append({ actor: 'registration', action: 'identity-proven', facts: { account, method } }, now())
    })
  }

  const refuse = async (account: string, method: ProofMethod): Promise<never> => {
    await store.transaction(({ audit }) =>
      audit.append({ actor: 'registration', action: 'identity-refused', facts: { account, method } }, now()),
    )
    throw new AppError('identity-refused')
  }

  return {
    beginAlipay: async (account, person) => {
      await requireSame(account, person)
      await takeTurn(account)
      const { certifyId, url } = await alipay.initialize({ ...person, returnUrl })
      await store.identityProofs.removeBegun(now() - CHECK_LIFETIME)
      await store.identityProofs.begin({ certifyId, account, person: seal(account, person), createdAt: now() })
      return url
    },

    finishAlipay: async (account) => {
      const begun = await store.identityProofs.findBegun(account, now() - CHECK_LIFETIME)
      if (begun === null) throw new AppError('identity-over')
      const state = await alipay.query(begun.certifyId)
      if (state === 'pending') return state
      if (!(await store.identityProofs.finish(begun.certifyId))) throw new AppError('identity-over')
      if (state === 'failed') return refuse(account, 'alipay')
      await prove(account, open(account, begun.person), 'alipay')
      return state
    },

    proveByCard: async (account, { name, idNumber, card, mobile }) => {
      await requireSame(account, { name, idNumber })
      await takeTurn(account)
      const result = await bankCard.check({ name, idNumber, card, mobile })
      if (result !== 'match') return refuse(account, 'bank-card')
      await prove(account, { name, idNumber }, 'bank-card')
    },

    describe: async (account) => {
      const person = await personOf(account)
      const proof = await store.identityProofs.latest(account)
      return {
        name: person === null ? null : maskName(person.name),
        idNumber: person === null ? null : maskIdNumber(person.idNumber),
        method: PROOF_METHODS.find((method) => method === proof?.method) ?? null,
        provenAt: proof?.provenAt ?? null,
      }
    },

    personOf,

    nameIn: ({ id, person }) => (person === null ? null : open(id, person).name),

    isProvenSince: async (account, since) => ((await store.identityProofs.latest(account))?.provenAt ?? 0) >= since,
  }
}
