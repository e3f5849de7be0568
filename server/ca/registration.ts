/**
 * Registration: who gets certificates. In a demo folder every application for a known company is
 * approved at once; elsewhere applications are closed until officers can review them.
 */
import { toBase64url } from '#core/bytes/base64url'
import { sha256 } from '#core/bytes/digest'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { isCreditCode } from '#core/certificate/credit-code'
import type { enrolmentRequest } from '#core/certificate/enrolment'
import { AppError } from '#core/errors'
import type { z } from 'zod'
import type { Company } from '../store/companies.ts'
import type { Store } from '../store/store.ts'
import type { CertificateOrder, Issued } from './order/order.ts'
import type { OrderDesk } from './order/desk.ts'
import type { Organisations } from './order/organisations.ts'

export interface Registration {
  /**
   * Throws `enrolment-closed`, `credit-code-invalid`, `company-unknown`, `organisation-unknown` or `csr-rejected`,
   * and what keeps a chosen organisation from answering now; the same request again goes on with the same order.
   */
  enrol(request: z.output<typeof enrolmentRequest>): Promise<Issued>
  /** Companies to choose from in a demo. Throws `enrolment-closed`. */
  demoCompanies(): Promise<readonly Company[]>
}

export interface RegistrationOptions {
  readonly store: Store
  readonly orders: OrderDesk
  readonly organisations: Organisations
  readonly isDemo: boolean
  readonly random: RandomBytes
  readonly now: () => number
}

export const createRegistration = (options: RegistrationOptions): Registration => {
  const { store, orders, organisations, isDemo, random, now } = options

  const requireOpen = (): void => {
    if (!isDemo) throw new AppError('enrolment-closed')
  }

  const approve = async (
    request: z.output<typeof enrolmentRequest>,
    organisation: string,
  ): Promise<CertificateOrder> => {
    const { person, csr } = request
    const creditCode = request.creditCode.toUpperCase()
    if (!isCreditCode(creditCode)) throw new AppError('credit-code-invalid', { creditCode })
    const company = await store.companies.find(creditCode)
    if (company === null) throw new AppError('company-unknown', { creditCode })
    // An organisation that did not answer is asked again under the same number.
    const isOwn = organisation === organisations.usual
    const id = toBase64url(isOwn ? random(16) : (await sha256(csr)).slice(0, 16))
    const facts = { order: id, creditCode, organisation, automatic: true }
    const entry = { actor: 'registration', action: 'order-approved', facts }
    await store.transaction(({ audit }) => audit.append(entry, now()))
    const seals = [{ kind: 'company', until: null }] as const
    return { id, profile: 'company', company: company.name, creditCode, person, csr, seals, recovers: [] }
  }

  return {
    enrol: async (request) => {
      requireOpen()
      const organisation = request.organisation ?? organisations.usual
      const placed = await orders.place(await approve(request, organisation), organisation)
      if (placed.state === 'issued') return placed.issued
      throw new AppError(placed.error.code, { organisation, ...placed.error.details })
    },

    demoCompanies: async () => {
      requireOpen()
      return (await store.companies.list()).map(({ name, creditCode }) => ({ name, creditCode }))
    },
  }
}
