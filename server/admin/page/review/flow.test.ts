import { describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { faultOf, Fault } from '../api.ts'
import type { State } from '../state.ts'
import {
  createReviewing,
  draftOf,
  mayApprove,
  NO_REVIEW,
  type Application,
  type QueueItem,
  type ReviewOptions,
  type ReviewState,
} from './flow.ts'

const item = (id: string, more: Partial<QueueItem> = {}): QueueItem => ({
  ...{ id, kind: 'claim', state: 'submitted', version: 4, creditCode: '91410100MA9ABCD16M', company: `公司${id}` },
  ...{ createdAt: 0, changedAt: 1, submittedAt: 1, isAgain: false, approvedBy: null },
  ...more,
})

const whole = (listed: QueueItem): Application => ({
  ...listed,
  ...{
    submissions: 1,
    applicant: null,
    administrator: null,
    licence: null,
    certificate: null,
    authorisation: null,
    files: [],
  },
  ...{ previous: null, checks: [], checklist: { version: 'claim-1', ticks: ['name', 'stamp'] }, barred: null },
  ...{ possible: ['approve', 'return', 'reject'], history: [] },
})

/** A desk with applications that wait, from which one is gone when it is decided. */
const open = (given: readonly QueueItem[], changes: Partial<ReviewOptions['api']> = {}) => {
  let waiting = given
  const asked: unknown[] = []
  const leave = (id: string, body: object) => {
    asked.push([id, body])
    waiting = waiting.filter((each) => each.id !== id)
    return Promise.resolve({})
  }
  const store = createStore<ReviewState & Pick<State, 'isBusy' | 'fault'>>(() => ({
    ...{ ...NO_REVIEW, isBusy: false, fault: null },
  }))
  const api: ReviewOptions['api'] = {
    applications: async ({ kind, after }) => ({
      counts: { claim: waiting.length, join: 0, recover: 0, renew: 0, takeover: 0 },
      longest: 5,
      applications: waiting.filter((each) => kind === undefined || each.kind === kind).slice(after ? 2 : 0),
      next: after === undefined && waiting.length > 2 ? '1.2' : null,
    }),
    application: async (id) => {
      const found = waiting.find((each) => each.id === id)
      if (found === undefined) throw new Fault('file-not-found')
      return whole(found)
    },
    approveApplication: leave,
    returnApplication: leave,
    rejectApplication: leave,
    ...changes,
  }
  const attempt = async (act: () => Promise<void>): Promise<boolean> => {
    store.setState({ isBusy: true, fault: null })
    try {
      await act()
      return true
    } catch (error) {
      store.setState({ fault: faultOf(error) })
      return false
    } finally {
      store.setState({ isBusy: false })
    }
  }
  const { acts, loaders } = createReviewing({ set: store.setState, get: store.getState, api, attempt })
  const state = store.getState
  const now = () => {
    const { application } = state()
    if (application === null) throw new Error('nothing is open')
    return { application, draft: draftOf(state(), application) }
  }
  const change = (id: string, more: Partial<QueueItem>) => {
    waiting = waiting.map((each) => (each.id === id ? { ...each, ...more } : each))
  }
  return { acts, load: loaders.applications, state, now, asked, change, leave }
}

const tickAll = ({ acts }: Pick<ReturnType<typeof open>, 'acts'>): void => {
  acts.mark('name', 'yes')
  acts.mark('stamp', 'yes')
}

describe('the queue', () => {
  it('opens what waits longest, and moves from one to the next', async () => {
    const desk = open([item('a'), item('b')])
    await desk.load()
    expect(desk.now().application.id).toBe('a')
    await desk.acts.step(1)
    expect(desk.now().application.id).toBe('b')
    await desk.acts.step(1)
    expect(desk.now().application.id).toBe('b')
    await desk.acts.step(-1)
    expect(desk.now().application.id).toBe('a')
  })

  it('says so when nothing waits', async () => {
    const desk = open([])
    await desk.load()
    expect(desk.state()).toMatchObject({ openId: null, application: null, queue: { applications: [] } })
  })

  it('shows a kind, and more of it', async () => {
    const desk = open([item('a'), item('b', { kind: 'renew' }), item('c')])
    await desk.load()
    await desk.acts.moreQueue()
    expect(desk.state().queue?.applications.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'c'])
    await desk.acts.chooseKind('renew')
    expect(desk.now().application.id).toBe('b')
  })
})

