import { describe, expect, it } from 'vitest'
import type { CertificateItem, Overview, Session } from '../messages.ts'
import type { OfficerInvoice, OrderDetails } from '../order-messages.ts'
import { Fault, type Api } from './api.ts'
import { createConsole, pageOf } from './state.ts'

const overview: Overview = {
  version: '0.1.0',
  demo: true,
  startedAt: 0,
  now: 1,
  companies: 3,
  certificates: { inForce: 2, revoked: 0 },
  enrolmentsToday: 1,
  relay: { connections: 0, rooms: 0, forwarded: 0, refused: 0, stored: 0 },
}

const certificate: CertificateItem = {
  serial: '0a',
  usage: 'sign',
  state: 'in-force',
  company: '河南示范建设有限公司',
  creditCode: '91410100MA9ABCD16M',
  person: '王敏',
  order: 'o1',
  notBefore: 0,
  notAfter: 1,
  issuedAt: 0,
  revokedAt: null,
  reason: null,
}

const order: OrderDetails['order'] = {
  ...{ id: '20261125AAAA', application: 'a', kind: 'claim', organisation: 'bidseal', fen: 30_000, state: 'paid' },
  ...{ company: '河南示范建设有限公司', creditCode: '91410100MA9ABCD16M', channel: 'h5', transactionId: 'T' },
  ...{ createdAt: 0, expiresAt: 9, begunAt: 1, paidAt: 2, endedAt: null, refundReason: null, dueAt: null },
}

const invoice: OfficerInvoice['invoice'] = {
  ...{ id: '20261125AAAAF1', order: '20261125AAAA', title: '河南示范建设有限公司', taxNumber: '91410100MA9ABCD16M' },
  ...{ email: 'a@example.com', fen: 30_000, state: 'issued', number: '2', failure: null, replaces: null },
  ...{ reversal: null, createdAt: 0, issuedAt: 1, endedAt: null },
}

const session: Session = {
  officer: 'officer',
  csrf: 'token',
  roles: ['reviewer', 'authority', 'auditor'],
  stage: 'open',
}
const unauthorised = (reason: string) => Promise.reject(new Fault('not-authorised', { reason }))

const unused = () => Promise.reject(new Fault('internal'))

const open = (changes: Partial<Api> = {}) => {
  const calls: string[] = []
  const api: Api = {
    session: () => unauthorised('login'),
    login: async (name, password) => {
      calls.push(`login ${name} ${password}`)
      return session
    },
    setUpFactor: async () => ({ secret: 'MY', uri: 'otpauth://totp/BidSeal:officer?secret=MY' }),
    confirmFactor: async () => ({ session, recoveryCodes: ['aaaa-bbbb-cccc'] }),
    enterCode: async () => session,
    changePassword: async () => session,
    officers: async () => {
      calls.push('officers')
      return { officers: [] }
    },
    addOfficer: async () => ({ password: 'given' }),
    setRoles: async () => ({}),
    setMobile: async () => ({}),
    applications: unused,
    application: unused,
    approveApplication: unused,
    returnApplication: unused,
    rejectApplication: unused,
    change: async () => ({}),
    resetPassword: async () => ({ password: 'given' }),
    logout: async () => ({}),
    overview: async () => overview,
    companies: async () => ({ total: 0, companies: [] }),
    certificates: async ({ text, offset }) => {
      calls.push(`certificates ${text} ${String(offset)}`)
      return { total: 120, certificates: [certificate] }
    },
    orders: async ({ text, state, trail }) => {
      calls.push(`orders ${text} ${String(state)} ${trail.join()}`)
      return { orders: [], next: null }
    },
    order: async (id) => ({ order: { ...order, id }, notices: [], invoices: [] }),
    exportOrders: async ({ text }) => new Blob([text]),
    invoices: async ({ text }) => {
      calls.push(`invoices ${text}`)
      return { invoices: [], next: null }
    },
    invoice: async (id) => ({ invoice: { ...invoice, id }, files: [], history: [] }),
    exportInvoices: () => unauthorised('role'),
    revoke: async (serial, { reason }) => {
      calls.push(`revoke ${serial} ${reason}`)
      return {}
    },
    audit: async () => ({ searchedTo: 1, actions: [], rows: [] }),
    auditChain: async () => ({ rows: 0, brokenAt: null, head: '' }),
    ...changes,
  }
  const tokens: (() => string | null)[] = []
  const console = createConsole((csrf) => {
    tokens.push(csrf)
    return api
  })
  return { console, state: console.store.getState, calls, csrf: () => tokens[0]?.() }
}

