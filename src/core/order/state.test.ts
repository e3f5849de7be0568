import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  INVOICE_ACTS,
  INVOICE_STATES,
  invoiceAfter,
  moveInvoice,
  moveOrder,
  ORDER_ACTS,
  ORDER_STATES,
  orderAfter,
  type OrderState,
} from './state.ts'

const acts = fc.array(fc.constantFrom(...ORDER_ACTS), { maxLength: 30 })

/** Every state that a course passes through; acts that are not allowed change nothing. */
const course = <State, Act>(first: State, taken: readonly Act[], after: (state: State, act: Act) => State | null) =>
  taken.reduce((states, act) => [...states, after(states.at(-1)!, act) ?? states.at(-1)!], [first])

const reached = <State, Act>(first: State, all: readonly Act[], after: (state: State, act: Act) => State | null) => {
  const found = new Set<State>([first])
  for (const state of found)
    for (const act of all) {
      const next = after(state, act)
      if (next !== null) found.add(next)
    }
  return [...found].sort()
}

const holdsMoney = (state: OrderState): boolean => state === 'paid' || state === 'refunding'

test('every state can be reached, and only from the table', () => {
  expect(reached('created', ORDER_ACTS, orderAfter)).toEqual([...ORDER_STATES].sort())
  expect(reached('waiting', INVOICE_ACTS, invoiceAfter)).toEqual([...INVOICE_STATES].sort())
  expect(() => moveOrder('refunded', 'settle')).toThrow('order-state')
  expect(() => moveInvoice('failed', 'issue')).toThrow('invoice-state')
  expect(moveOrder('awaiting', 'settle')).toBe('paid')
  expect(moveInvoice('issued', 'reverse')).toBe('reversing')
})

test('money that has come in stays or goes back, and never vanishes', () => {
  fc.assert(
    fc.property(acts, (taken) => {
      const states = course<OrderState, (typeof ORDER_ACTS)[number]>('created', taken, orderAfter)
      states.slice(1).forEach((state, index) => {
        const before = states[index]!
        if (holdsMoney(before) && !holdsMoney(state)) expect(state).toBe('refunded')
        if (!holdsMoney(before) && holdsMoney(state)) expect(['settle', 'waive']).toContain(taken[index])
      })
    }),
  )
})

test('an order is paid once: after its refund nothing happens any more', () => {
  fc.assert(
    fc.property(acts, (taken) => {
      const states = course<OrderState, (typeof ORDER_ACTS)[number]>('created', taken, orderAfter)
      const ended = states.indexOf('refunded')
      if (ended >= 0) expect(new Set(states.slice(ended))).toEqual(new Set(['refunded']))
    }),
  )
})

test('a payment is believed wherever the payment service can have taken one', () => {
  expect(ORDER_STATES.filter((state) => orderAfter(state, 'settle') !== null)).toEqual([
    'awaiting',
    'closed',
    'expired',
  ])
  for (const state of ['closed', 'expired'] as const) expect(orderAfter(state, 'settle')).toBe('refunding')
})

test('what was issued is undone by a red-letter invoice only', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...INVOICE_ACTS), { maxLength: 20 }), (taken) => {
      const states = course<(typeof INVOICE_STATES)[number], (typeof INVOICE_ACTS)[number]>(
        'waiting',
        taken,
        invoiceAfter,
      )
      const issued = states.indexOf('issued')
      if (issued >= 0)
        for (const state of states.slice(issued)) expect(['issued', 'reversing', 'reversed']).toContain(state)
    }),
  )
})
