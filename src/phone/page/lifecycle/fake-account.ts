/** What an account holds, and a server that tells what a test wants. For tests. */
import type { ApplicationsApi } from '#agent/applications'
import type { HoldingsApi } from '#agent/holdings'
import type { CertificateLife } from '#agent/views'
import { EMPTY_FORM } from '#core/application/form'
import type { HeldCertificate } from '#core/application/holding'
import type { ApplicationAnswer } from '#core/application/messages'
import { credential } from '../app/fake-app.ts'
import { HOME, type Screen } from '../app/screen.ts'
import { createLifecycleFlow } from './flow.ts'

const DAY = 86_400_000

export const holding = (change: Partial<HeldCertificate> = {}): HeldCertificate => ({
  ...{ application: 'a1', kind: 'claim', creditCode: credential.creditCode, company: credential.company },
  ...{ person: '王敏', organisation: { id: 'bidseal', name: '标印 CA' }, signing: '0a', encryption: '0b' },
  ...{ fingerprint: 'f1', notBefore: 0, notAfter: 365 * DAY, state: 'in-force', revokedAt: null },
  ...{ isRenewable: false, isRecoverable: true, next: null, tags: [], ...change },
})

export const application = (change: Partial<ApplicationAnswer> = {}): ApplicationAnswer => ({
  ...{ id: 'a2', kind: 'renew', state: 'draft', version: 1, creditCode: credential.creditCode },
  ...{ company: credential.company, createdAt: 0, changedAt: 0, submittedAt: null },
  form: { ...EMPTY_FORM, previous: 'a1' },
  ...{ warnings: [], possible: [], history: [], ...change },
})

const unused = () => Promise.reject(new Error('not used'))

interface Fakes {
  readonly agent?: Partial<CertificateLife>
  readonly holdings?: Partial<HoldingsApi>
  readonly applications?: Partial<ApplicationsApi>
}

/** The flow as it is opened; `stack` is the browser's history, `asked` what was done, in order. */
export const openLifecycle = (fakes: Fakes = {}) => {
  const stack: Screen[] = [HOME]
  const asked: string[] = []
  const agent: CertificateLife = {
    download: async ({ pin, renews }) => {
      asked.push(`download ${pin} ${renews ?? ''}`.trim())
      return credential
    },
    pendingDownloads: async () => [],
    forgetDownload: async (id) => void asked.push(`forget ${id}`),
    fetchOlderKeys: async () => ({ isComplete: true, added: 1 }),
    revoke: async (id, of, pin) => void asked.push(`revoke ${id} ${of} ${pin}`),
    signStatement: unused,
    sealLetter: unused,
    unopenedBids: async () => [],
    ...fakes.agent,
  }
  const holdings: HoldingsApi = {
    certificates: async () => [holding({ fingerprint: credential.id })],
    tag: async (_, tags) => holding({ fingerprint: credential.id, tags: [...tags] }),
    released: async () => ({ count: 0, isComplete: false }),
    ...fakes.holdings,
  }
  const applications: ApplicationsApi = {
    ...{ companies: unused, administrator: unused, putCompany: unused, putCertificate: unused, putStamped: unused },
    ...{ withdraw: unused, upload: unused, messages: unused, readMessage: unused, readMessages: unused },
    choices: async () => ({ provinces: [], platforms: [], organisations: [] }),
    applications: async () => ({ applications: [], next: null }),
    application: async () => application(),
    begin: async (request) => {
      asked.push(`begin ${request.kind}`)
      return application({ kind: request.kind })
    },
    submit: async ({ id, version }) => {
      asked.push(`submit ${id} ${version}`)
      return application({ id, state: 'submitted', version: version + 1 })
    },
    ...fakes.applications,
  }
  const flow = createLifecycleFlow(
    agent,
    {
      ...{ holdings, applications },
      identity: async () => ({ name: null, idNumber: null, method: null, provenAt: null }),
      orderOf: async (id) => (id === 'a2' ? 'ORDER1' : null),
    },
    'Mate 60',
    {
      open: (screen) => void stack.push(screen),
      turnTo: (screen) => void stack.splice(-1, 1, screen),
      lead: (screen) => void stack.splice(-1, 1, { at: 'account', page: 'login' }, screen),
      isLoggedIn: () => true,
      credentials: () => [credential],
      refresh: async () => void asked.push('refresh'),
    },
  )
  return { flow, stack, asked, state: flow.store.getState }
}