describe('the console', () => {
  it('asks for the password where nobody is logged in', async () => {
    const { console, state } = open()
    await console.start()
    expect(state()).toMatchObject({ session: null, isLapsed: false, overview: null, fault: null })
  })

  it('goes on where somebody is', async () => {
    const { console, state, csrf } = open({ session: async () => session })
    await console.start()
    expect(state()).toMatchObject({ session, overview })
    expect(csrf()).toBe('token')
  })

  it('shows the figures after the login', async () => {
    const { console, state } = open()
    await console.start()
    await console.login('officer', 'right')
    expect(state()).toMatchObject({ session, overview, isBusy: false })
  })

  it('says that the password was wrong and stays at the login', async () => {
    const { console, state } = open({ login: () => unauthorised('password') })
    await console.start()
    await console.login('officer', 'wrong')
    expect(state()).toMatchObject({ session: null, fault: { code: 'not-authorised', details: { reason: 'password' } } })
  })

  it('asks for what is missing, step by step, and shows nothing before', async () => {
    const { console, state } = open({
      login: async () => ({ ...session, stage: 'set-up' }),
      confirmFactor: async () => ({ session: { ...session, stage: 'password' }, recoveryCodes: ['a'] }),
    })
    await console.start()
    await console.login('officer', 'right')
    expect(state()).toMatchObject({ session: { stage: 'set-up' }, factor: { secret: 'MY' }, overview: null })
    await console.confirmFactor('123456')
    expect(state()).toMatchObject({ session: { stage: 'password' }, factor: null, recoveryCodes: ['a'] })
    await console.forget()
    expect(state()).toMatchObject({ recoveryCodes: null, overview: null })
    await console.changePassword('given', 'new')
    expect(state()).toMatchObject({ session: { stage: 'open' }, overview })
  })

  it('leads to the first screen where the roles do not allow another', async () => {
    const { console, state, calls } = open()
    await console.login('officer', 'right')
    await console.show('officers')
    expect(state().view).toBe('overview')
    expect(calls).not.toContain('officers')
  })

  it('shows a password that was given out until it was read', async () => {
    const { console, state } = open({ login: async () => ({ ...session, roles: ['administrator'] }) })
    await console.login('officer', 'right')
    await console.show('officers')
    expect(await console.addOfficer('何审', ['reviewer'])).toBe(true)
    expect(state()).toMatchObject({ given: { officer: '何审', password: 'given' }, selected: '何审' })
    await console.forget()
    expect(state().given).toBeNull()
  })

  it('goes back to the login when the session is over, and forgets what it knew', async () => {
    const { console, state } = open({ audit: () => unauthorised('login') })
    await console.login('officer', 'right')
    await console.show('audit')
    expect(state()).toMatchObject({ session: null, isLapsed: true, view: 'audit', overview: null })
  })

  it('keeps what it shows when the server is away', async () => {
    const { console, state } = open({ companies: () => Promise.reject(new TypeError('network')) })
    await console.login('officer', 'right')
    await console.show('companies')
    expect(state()).toMatchObject({ session, overview, fault: { code: 'internal' } })
  })

  it('looks on in the audit log until something is found or nothing is left', async () => {
    const row = { n: 3, at: 0, actor: 'officer', action: 'login', facts: {}, hash: '' }
    const asked: unknown[] = []
    const { console, state } = open({
      audit: async ({ before }) => {
        asked.push(before)
        return { searchedTo: before === 7 ? 3 : 7, actions: [], rows: before === 7 ? [row] : [] }
      },
    })
    await console.login('officer', 'right')
    await console.show('audit')
    expect(asked).toEqual([null, 7])
    expect(state()).toMatchObject({ audit: { rows: [row] }, chain: { brokenAt: null } })
  })

  it('searches companies from the first page', async () => {
    const asked: unknown[] = []
    const { console } = open({
      companies: async (page) => {
        asked.push(page)
        return { total: 0, companies: [] }
      },
    })
    await console.login('officer', 'right')
    await console.show('companies')
    await console.searchCompanies({ text: '', page: 2 })
    await console.searchCompanies({ text: '示范' })
    expect(asked.map((page) => JSON.stringify(page))).toEqual([
      '{"text":"","offset":0,"limit":50}',
      '{"text":"","offset":100,"limit":50}',
      '{"text":"示范","offset":0,"limit":50}',
    ])
  })

  it('searches from the first page and turns pages', async () => {
    const { console, calls } = open()
    await console.login('officer', 'right')
    await console.showCertificatesOf('91410100MA9ABCD16M')
    await console.turn(2)
    await console.search('王敏')
    expect(calls).toEqual([
      'login officer right',
      'certificates 91410100MA9ABCD16M 0',
      'certificates 91410100MA9ABCD16M 100',
      'certificates 王敏 0',
    ])
  })

  it('turns pages of orders by where they begin, and starts again with every other search', async () => {
    const { console, calls } = open()
    await console.login('officer', 'right')
    await console.show('orders')
    await console.searchOrders({ trail: ['9.A'] })
    await console.searchOrders({ state: 'paid' })
    expect(calls.slice(1)).toEqual(['orders  null ', 'orders  null 9.A', 'orders  paid '])
  })

  it('leads from an order to its invoice and back, with the details of each', async () => {
    const { console, state, calls } = open()
    await console.login('officer', 'right')
    await console.showInvoice(invoice)
    expect(state()).toMatchObject({ view: 'invoices', selected: invoice.id, invoice: { invoice } })
    await console.showOrder(invoice.order)
    expect(state()).toMatchObject({ view: 'orders', selected: order.id, order: { order } })
    expect(calls.slice(1)).toEqual([`invoices ${order.id}`, `orders ${order.id} null `])
  })

  it('hands out an export, or says why there is none', async () => {
    const { console, state } = open()
    expect(await console.exportOrders()).toBeInstanceOf(Blob)
    expect(await console.exportInvoices()).toBeNull()
    expect(state().fault?.code).toBe('not-authorised')
  })

  it('revokes with a reason and reads the list again', async () => {
    const { console, calls } = open()
    await console.show('certificates')
    expect(await console.revoke('0a', 'superseded')).toBe(true)
    expect(calls.slice(-2)).toEqual(['revoke 0a superseded', 'certificates  0'])
  })

  it('says why a certificate was not revoked', async () => {
    const { console, state } = open({ revoke: () => Promise.reject(new Fault('invalid-input')) })
    expect(await console.revoke('0a', 'superseded')).toBe(false)
    expect(state().fault?.code).toBe('invalid-input')
  })
})

describe('pages of a list', () => {
  it('count rows from 1', () => {
    expect([pageOf(0, 0), pageOf(0, 20), pageOf(2, 120)]).toEqual([
      { first: 0, last: 0, pages: 1 },
      { first: 1, last: 20, pages: 1 },
      { first: 101, last: 120, pages: 3 },
    ])
  })
})
