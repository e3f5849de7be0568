/** Applications as their applicants work on them: begun, filled in step by step, submitted, withdrawn. */
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { EMPTY_FORM, type ApplicationForm, type CertificateStep, type CompanyStep } from '#core/application/form'
import type { UploadPurpose, applicationRequest } from '#core/application/messages'
import { EDITABLE, KINDS, type Actor, type ApplicationKind } from '#core/application/state'
import { AppError } from '#core/errors'
import type { z } from 'zod'
import type { ApplicationRow } from '../../store/applications.ts'
import type { Repositories, Store } from '../../store/store.ts'
import type { Acquaintance } from '../company/acquaintance.ts'
import type { ApplicationBox } from './box.ts'
import { requireVersion, type ApplicationMoves } from './moves.ts'
import { kindOf, stateOf } from './words.ts'
import type { Choices } from './choices.ts'
import { requireRecoverable, requireRenewable } from '../certificate/holding-rules.ts'

type Begin = z.output<typeof applicationRequest>

export interface Applications {
  /**
   * Begins one. Throws `company-claimed`, `company-unclaimed`, `acquaintance-wrong`, `rate-limited`,
   * `file-not-found` for what is not the account's, and `application-state` when one is under way; for renewals and
   * recoveries `not-a-member`, `certificate-replaced`, `certificate-revoked` and `renewal-early`.
   */
  begin(account: string, request: Begin): Promise<ApplicationRow>
  /** Step 1 of a claim or a takeover, again. Throws as `submit` does, and `file-not-found` for an upload that is not there. */
  putCompany(account: string, id: string, version: number, company: CompanyStep): Promise<ApplicationRow>
  putCertificate(account: string, id: string, version: number, chosen: CertificateStep): Promise<ApplicationRow>
  putStamped(account: string, id: string, version: number, stamped: string): Promise<ApplicationRow>
  /** Throws `file-not-found`, `application-changed`, `application-state` or `application-incomplete`. */
  submit(account: string, id: string, version: number): Promise<ApplicationRow>
  withdraw(account: string, id: string, version: number): Promise<ApplicationRow>
}

export interface ApplicationsOptions {
  readonly store: Store
  readonly box: ApplicationBox
  readonly moves: ApplicationMoves
  readonly choices: Choices
  readonly acquaintance: Acquaintance
  /** Whether a person has shown again, since then, to be the one of the first time. */
  readonly isProvenSince: (account: string, since: number) => Promise<boolean>
  /** Ends the unpaid order of an application that is over. */
  readonly dropOrder: (application: string) => Promise<void>
  readonly random: RandomBytes
  readonly now: () => number
}

/** What must be filled in before it is submitted. */
const NEEDED: { readonly [kind in ApplicationKind]: readonly (keyof ApplicationForm)[] } = {
  claim: ['company', 'certificate', 'stamped'],
  join: ['certificate'],
  recover: ['certificate', 'stamped'],
  renew: ['certificate'],
  takeover: ['company', 'certificate', 'stamped'],
}

/** As often may somebody begin to take a company over: its administrator hears of each. */
const TAKEOVERS = { most: 5, within: 30 * 24 * 3600_000 }

const asApplicant = (id: string): Actor => ({ role: 'applicant', id })

