import { describe, expect, it } from 'vitest'
import type { CertificateItem, Overview, Session } from '../messages.ts'
import type { OfficerInvoice, OrderDetails } from '../order-messages.ts'
import type { PersonDetails } from '../people-messages.ts'
import type { SealDetails } from '../seal-messages.ts'
import { Fault, type Api } from './api.ts'
import { fenOf } from './ledger/fen.ts'
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
  organisation: 'bidseal',
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

const person: PersonDetails = {
  person: {
    ...{ id: 'a', mobile: '139****0001', name: '王敏', createdAt: 0, identifiedAt: 1, devices: 1 },
    memberships: [],
  },
  ...{ lockedUntil: null, devices: [], memberships: [], applications: [], certificates: [], orders: [] },
}

const seal: SealDetails = {
  seal: {
    ...{ id: 'BS1', kind: 'company', company: '示范', creditCode: '91410100MA9ABCD16M', person: '王敏', serial: '0a' },
    ...{ issuedAt: 0, notAfter: 1, revokedAt: null, state: 'in-force' },
  },
  ...{ name: '示范公章', width: 42, height: 42, validFrom: 0, validUntil: 1 },
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
      return { total: 120, certificates: [certificate], organisations: ['bidseal'] }
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
    exportCompanies: async (text) => new Blob([text]),
    exportCertificates: async ({ text, usage, state }) => new Blob([`${text} ${usage} ${state}`]),
    exportPeople: async ({ text }) => new Blob([text]),
    exportSeals: () => unauthorised('role'),
    exportAudit: async ({ text, action }) => new Blob([`${text} ${action}`]),
    company: async (creditCode) => {
      calls.push(`company ${creditCode}`)
      const none = { members: [], certificates: [], others: [], seals: [], applications: [], orders: [] }
      return { ...none, company: { creditCode, name: '示范', createdAt: 0, certificates: 0 } }
    },
    people: async ({ text, state }) => {
      calls.push(`people ${text} ${String(state)}`)
      return { people: [], next: null }
    },
    person: async (id) => ({ ...person, person: { ...person.person, id } }),
    logOutPerson: async (id, reason) => {
      calls.push(`log-out ${id} ${reason}`)
      return {}
    },
    seals: async ({ text, state }) => {
      calls.push(`seals ${text} ${String(state)}`)
      return { seals: [], next: null }
    },
    seal: async (id) => ({ ...seal, seal: { ...seal.seal, id } }),
    drawSeal: async ({ name }) => (name === '😀' ? unauthorised('role') : `data:${name}`),
    designs: async (creditCode) => ({ company: { name: '示范', creditCode }, designs: [] }),
    saveDesign: async (code, kind, { line }) => {
      calls.push(`design ${code} ${kind} ${line}`)
      return {}
    },
    statistics: async ({ from = '2026-11', to = '2026-11' }) => ({ from, to, months: [] }),
    exportStatistics: async ({ from }) => new Blob([String(from)]),
    settings: async () => {
      calls.push('settings')
      return {
        current: { prices: { claim: 1, join: 2, renew: 3, recover: 4 }, validity: 12, review: false },
        changes: [],
      }
    },
    proposeSetting: async ({ setting }) => {
      calls.push(`propose ${setting}`)
      return {}
    },
    decideSetting: async (change, event) => {
      calls.push(`${event} ${change}`)
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

  it('keeps what an officer has written over the end of his session, for him and for nobody else', async () => {
    let isOver = false
    const { console, state } = open({
      overview: () => (isOver ? unauthorised('login') : Promise.resolve(overview)),
      login: async (officer) => ({ ...session, officer }),
    })
    const written = { drafts: { p1: { version: 1, marks: {}, reasons: [], words: '公章看不清' } }, openId: 'p1' }
    for (const [name, kept] of [
      ['何审', {}],
      ['officer', written.drafts],
    ] as const) {
      await console.login('officer', 'right')
      console.store.setState(written)
      isOver = true
      await console.refresh()
      expect(state()).toMatchObject({ session: null, isLapsed: true, drafts: {}, openId: null })
      isOver = false
      await console.login(name, 'right')
      expect(state().drafts).toEqual(kept)
    }
    await console.logout()
    await console.login('officer', 'right')
    expect(state().drafts).toEqual({})
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

describe('people, companies and seals', () => {
  const opened = async (changes: Partial<Api> = {}) => {
    const made = open({ session: async () => session, ...changes })
    await made.console.start()
    return made
  }

  it('are found, shown in detail and found again from elsewhere', async () => {
    const { console, state, calls } = await opened()
    await console.searchPeople({ text: '139', state: 'identified' })
    await console.show('people')
    await console.openPerson('a1')
    expect(state()).toMatchObject({ selected: 'a1', person: { person: { id: 'a1' } } })
    await console.showCompany('91410100MA9ABCD16M')
    expect(state()).toMatchObject({ view: 'companies', companySearch: { text: '91410100MA9ABCD16M' } })
    expect(state().company?.company.creditCode).toBe('91410100MA9ABCD16M')
    await console.showPerson('a2')
    expect(state()).toMatchObject({ view: 'people', person: { person: { id: 'a2' } } })
    expect(calls).toContain('people 139 identified')
    await console.show('seals')
    await console.searchSeals({ state: 'finance' })
    await console.openSeal('BS2')
    expect(state().seal?.seal.id).toBe('BS2')
    expect(calls).toContain('seals  finance')
  })

  it('are exported as they are searched, and a refusal is shown', async () => {
    const { console, state } = await opened()
    await console.filterCertificates({ usage: 'sign', state: 'ending' })
    expect(await (await console.exportCertificates())?.text()).toBe(' sign ending')
    await console.searchCompanies({ text: '示范' })
    expect(await (await console.exportCompanies())?.text()).toBe('示范')
    expect(await (await console.exportAudit())?.text()).toBe(' null')
    expect(await (await console.exportPeople())?.text()).toBe('')
    expect(await console.exportSeals()).toBeNull()
    expect(state().fault?.details).toEqual({ reason: 'role' })
  })

  it('log somebody out with a reason, and read the list again', async () => {
    const { console, calls } = await opened()
    await console.show('people')
    expect(await console.endSessions('a1', 'misuse')).toBe(true)
    expect(calls.slice(-2)).toEqual(['log-out a1 misuse', 'people  null'])
  })

  it('draw seals, say what cannot be drawn, and keep designs', async () => {
    const { console, state, calls } = await opened()
    const draft = { kind: 'company', name: '示范', line: '', code: '' } as const
    expect(await console.drawSeal(draft)).toEqual({ picture: 'data:示范' })
    expect(await console.drawSeal({ ...draft, name: '😀' })).toMatchObject({ fault: { code: 'not-authorised' } })
    expect(state().fault).toBeNull()
    await console.loadDesigns('X')
    expect(state().designs?.company.creditCode).toBe('X')
    expect(await console.saveDesign('X', 'contract', { line: '投标专用', hasCode: true })).toBe(true)
    expect(calls.at(-1)).toBe('design X contract 投标专用')
  })
})

describe('statistics', () => {
  it('are shown and exported for the months that were chosen', async () => {
    const { console, state } = open({ session: async () => session })
    await console.start()
    await console.show('statistics')
    expect(state().statistics).toMatchObject({ from: '2026-11' })
    await console.showMonths({ from: '2026-01', to: '2026-03' })
    expect(state().statistics).toMatchObject({ from: '2026-01', to: '2026-03' })
    expect(await (await console.exportStatistics())?.text()).toBe('2026-01')
  })
})

describe('settings', () => {
  it('are proposed and decided, and read again', async () => {
    const { console, state, calls } = open({ session: async () => session })
    await console.start()
    await console.show('settings')
    expect(state().settings?.current.validity).toBe(12)
    expect(await console.proposeSetting({ setting: 'validity', value: 6 })).toBe(true)
    expect(await console.decideSetting('c1', 'withdraw')).toBe(true)
    expect(calls.slice(-4)).toEqual(['propose validity', 'settings', 'withdraw c1', 'settings'])
  })

  it('take prices in yuan', () => {
    expect(['300', '300.5', '0.05', ' 12.30 '].map(fenOf)).toEqual([30_000, 30_050, 5, 1230])
    expect(['', '-1', '1.234', '1e3', '一', '1,000', '1.'].map(fenOf)).toEqual(Array(7).fill(null))
  })
})
