import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  EVENTS,
  KINDS,
  move,
  possible,
  ROLES,
  STATES,
  TERMINAL,
  WAITING_FOR_OFFICER,
  type Actor,
  type ApplicationEvent,
  type ApplicationKind,
  type Standing,
} from './state.ts'

const APPLICANT: Actor = { role: 'applicant', id: 'a' }
const ADMINISTRATOR: Actor = { role: 'administrator', id: 'b' }
const OFFICER: Actor = { role: 'officer', id: 'first' }
const OTHER: Actor = { role: 'officer', id: 'second' }
const PAYMENT: Actor = { role: 'payment', id: 'payment' }
const AUTHORITY: Actor = { role: 'authority', id: 'authority' }

const begun = (kind: ApplicationKind): Standing => ({ kind, state: 'draft', applicant: 'a', approvedBy: null })

type Move = readonly [ApplicationEvent, Actor]
const after = (kind: ApplicationKind, ...moves: readonly Move[]): Standing =>
  moves.reduce((standing, [event, actor]) => move(standing, event, actor), begun(kind))

/** Moves as anybody might ask for them, most of them not allowed. */
const anyMoves = fc.array(
  fc.record({
    event: fc.constantFrom(...EVENTS),
    actor: fc.record({ role: fc.constantFrom(...ROLES), id: fc.constantFrom('a', 'b', 'first', 'second') }),
  }),
  { maxLength: 60 },
)

/** Does what is allowed of them, and says what that was. */
const play = (kind: ApplicationKind, moves: readonly { event: ApplicationEvent; actor: Actor }[]) => {
  let standing = begun(kind)
  const done: { event: ApplicationEvent; actor: Actor; before: Standing; after: Standing }[] = []
  for (const { event, actor } of moves) {
    const before = standing
    try {
      standing = move(before, event, actor)
    } catch (error) {
      expect(error).toMatchObject({ code: 'application-state' })
      continue
    }
    done.push({ event, actor, before, after: standing })
  }
  return { standing, done }
}

test('an administrator ends what somebody whom he removes has begun for more certificates, unless it is paid for', () => {
  for (const kind of ['renew', 'recover'] as const) {
    expect(after(kind, ['submit', APPLICANT], ['withdraw', ADMINISTRATOR]).state).toBe('withdrawn')
    const paid: Standing = { ...begun(kind), state: 'paid' }
    expect(() => move(paid, 'withdraw', ADMINISTRATOR)).toThrow('application-state')
  }
  for (const kind of ['claim', 'join'] as const)
    expect(() => after(kind, ['submit', APPLICANT], ['withdraw', ADMINISTRATOR])).toThrow('application-state')
})

test('a claim is paid for and issued', () => {
  const paid: readonly Move[] = [
    ['submit', APPLICANT],
    ['approve', OFFICER],
    ['pay', PAYMENT],
  ]
  expect(after('claim', ...paid, ['issue', AUTHORITY]).state).toBe('issued')
})

test('a join goes to the administrator before it goes to officers', () => {
  const submitted = after('join', ['submit', APPLICANT])
  expect(() => move(submitted, 'approve', OFFICER)).toThrow('application-state')
  expect(move(move(submitted, 'agree', ADMINISTRATOR), 'approve', OFFICER).state).toBe('awaiting-payment')
  expect(move(submitted, 'refuse', ADMINISTRATOR).state).toBe('rejected')
})

test('a recovery needs two officers', () => {
  const once = after('recover', ['submit', APPLICANT], ['approve', OFFICER])
  expect(once).toMatchObject({ state: 'approved-once', approvedBy: 'first' })
  expect(() => move(once, 'approve', OFFICER)).toThrow('application-state')
  expect(() => move(once, 'pay', PAYMENT)).toThrow('application-state')
  expect(move(once, 'approve', OTHER).state).toBe('awaiting-payment')
})

test('to take a company over needs two officers, and ends when somebody else has become its administrator', () => {
  const submitted = after('takeover', ['submit', APPLICANT])
  expect(() => move(submitted, 'agree', ADMINISTRATOR)).toThrow('application-state')
  for (const event of ['refuse', 'withdraw', 'reject'] as const)
    expect(() => move(submitted, event, ADMINISTRATOR)).toThrow('application-state')
  const once = move(submitted, 'approve', OFFICER)
  expect(() => move(once, 'approve', OFFICER)).toThrow('application-state')
  const twice = move(once, 'approve', OTHER)
  const paid = move(twice, 'pay', PAYMENT)
  for (const standing of [begun('takeover'), submitted, once, twice, paid])
    expect(move(standing, 'reject', AUTHORITY).state).toBe('rejected')
  expect(move(paid, 'issue', AUTHORITY).state).toBe('issued')
  expect(() => move(move(paid, 'issue', AUTHORITY), 'reject', AUTHORITY)).toThrow('application-state')
  expect(() => move({ ...paid, kind: 'claim' }, 'reject', AUTHORITY)).toThrow('application-state')
})

test('what was returned is approved by both again', () => {
  const again = after(
    'recover',
    ['submit', APPLICANT],
    ['approve', OFFICER],
    ['return', OTHER],
    ['submit', APPLICANT],
    ['approve', OTHER],
  )
  expect(again).toMatchObject({ state: 'approved-once', approvedBy: 'second' })
})

test('nobody decides about an application of his own', () => {
  const own = { role: 'officer', id: 'a' } as const
  expect(() => move(after('claim', ['submit', APPLICANT]), 'approve', own)).toThrow('application-state')
  expect(() => move(after('join', ['submit', APPLICANT]), 'agree', { ...own, role: 'administrator' })).toThrow(
    'application-state',
  )
})