export const createApplications = (options: ApplicationsOptions): Applications => {
  const { store, box, moves, choices, acquaintance, isProvenSince, dropOrder, random, now } = options

  const findOwn = async (records: Repositories, account: string, id: string): Promise<ApplicationRow> => {
    const row = await records.applications.findOwn(account, id)
    if (row === null) throw new AppError('file-not-found')
    return row
  }

  const attach = async (
    records: Repositories,
    { account, id }: Pick<ApplicationRow, 'account' | 'id'>,
    upload: string,
    purpose: UploadPurpose,
  ): Promise<void> => {
    if (!(await records.uploads.attach(account, upload, purpose, id))) throw new AppError('file-not-found')
  }

  const add = async (
    records: Repositories,
    row: Pick<ApplicationRow, 'id' | 'account' | 'kind' | 'creditCode' | 'company'>,
    form: ApplicationForm,
  ): Promise<ApplicationRow> => {
    const at = now()
    const added = {
      ...{ ...row, state: 'draft', version: 1, approvedBy: null, form: box.sealForm(row.id, form) },
      ...{ createdAt: at, changedAt: at, submittedAt: null },
    }
    if (!(await records.applications.add(added))) throw new AppError('application-state', { reason: 'open' })
    return added
  }

  const isMember = async (records: Repositories, account: string, creditCode: string): Promise<boolean> =>
    (await records.members.of(account)).some((member) => member.creditCode === creditCode)

  const requireStranger = async (records: Repositories, account: string, creditCode: string): Promise<void> => {
    if (await isMember(records, account, creditCode)) throw new AppError('application-state', { reason: 'member' })
  }

  const claim = async (records: Repositories, account: string, id: string, company: CompanyStep) => {
    const { creditCode, name } = company
    if ((await records.members.administrator(creditCode)) !== null)
      throw new AppError('company-claimed', { creditCode })
    const row = await add(
      records,
      { id, account, kind: 'claim', creditCode, company: name },
      { ...EMPTY_FORM, company },
    )
    await attach(records, row, company.licence, 'licence')
    return row
  }

  /** What the company is called is known since it was claimed. */
  const requireKnownName = async (records: Repositories, { creditCode, name }: CompanyStep): Promise<void> => {
    if ((await records.companies.find(creditCode))?.name !== name)
      throw new AppError('invalid-input', { at: 'name', reason: 'company' })
  }

  const takeOver = async (records: Repositories, account: string, id: string, company: CompanyStep) => {
    const { creditCode, name } = company
    const administrator = await records.members.administrator(creditCode)
    if (administrator === null) throw new AppError('company-unclaimed', { creditCode })
    if (administrator.account === account) throw new AppError('application-state', { reason: 'member' })
    await requireKnownName(records, company)
    const at = now()
    if ((await records.applications.countBegun(account, 'takeover', at - TAKEOVERS.within)) >= TAKEOVERS.most)
      throw new AppError('rate-limited', { until: at + TAKEOVERS.within })
    const form = { ...EMPTY_FORM, company }
    const row = await add(records, { id, account, kind: 'takeover', creditCode, company: name }, form)
    await attach(records, row, company.licence, 'licence')
    return row
  }

  const join = async (records: Repositories, account: string, id: string, creditCode: string) => {
    await requireStranger(records, account, creditCode)
    const company = await records.companies.find(creditCode)
    if (company === null) throw new AppError('company-unclaimed', { creditCode })
    return add(records, { id, account, kind: 'join', creditCode, company: company.name }, EMPTY_FORM)
  }

  const goOn = async (records: Repositories, account: string, id: string, kind: ApplicationKind, previous: string) => {
    const before = await findOwn(records, account, previous)
    const held = await records.holdings.find(previous)
    if (held === null) throw new AppError('application-state', { state: before.state, reason: 'not-issued' })
    const { creditCode, company } = before
    if (!(await isMember(records, account, creditCode))) throw new AppError('not-a-member', { creditCode })
    const all = await records.holdings.ofAccount(account)
    if (kind === 'renew') requireRenewable(held, all, now())
    else requireRecoverable(held, all)
    const { certificate } = box.openForm(previous, before.form)
    const row = await add(records, { id, account, kind, creditCode, company }, { ...EMPTY_FORM, previous, certificate })
    await records.holdings.follow(previous, id)
    return row
  }

  /** Changes what a draft says. */
  const edit = (
    account: string,
    id: string,
    version: number,
    kinds: readonly ApplicationKind[],
    change: (records: Repositories, row: ApplicationRow) => Promise<Partial<ApplicationForm>>,
  ): Promise<ApplicationRow> =>
    store.transaction(async (records) => {
      const row = await findOwn(records, account, id)
      requireVersion(row, version)
      if (!EDITABLE.includes(stateOf(row)) || !kinds.includes(kindOf(row)))
        throw new AppError('application-state', { state: row.state, reason: 'not-editable' })
      const changed = await change(records, row)
      const form = box.sealForm(id, { ...box.openForm(id, row.form), ...changed })
      const company = changed.company?.name ?? row.company
      if (!(await records.applications.change(id, version, { form, company }, now())))
        throw new AppError('application-changed')
      return { ...row, form, company, version: version + 1, changedAt: now() }
    })

  const requireComplete = async (row: ApplicationRow): Promise<void> => {
    const form = box.openForm(row.id, row.form)
    const missing = NEEDED[kindOf(row)].find((step) => form[step] === null)
    if (missing !== undefined) throw new AppError('application-incomplete', { at: missing })
    if (form.certificate !== null) await choices.names(form.certificate)
    if (row.kind === 'recover' && !(await isProvenSince(row.account, row.createdAt)))
      throw new AppError('application-incomplete', { at: 'identity' })
  }

  /** What is checked is what is moved: it is the same version. */
  const step = async (
    account: string,
    id: string,
    version: number,
    event: 'submit' | 'withdraw',
    check: (row: ApplicationRow) => Promise<void>,
  ): Promise<ApplicationRow> => {
    const seen = await findOwn(store, account, id)
    requireVersion(seen, version)
    await check(seen)
    return store.transaction(async (records) => {
      const row = await findOwn(records, account, id)
      requireVersion(row, version)
      return moves.apply(records, row, event, asApplicant(account))
    })
  }

  return {
    begin: async (account, request) => {
      const id = Buffer.from(random(16)).toString('hex')
      if (request.kind === 'join') await acquaintance.require(account, request.creditCode, request.administrator)
      return store.transaction((records) => {
        switch (request.kind) {
          case 'claim':
            return claim(records, account, id, request.company)
          case 'takeover':
            return takeOver(records, account, id, request.company)
          case 'join':
            return join(records, account, id, request.creditCode)
          case 'recover':
          case 'renew':
            return goOn(records, account, id, request.kind, request.previous)
        }
      })
    },

    putCompany: (account, id, version, company) =>
      edit(account, id, version, ['claim', 'takeover'], async (records, row) => {
        if (company.creditCode !== row.creditCode) throw new AppError('invalid-input', { at: 'creditCode' })
        if (row.kind === 'takeover') await requireKnownName(records, company)
        await attach(records, row, company.licence, 'licence')
        return { company }
      }),

    putCertificate: async (account, id, version, certificate) => {
      await choices.names(certificate)
      return edit(account, id, version, KINDS, async (_records, row) => {
        const before = box.openForm(id, row.form)
        // Whoever has escrowed the keys gives them back.
        if (before.previous !== null && before.certificate?.organisation !== certificate.organisation)
          throw new AppError('invalid-input', { at: 'organisation' })
        return { certificate }
      })
    },

    putStamped: (account, id, version, stamped) =>
      edit(account, id, version, ['claim', 'recover', 'takeover'], async (records, row) => {
        await attach(records, row, stamped, 'stamped')
        return { stamped }
      }),

    submit: (account, id, version) => step(account, id, version, 'submit', requireComplete),
    withdraw: async (account, id, version) => {
      const row = await step(account, id, version, 'withdraw', async () => undefined)
      await dropOrder(id)
      return row
    },
  }
}
