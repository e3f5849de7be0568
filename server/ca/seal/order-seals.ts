/** The seals of an order: a record for each, for the holder of its signing certificate. */
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import type { Certificate } from '#core/certificate/certificate'
import type { SealKind } from '#core/certificate/seal-kinds'
import type { SealKind as RecordKind } from '#core/certificate/seal-record'
import type { Repositories, Store } from '../../store/store.ts'
import type { CertificateOrder, OrderedSeal } from '../order/order.ts'
import { chosenDesign } from './choice.ts'
import { companyDesign, nameDesign, SEAL_FACTS, type SealDesign } from './design.ts'
import type { CaSigner } from '../keys/signer.ts'

export type SealPicture = (design: SealDesign) => Promise<Bytes>

interface DrawnSeal {
  readonly seal: OrderedSeal
  readonly picture: Bytes
}

export interface SealMaker {
  /** Pictures first: drawing takes time that no transaction should wait for. Seals whose time is over are left out. */
  draw(order: Pick<CertificateOrder, 'company' | 'creditCode' | 'seals'>): Promise<readonly DrawnSeal[]>
  /** Makes the records and keeps them, as part of a transaction. */
  issue(records: Repositories, holder: Certificate, drawn: readonly DrawnSeal[]): Promise<Bytes[]>
}

export interface SealMakerOptions {
  readonly store: Pick<Store, 'sealDesigns'>
  readonly signer: Pick<CaSigner, 'seal'>
  readonly picture: SealPicture
  readonly random: RandomBytes
  readonly now: () => number
}

const RECORD_KINDS: { readonly [kind in SealKind]: RecordKind } = {
  company: 'company',
  contract: 'contract',
  finance: 'finance',
  'legal-person': 'legal-representative',
}

/** What people choose a seal by. */
const nameOf = (seal: OrderedSeal, company: string): string =>
  seal.kind === 'legal-person'
    ? `${company}法定代表人${seal.name}名章`
    : `${company}${SEAL_FACTS[seal.kind].line || '公章'}`

export const createSealMaker = ({ store, signer, picture, random, now }: SealMakerOptions): SealMaker => {
  const issueOne = async (records: Repositories, holder: Certificate, { seal, picture: png }: DrawnSeal) => {
    const id = `BS${Buffer.from(random(12)).toString('hex').toUpperCase()}`
    const { kind, until } = seal
    const { size } = SEAL_FACTS[kind]
    const end = Math.min(holder.notAfter.getTime(), until ?? Infinity)
    const record = await signer.seal({
      ...{ id, kind: RECORD_KINDS[kind], name: nameOf(seal, holder.company), picture: png, width: size, height: size },
      ...{ certificates: [holder.der], createDate: new Date(now()) },
      ...{ validStart: holder.notBefore, validEnd: new Date(end) },
    })
    await records.seals.add({ id, serial: holder.serial, kind, record }, now())
    const facts = { seal: id, serial: holder.serial, kind }
    await records.audit.append({ actor: 'seal-maker', action: 'seal-issued', facts }, now())
    return record
  }

  return {
    draw: ({ company, creditCode, seals }) =>
      Promise.all(
        seals
          .filter(({ until }) => until === null || until > now())
          .map(async (seal) => {
            const isName = seal.kind === 'legal-person'
            const design = isName
              ? nameDesign(seal.name)
              : await chosenDesign(store, companyDesign(seal.kind, { company, creditCode }), creditCode)
            return { seal, picture: await picture(design) }
          }),
      ),

    issue: async (records, holder, drawn) => {
      const made: Bytes[] = []
      for (const each of drawn) made.push(await issueOne(records, holder, each))
      return made
    },
  }
}