test('an officer who applies as well does not decide about what is of his accounts', () => {
  const own = { ...OFFICER, accounts: ['b', 'a'] }
  const submitted = after('recover', ['submit', APPLICANT])
  for (const event of ['approve', 'return', 'reject'] as const)
    expect(() => move(submitted, event, own)).toThrow('application-state')
  expect(() => move(move(submitted, 'approve', OTHER), 'approve', own)).toThrow('application-state')
  expect(move(submitted, 'approve', { ...OFFICER, accounts: ['b'] }).state).toBe('approved-once')
})

test('nobody applies for another', () => {
  expect(() => move(begun('claim'), 'submit', { role: 'applicant', id: 'b' })).toThrow('application-state')
})

/** Every move that there is: kind, state, who, event, and where it leads. Whoever edits the table edits this. */
const MOVES = `
draft|returned applicant submit submitted: claim join recover renew takeover
draft|submitted|agreed|approved-once|returned|awaiting-payment applicant withdraw withdrawn: claim join recover renew takeover
draft|submitted|agreed|approved-once|returned|awaiting-payment administrator withdraw withdrawn: recover renew
submitted administrator agree agreed: join
submitted administrator refuse rejected: join
submitted officer approve awaiting-payment: claim renew
submitted officer approve approved-once: recover takeover
agreed officer approve awaiting-payment: join
approved-once officer approve awaiting-payment: recover takeover
submitted officer return returned: claim recover renew takeover
submitted officer reject rejected: claim recover renew takeover
agreed officer return returned: join
agreed officer reject rejected: join
approved-once officer return returned: recover takeover
approved-once officer reject rejected: recover takeover
awaiting-payment payment pay paid: claim join recover renew takeover
paid payment refund withdrawn: claim join recover renew takeover
paid authority issue issued: claim join recover renew takeover
paid authority fail rejected: claim join recover renew takeover
draft|returned|awaiting-payment clock expire expired: claim join recover renew takeover
draft|submitted|agreed|approved-once|returned|awaiting-payment|paid authority reject rejected: takeover
submitted clock expire expired: join`

test('there are these moves and no others', () => {
  const written = MOVES.trim()
    .split('\n')
    .flatMap((line) => {
      const [from = '', role = '', event = '', to = '', ...kinds] = line.replace(':', '').split(' ')
      return kinds.flatMap((kind) => from.split('|').map((state) => [kind, state, role, event, to].join(' ')))
    })
  const found = KINDS.flatMap((kind) =>
    STATES.flatMap((state) =>
      ROLES.flatMap((role) =>
        EVENTS.flatMap((event) => {
          try {
            const actor = { role, id: role === 'applicant' ? 'a' : 'z' }
            const after = move({ ...begun(kind), state }, event, actor)
            expect(after.approvedBy).toBe(after.state === 'approved-once' ? 'z' : null)
            return [[kind, state, role, event, after.state].join(' ')]
          } catch (error) {
            expect(error).toMatchObject({ code: 'application-state' })
            return []
          }
        }),
      ),
    ),
  )
  expect(found.toSorted()).toEqual(written.toSorted())
})

test('the states that nothing leaves', () => {
  expect(TERMINAL).toEqual(['issued', 'withdrawn', 'rejected', 'expired'])
})

test('what is possible is what moves', () => {
  for (const kind of KINDS)
    for (const state of STATES)
      for (const role of ROLES) {
        const actor = { role, id: role === 'applicant' ? 'a' : 'z' }
        const moving = EVENTS.filter((event) => {
          try {
            return move({ ...begun(kind), state }, event, actor) !== null
          } catch {
            // not allowed
            return false
          }
        })
        expect([...possible({ kind, state }, role)].sort()).toEqual([...moving].sort())
      }
})

test('what waits for an officer is what an officer can approve', () => {
  for (const kind of KINDS)
    expect(STATES.filter((state) => possible({ kind, state }, 'officer').includes('approve'))).toEqual(
      WAITING_FOR_OFFICER[kind],
    )
})

test('no sequence of events leaves the table or a state that is the last', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), anyMoves, (kind, moves) => {
      for (const { before, after: reached } of play(kind, moves).done) {
        expect(STATES).toContain(reached.state)
        expect(TERMINAL).not.toContain(before.state)
        expect(reached).toMatchObject({ kind, applicant: 'a' })
      }
    }),
  )
})

test('no sequence of events approves a recovery or a takeover without two officers, neither of them the applicant', () => {
  const wanted: readonly ApplicationEvent[] = ['submit', 'approve']
  const eager = fc.array(
    fc.record({
      event: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...wanted) }, fc.constantFrom(...EVENTS)),
      actor: fc.record({
        role: fc.constantFrom('applicant', 'officer' as const),
        id: fc.constantFrom('a', 'first', 'second'),
      }),
    }),
    { maxLength: 80 },
  )
  let approved = 0
  fc.assert(
    fc.property(fc.constantFrom('recover', 'takeover' as const), eager, (kind, moves) => {
      const { standing, done } = play(kind, moves)
      if (standing.state !== 'awaiting-payment') return
      approved++
      const since = done.map(({ event }) => event).lastIndexOf('submit')
      const officers = done.slice(since).flatMap(({ event, actor }) => (event === 'approve' ? [actor.id] : []))
      expect(new Set(officers).size).toBe(2)
      expect(officers).not.toContain('a')
    }),
    { numRuns: 2000 },
  )
  expect(approved).toBeGreaterThan(0)
})

test('no sequence of events issues what nobody paid for, or lets somebody join whom no administrator wants', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), anyMoves, (kind, moves) => {
      const { standing, done } = play(kind, moves)
      const events = done.map(({ event }) => event)
      if (standing.state === 'issued') expect(events).toContain('pay')
      if (kind === 'join' && events.includes('pay')) expect(events).toContain('agree')
    }),
  )
})
