/** The page's acts around an agent that tells what a test wants. For tests. */
import { createAccountApi } from '#agent/account'
import { createApplicationsApi } from '#agent/applications'
import { createCompanyApi } from '#agent/company'
import { createHoldingsApi } from '#agent/holdings'
import { createOrdersApi } from '#agent/orders'
import type { Agent, Confirmation, ConfirmationView, CredentialView } from '#agent/views'
import { AppError } from '#core/errors'
import { createApp, type Host } from './app.ts'
import { HOME, type Screen } from './screen.ts'

export const credential: CredentialView = {
  id: 'c1',
  company: '河南示范建设有限公司',
  creditCode: '91410100MA9ABCD16M',
  person: '王敏',
  device: 'Mate 60',
  serial: '0a',
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2027-01-01T00:00:00Z',
  state: 'in-force',
  seals: [],
}

/** One scanned code whose view a test moves on. */
const fakeConfirmation = () => {
  let view: ConfirmationView = {
    state: 'connecting',
    intent: 'sign',
    code: null,
    computer: null,
    credential,
    request: null,
    error: null,
    triesLeft: null,
  }
  const listeners = new Set<() => void>()
  const told: string[] = []
  const become = (change: Partial<ConfirmationView>) => {
    view = { ...view, ...change }
    for (const listener of listeners) listener()
  }
  const confirmation: Confirmation = {
    view: () => view,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    confirm: async (pin) => {
      told.push(`confirm ${pin}`)
      if (pin !== '246810') throw new AppError('pin-wrong', { triesLeft: 4 })
      become({ state: 'done' })
    },
    refuse: async (reason) => {
      told.push(reason === undefined ? 'refuse' : `refuse: ${reason}`)
      become({ state: 'refused' })
    },
    close: () => void told.push('close'),
  }
  return { confirmation, become, told }
}

/** The page as it is opened; `stack` is the browser's history, `scanned` the confirmation that any code leads to. */
export const openApp = (options: { credentials?: CredentialView[]; agent?: Partial<Agent> } = {}) => {
  const { credentials = [credential] } = options
  const scanned = fakeConfirmation()
  const agent: Agent = {
    credentials: async () => credentials,
    current: async () => credentials[0] ?? null,
    choose: async () => {},
    enrol: async () => {
      credentials.push(credential)
      return credential
    },
    changePin: async () => {},
    scan: async () => {
      if (credentials.length === 0) throw new AppError('no-certificate')
      return scanned.confirmation
    },
    history: async () => [],
    download: async () => {
      credentials.push(credential)
      return credential
    },
    pendingDownloads: async () => [],
    forgetDownload: async () => {},
    fetchOlderKeys: async () => ({ isComplete: true, added: 0 }),
    revoke: async () => {},
    signStatement: async () => new Uint8Array(),
    sealLetter: async (_, _pin, letter) => letter,
    unopenedBids: async () => [],
    ...options.agent,
  }
  const accountApi = createAccountApi(() => Promise.reject(new TypeError('no server')))
  const stack: Screen[] = [HOME]
  const host: Host = {
    navigation: {
      push: (screen) => void stack.push(screen),
      replace: (screen) => void stack.splice(-1, 1, screen),
      back: () => {
        stack.pop()
        app.arrived(stack.at(-1) ?? HOME)
      },
    },
    deviceName: 'Mate 60',
    installation: () => 'by-hand',
    askToInstall: async () => {},
    askToPersist: async () => true,
    speak: async () => {},
    demoCompanies: async () => [{ name: credential.company, creditCode: credential.creditCode }],
    account: {
      api: accountApi,
      session: { read: () => null, write: () => undefined },
      draft: { read: () => null, write: () => undefined },
      leaveFor: () => undefined,
    },
    orders: {
      api: createOrdersApi(accountApi.client),
      draft: { read: () => null, write: () => undefined },
      leaveFor: () => undefined,
    },
    applying: {
      api: createApplicationsApi(accountApi.client, () => Promise.reject(new TypeError('no server'))),
      draft: { read: () => null, write: () => undefined },
      prepare: () => Promise.reject(new TypeError('no pictures')),
      readCode: async () => null,
      orderOf: async () => null,
    },
    company: {
      api: createCompanyApi(accountApi.client, () => Promise.reject(new TypeError('no server'))),
      draft: { read: () => null, write: () => undefined },
      now: () => 0,
    },
    lifecycle: {
      holdings: createHoldingsApi(accountApi.client),
      applications: createApplicationsApi(accountApi.client, () => Promise.reject(new TypeError('no server'))),
      identity: accountApi.identity,
      orderOf: async () => null,
    },
  }
  const app = createApp(agent, host, 'zh-CN')
  return { app, scanned, stack, state: app.store.getState }
}
