/** Applications of every kind, brought into each of their states at a server that is killed in all of them. */
import { join } from 'node:path'
import { toBase64url } from '#core/bytes/base64url'
import { signBytes } from '#core/certificate/signature'
import { revocationBytes } from '#core/application/holding'
import { issueAnswer } from '#core/application/issuing'
import { applicationAnswer, joiningAnswer, uploadAnswer, type ApplicationAnswer } from '#core/application/messages'
import {
  move,
  possible,
  ROLES,
  type ApplicationEvent,
  type ApplicationKind,
  type Standing,
} from '#core/application/state'
import { orderList } from '#core/order/order'
import { openStore } from '#server/store/store'
import { CERTIFICATE, companyOf, LI, WANG } from './applying.ts'
import { applicantAt } from './dying-server.ts'
import { csrOf } from './issuing.ts'
import { EVERYDAY, sealed, type Sealer } from './joining.ts'
import type { RegistrationProcess } from './registration-process.ts'
import { signingKeys } from './server.ts'

export const MOBILES = { wang: '13700000001', li: '13700000002' } as const

/** All states that the table lets an application of this kind reach. */
export const reachable = (kind: ApplicationKind): ReadonlySet<string> => {
  const found = new Map<string, Standing>()
  const visit = (standing: Standing): void => {
    if (found.has(standing.state)) return
    found.set(standing.state, standing)
    for (const role of ROLES)
      for (const event of possible(standing, role))
        visit(move(standing, event, { role, id: role === 'applicant' ? 'a' : `${role}-${standing.state}` }))
  }
  visit({ kind, state: 'draft', applicant: 'a', approvedBy: null })
  return new Set(found.keys())
}

export type Step = ApplicationEvent | 'begin'

/** `begin` fills one in whole. Each way but the last ends before anything is paid, so that the next can begin. */
export const WAYS: { readonly [kind in ApplicationKind]: readonly (readonly Step[])[] } = {
  claim: [
    ['begin', 'withdraw'],
    ['begin', 'submit', 'reject'],
    ['begin', 'expire'],
    ['begin', 'submit', 'return', 'submit', 'approve', 'pay', 'issue'],
  ],
  join: [
    ['begin', 'withdraw'],
    ['begin', 'submit', 'agree', 'reject'],
    ['begin', 'expire'],
    ['begin', 'submit', 'agree', 'return', 'submit', 'agree', 'approve', 'pay', 'issue'],
  ],
  renew: [
    ['begin', 'withdraw'],
    ['begin', 'submit', 'reject'],
    ['begin', 'expire'],
    ['begin', 'submit', 'return', 'submit', 'approve', 'pay', 'issue'],
  ],
  recover: [
    ['begin', 'withdraw'],
    ['begin', 'submit', 'reject'],
    ['begin', 'expire'],
    ['begin', 'submit', 'return', 'submit', 'approve', 'approve', 'pay', 'issue'],
  ],
  takeover: [
    ['begin', 'withdraw'],
    ['begin', 'submit', 'reject'],
    ['begin', 'expire'],
    ['begin', 'submit', 'return', 'submit', 'approve', 'approve', 'pay', 'issue'],
  ],
}

export interface EveryState {
  /** What renewals, recoveries, joins and takeovers are about. */
  prepare(): Promise<void>
  /** Does one step of a kind; the application's id. */
  perform(kind: ApplicationKind, step: Step, id: string): Promise<string>
  /** As its applicant sees it. */
  look(kind: ApplicationKind, id: string): Promise<ApplicationAnswer>
}

const CODES = {
  join: '91410100MA9ABCD16M',
  renew: '91110108MA0TE5T240',
  recover: '92440300MAK8DEM349',
  takeover: '91440300MA0TESTC56',
} as const
/** Who applies where somebody else is the administrator. */
const BY_LI: readonly ApplicationKind[] = ['join', 'takeover']
const CLAIMED = '91330100MA2TE5TX0X'
const MONTH = 31 * 24 * 3600_000
const CARD = '4111 1111 1111 1111'

