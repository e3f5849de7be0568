/**
 * Registration: who gets certificates. In a demo folder every application for a known company is
 * approved at once; elsewhere applications are closed until officers can review them.
 */
import { toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { isCreditCode } from '#core/certificate/credit-code'
import type { enrolmentRequest } from '#core/certificate/enrolment'
import type { Certificate } from '#core/certificate/certificate'
import { AppError } from '#core/errors'
import type { z } from 'zod'
import type { Company } from '../store/companies.ts'
import type { Repositories, Store } from '../store/store.ts'
import type { ApprovedOrder, Authority } from './authority.ts'
import type { Kmc } from './kmc.ts'
import { SEAL_SIZE } from './seal-picture.ts'
import type { CaSigner } from './signer.ts'

/** What an applicant gets. */
export interface Enrolled {
  readonly company: string
  readonly signing: readonly Bytes[]
  readonly encryption: readonly Bytes[]
  readonly encryptionKey: Bytes
  readonly seals: readonly Bytes[]
}

export interface Registration {
  /** Throws `enrolment-closed`, `credit-code-invalid`, `company-unknown` or `csr-rejected`. */
  enrol(request: z.output<typeof enrolmentRequest>): Promise<Enrolled>
  /** Companies to choose from in a demo. Throws `enrolment-closed`. */
  demoCompanies(): Promise<readonly Company[]>
}

export interface RegistrationOptions {
  readonly store: Store
  readonly signer: CaSigner
  readonly authority: Authority
  readonly kmc: Kmc
  readonly isDemo: boolean
  readonly picture: (name: string, creditCode: string) => Promise<Bytes>
  readonly random: RandomBytes
  readonly now: () => number
}

export const createRegistration = (options: RegistrationOptions): Registration => {
  const { store, signer, authority, kmc, isDemo, picture, random, now } = options
  const issuing = signer.certificates.issuing.der

  const requireOpen = (): void => {
    if (!isDemo) throw new AppError('enrolment-closed')
  }

  const approve = async (creditCode: string, person: string): Promise<ApprovedOrder> => {
    if (!isCreditCode(creditCode)) throw new AppError('credit-code-invalid', { creditCode })
    const company = await store.companies.find(creditCode)
    if (company === null) throw new AppError('company-unknown', { creditCode })
    return { id: toBase64url(random(16)), company: company.name, creditCode, person }
  }

  /** A company seal for one signing certificate. */
  const issueSeal = async (records: Repositories, holder: Certificate, png: Bytes): Promise<Bytes> => {
    const id = `BS${Buffer.from(random(12)).toString('hex').toUpperCase()}`
    const record = await signer.seal({
      ...{ id, kind: 'company', name: `${holder.company}公章`, picture: png, width: SEAL_SIZE, height: SEAL_SIZE },
      ...{ certificates: [holder.der], createDate: new Date(now()) },
      ...{ validStart: holder.notBefore, validEnd: holder.notAfter },
    })
    await records.seals.add({ id, serial: holder.serial, kind: 'company', record }, now())
    const facts = { seal: id, serial: holder.serial }
    await records.audit.append({ actor: 'seal-maker', action: 'seal-issued', facts }, now())
    return record
  }

  return {
    enrol: async ({ person, creditCode, csr }) => {
      requireOpen()
      const order = await approve(creditCode.toUpperCase(), person)
      const png = await picture(order.company, order.creditCode)
      const key = await kmc.makeKey()
      try {
        return await store.transaction(async (records) => {
          const facts = { order: order.id, creditCode: order.creditCode, automatic: true }
          await records.audit.append({ actor: 'registration', action: 'order-approved', facts }, now())
          const signing = await authority.certify(records, order, csr, 'company-signing')
          const encryption = await authority.certify(records, order, key.csr, 'company-encryption')
          await records.escrow.add(encryption.serial, await key.escrowEntry(), now())
          const escrowed = { serial: encryption.serial }
          await records.audit.append({ actor: 'kmc', action: 'key-escrowed', facts: escrowed }, now())
          return {
            company: order.company,
            signing: [signing.der, issuing],
            encryption: [encryption.der, issuing],
            encryptionKey: await key.wrapFor(signing.der),
            seals: [await issueSeal(records, signing, png)],
          }
        })
      } finally {
        key.forget()
      }
    },

    demoCompanies: async () => {
      requireOpen()
      return (await store.companies.list()).map(({ name, creditCode }) => ({ name, creditCode }))
    },
  }
}
