/** Paid applications on a database of their own, with a real authority that can be away or die. */
import { createApplicationBox } from '#server/registration/application/box'
import { createApplicationMoves } from '#server/registration/application/moves'
import type { CertificateAuthority } from '#server/registration/certificate/authority'
import { createFailures, type Failures } from '#server/registration/certificate/failures'
import { createHoldings, type Holdings } from '#server/registration/certificate/holdings'
import { createIssuing, type Issuing } from '#server/registration/certificate/issuing'
import { certificateAuthority } from '#server/certificate-authority'
import { EMPTY_FORM, type ApplicationForm } from '#core/application/form'
import type { ApplicationKind } from '#core/application/state'
import type { Bytes } from '#core/bytes/bytes'
import { makeCsr } from '#core/certificate/csr'
import type { Store } from '#server/store/store'
import { CERTIFICATE, COMPANY_CODE, COMPANY_NAME, WANG } from './applying.ts'
import { random } from './authority.ts'
import { openCaBench } from './ca-bench.ts'
import { signingKeys } from './server.ts'

export const ACCOUNT = 'account-1'

/** What goes wrong next; called before the real thing, or instead of it. */
export interface Faults {
  authority: Partial<CertificateAuthority>
  transaction: Store['transaction'] | null
}

export interface IssuingBench {
  readonly store: Store
  readonly issuing: Issuing
  readonly failures: Failures
  readonly holdings: Holdings
  /** Without faults. */
  readonly authority: CertificateAuthority
  readonly faults: Faults
  readonly warned: readonly object[]
  /** An application that is paid for. */
  paid(kind?: ApplicationKind, form?: Partial<ApplicationForm>): Promise<string>
  stateOf(id: string): Promise<string>
  messages(): Promise<readonly string[]>
  /** Why it was moved last. */
  reasonsOf(id: string): Promise<readonly string[]>
  pass(milliseconds: number): void
  now(): number
  remove(): Promise<void>
}

export const newCsr = async (): Promise<Bytes> => makeCsr(await signingKeys(), 'anything')

const COMPANY: ApplicationForm['company'] = {
  ...{ name: COMPANY_NAME, creditCode: COMPANY_CODE, legalPerson: '赵一鸣', idType: 'passport', idNumber: 'E12345678' },
  ...{ licenceUntil: 'long-term', licence: '0'.repeat(64) },
}

export const openIssuingBench = async (): Promise<IssuingBench> => {
  let ahead = 0
  const now = (): number => Date.now() + ahead
  const bench = await openCaBench(now)
  const { store } = bench
  const authority = certificateAuthority(bench.ca)
  const faults: Faults = { authority: {}, transaction: null }
  const shaky: CertificateAuthority = {
    ...authority,
    place: (...given) => (faults.authority.place ?? authority.place)(...given),
    revoke: (...given) => (faults.authority.revoke ?? authority.revoke)(...given),
    describe: (...given) => (faults.authority.describe ?? authority.describe)(...given),
  }
  const mortal: Store = {
    ...store,
    transaction: (work) => {
      const { transaction } = faults
      faults.transaction = null
      return (transaction ?? store.transaction)(work)
    },
  }
  const warned: object[] = []
  const warn = (facts: object): void => void warned.push(facts)
  const box = createApplicationBox(random(32), random)
  const findPerson = async () => ({ ...WANG, mobile: '13700000001' })
  const holdings = createHoldings({ store: mortal, authority: shaky, findPerson, now, warn })
  const moves = createApplicationMoves(store, box, now)
  const issuing = createIssuing({ store: mortal, box, moves, holdings, findPerson, now, warn, authority: shaky })
  const failures = createFailures({ store: mortal, moves, authority: shaky, now, warn })
  await store.accounts.add({ id: ACCOUNT, mobile: '13700000001', password: null, wechat: null }, now())
  await store.companies.add([{ creditCode: COMPANY_CODE, name: COMPANY_NAME }], now())

  const paid: IssuingBench['paid'] = async (kind = 'claim', form = {}) => {
    const id = Buffer.from(random(16)).toString('hex')
    const at = now()
    const said = { ...EMPTY_FORM, company: kind === 'claim' ? COMPANY : null, certificate: CERTIFICATE, ...form }
    await store.applications.add({
      ...{ id, account: ACCOUNT, kind, creditCode: COMPANY_CODE, company: COMPANY_NAME, state: 'paid' },
      ...{ version: 1, approvedBy: null, form: box.sealForm(id, said), createdAt: at, changedAt: at, submittedAt: at },
    })
    if (kind === 'claim')
      await store.members.add({
        ...{ application: id, creditCode: COMPANY_CODE, account: ACCOUNT, role: 'administrator', since: at },
      })
    await store.orders.add({
      ...{ id, account: ACCOUNT, application: id, kind, organisation: 'bidseal', creditCode: COMPANY_CODE },
      ...{ company: COMPANY_NAME, fen: 1, state: 'paid', createdAt: at, expiresAt: at, dueAt: null },
    })
    await store.orders.move(id, 'paid', 'paid', { transactionId: `transaction-${id}`, dueAt: null })
    return id
  }

  return {
    ...{ store, issuing, failures, holdings, authority, faults, warned, paid, now },
    stateOf: async (id) => (await store.applications.find(id))?.state ?? '',
    messages: async () => (await store.messages.waiting(99)).map(({ kind }) => kind).sort(),
    reasonsOf: async (id) => box.openReasons(id, (await store.applicationHistory.list(id)).at(-1)?.note ?? null),
    pass: (milliseconds) => {
      ahead += milliseconds
    },
    remove: () => bench.remove(),
  }
}