export const everyStateAt = (server: RegistrationProcess, folder: string, picture: Buffer): EveryState => {
  const { send, read, act } = applicantAt(server, picture)
  const previous = { renew: '', recover: '' }
  const decisions = new Map<string, number>()
  let administrator: Sealer | null = null

  const become = (kind: ApplicationKind): void => server.become(BY_LI.includes(kind) ? MOBILES.li : MOBILES.wang)

  const tell = async (what: string, id: string): Promise<void> => {
    const before = decisions.get(id) ?? 0
    decisions.set(id, before + 1)
    await server.tell({ act: what, id, version: (await read(id)).version, officer: `officer-${before}` })
  }

  const pay = async (id: string): Promise<void> => {
    const { orders } = orderList.parse(await server.call('GET', 'orders'))
    const order = orders.find(({ application }) => application === id)?.id ?? ''
    await server.call('POST', `orders/${order}/pay`, { channel: 'h5' })
    await server.tell({ act: 'pay', order })
    await server.call('POST', `orders/${order}/check`)
  }

  const fetchInto = async (id: string): Promise<Sealer> => {
    const keys = await signingKeys()
    const asked = { csr: await csrOf(keys) }
    const first = issueAnswer.parse(await server.call('POST', `applications/${id}/certificates`, asked))
    return { signing: first.signing, seals: first.seals, keys }
  }

  const stamp = async (id: string): Promise<void> => void (await act(id, 'stamped', { stamped: await send('stamped') }))

  const begin = async (kind: ApplicationKind, creditCode = CLAIMED): Promise<string> => {
    const known = { name: WANG.name, mobile: MOBILES.wang }
    const asked = {
      claim: async () => ({ kind, company: companyOf(await send('licence'), { creditCode }) }),
      join: async () => ({ kind, creditCode: CODES.join, administrator: known }),
      renew: async () => ({ kind, previous: previous.renew }),
      recover: async () => ({ kind, previous: previous.recover }),
      takeover: async () => ({ kind, company: companyOf(await send('licence'), { creditCode: CODES.takeover }) }),
    }
    const begun = await server.call('POST', 'applications', await asked[kind]())
    const { id } = applicationAnswer.parse(begun)
    await act(id, 'certificate', { certificate: CERTIFICATE })
    if (kind === 'claim' || kind === 'recover' || kind === 'takeover') await stamp(id)
    if (kind === 'recover')
      await server.call('POST', 'identity/bank-card', { ...WANG, card: CARD, mobile: MOBILES.wang })
    return id
  }

  const agree = async (id: string): Promise<void> => {
    if (administrator === null) throw new Error('nobody to agree')
    server.become(MOBILES.wang)
    const { version: seen } = joiningAnswer.parse(await server.call('GET', `joining/${id}`))
    const authorised = await server.call('POST', `joining/${id}/authorise`, { version: seen, authorisation: EVERYDAY })
    const letter = await sealed(await server.file(`joining/${id}/letter.pdf`), administrator)
    const sent = uploadAnswer.parse(await server.call('POST', 'uploads?purpose=letter', Buffer.from(letter)))
    const { version } = joiningAnswer.parse(authorised)
    await server.call('POST', `joining/${id}/agree`, { version, letter: sent.id })
  }

  /** It has been lying for a month; the server's next round ends it. */
  const age = async (id: string): Promise<void> => {
    const store = await openStore(join(folder, 'data', 'store.db'))
    await store.applications.change(id, (await read(id)).version, {}, Date.now() - MONTH)
    await store.close()
  }

  const acts: { readonly [step in Step]?: (id: string) => Promise<unknown> } = {
    ...{ pay, agree, issue: fetchInto, expire: age },
    submit: (id) => act(id, 'submit'),
    withdraw: (id) => act(id, 'withdraw'),
    approve: (id) => tell('approve', id),
    return: (id) => tell('return', id),
    reject: (id) => tell('reject', id),
  }

  const perform: EveryState['perform'] = async (kind, step, id) => {
    become(kind)
    if (step === 'begin') return begin(kind)
    const done = acts[step]
    if (done === undefined) throw new Error(`nobody does ${step}`)
    await done(id)
    return id
  }

  const claimOf = async (creditCode: string): Promise<{ readonly id: string; readonly sealer: Sealer }> => {
    const id = await begin('claim', creditCode)
    for (const step of ['submit', 'approve', 'pay'] as const) await acts[step]?.(id)
    return { id, sealer: await fetchInto(id) }
  }

  return {
    perform,
    look: async (kind, id) => {
      become(kind)
      return read(id)
    },
    prepare: async () => {
      await server.enter(MOBILES.li, LI)
      await server.enter(MOBILES.wang, WANG)
      administrator = (await claimOf(CODES.join)).sealer
      previous.recover = (await claimOf(CODES.recover)).id
      await claimOf(CODES.takeover)
      const renewed = await claimOf(CODES.renew)
      previous.renew = renewed.id
      // what its holder gave up can be renewed at any time
      const at = Date.now()
      const signature = toBase64url(await signBytes(renewed.sealer.keys.privateKey, revocationBytes(renewed.id, at)))
      await server.call('POST', `certificates/${renewed.id}/revoke`, { at, signature })
    },
  }
}