describe('a checklist', () => {
  it('must agree in every point', async () => {
    const desk = open([item('a')])
    await desk.load()
    expect(await desk.acts.approve()).toBe(false)
    desk.acts.mark('name', 'yes')
    desk.acts.mark('stamp', 'no')
    expect(mayApprove(desk.now().application, desk.now().draft)).toBe(false)
    expect(desk.now().draft.reasons).toEqual(['stamp'])
    desk.acts.mark('stamp', 'no')
    expect(desk.now().draft).toMatchObject({ marks: { name: 'yes' }, reasons: [] })
    desk.acts.mark('stamp', 'yes')
    expect(await desk.acts.approve()).toBe(true)
    expect(desk.asked).toEqual([['a', { version: 4, checklist: 'claim-1', ticks: ['name', 'stamp'] }]])
  })

  it('does not help who may not approve', async () => {
    const desk = open([item('a')], { application: async () => ({ ...whole(item('a')), barred: 'own' }) })
    await desk.load()
    tickAll(desk)
    expect(await desk.acts.approve()).toBe(false)
    expect(desk.asked).toEqual([])
  })
})

describe('what is found and written', () => {
  it('survives reading again, and the way to another application and back', async () => {
    const desk = open([item('a'), item('b')])
    await desk.load()
    desk.acts.mark('stamp', 'no')
    desk.acts.write('公章太淡')
    await desk.load()
    await desk.acts.step(1)
    await desk.acts.step(-1)
    expect(desk.now().draft).toMatchObject({ marks: { stamp: 'no' }, reasons: ['stamp'], words: '公章太淡' })
  })

  it('keeps the words and looks again when the application has changed', async () => {
    const desk = open([item('a')])
    await desk.load()
    tickAll(desk)
    desk.acts.write('公章太淡')
    desk.change('a', { version: 6 })
    await desk.load()
    expect(desk.now().draft).toMatchObject({ version: 6, marks: {}, words: '公章太淡' })
  })
})

describe('a decision', () => {
  it('opens the next one by itself, and says what was done', async () => {
    const desk = open([item('a'), item('b'), item('c')])
    await desk.load()
    await desk.acts.step(1)
    expect(await desk.acts.sendBack(['照片不清晰'])).toBe(true)
    expect(desk.state().told).toEqual({ what: 'returned', company: '公司b' })
    expect(desk.now().application.id).toBe('c')
    expect(await desk.acts.reject('冒名')).toBe(true)
    expect(desk.now().application.id).toBe('a')
    expect(desk.asked).toEqual([
      ['b', { version: 4, reasons: ['照片不清晰'] }],
      ['c', { version: 4, reason: '冒名' }],
    ])
  })

  it('needs a reason to return', async () => {
    const desk = open([item('a')])
    await desk.load()
    expect(await desk.acts.sendBack([])).toBe(false)
  })

  it('of the first of two officers leads on, though it goes on waiting', async () => {
    const recovery = item('a', { kind: 'recover' })
    const desk = open([recovery, item('b')], { approveApplication: async () => ({}) })
    await desk.load()
    tickAll(desk)
    await desk.acts.approve()
    expect(desk.state().told?.what).toBe('half-approved')
    expect(desk.now().application.id).toBe('b')
  })

  it('that came too late is told, and what there is now is read', async () => {
    const late = () => Promise.reject(new Fault('application-changed'))
    const desk = open([item('a'), item('b')], { approveApplication: late })
    await desk.load()
    tickAll(desk)
    await desk.leave('a', {})
    expect(await desk.acts.approve()).toBe(false)
    expect(desk.state()).toMatchObject({ fault: null, told: { what: 'changed', company: '公司a' } })
    expect(desk.now().application.id).toBe('b')
  })

  it('that fails for another reason stays, with the fault', async () => {
    const desk = open([item('a')], { approveApplication: () => Promise.reject(new Fault('company-claimed')) })
    await desk.load()
    tickAll(desk)
    expect(await desk.acts.approve()).toBe(false)
    expect(desk.state()).toMatchObject({ fault: { code: 'company-claimed' }, told: null })
    expect(desk.now().draft.marks).toEqual({ name: 'yes', stamp: 'yes' })
  })
})
