import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  enrolmentFailed,
  isSlip,
  newEnrolment,
  taskAfter,
  TASKS,
  tidyCode,
  wrongFields,
  type Task,
} from './enrolment.ts'

const form = { person: '王敏', creditCode: '91410100MA9ABCD16M', device: 'Mate 60' }
const calls = [
  { path: '/api/enrolments', phase: 'sent' },
  { path: '/api/enrolments', phase: 'answered' },
  { path: '/api/shares', phase: 'sent' },
  { path: '/api/shares', phase: 'answered' },
  { path: '/api/demo', phase: 'answered' },
] as const

describe('enrolment', () => {
  it('takes a whole form', () => {
    expect(wrongFields(form)).toEqual([])
  })

  it('names what is missing, too long or no code', () => {
    expect(wrongFields({ person: ' ', creditCode: '', device: '' })).toEqual(['person', 'creditCode', 'device'])
    expect(wrongFields({ ...form, person: '长'.repeat(65) })).toEqual(['person'])
    expect(wrongFields({ ...form, creditCode: '91410100MA9ABCD16' })).toEqual(['creditCode'])
  })

  it('reads a code as it is printed', () => {
    expect(tidyCode(' 9141 0100 ma9abcd16m ')).toBe(form.creditCode)
    expect(wrongFields({ ...form, creditCode: ' 9141 0100 ma9abcd16m ' })).toEqual([])
  })

  it('tells a slip from what is no code at all', () => {
    const slipped = '91410100MA9ABCD16N'
    expect([isSlip(form.creditCode), isSlip(slipped), isSlip('9141')]).toEqual([false, true, false])
    expect(wrongFields({ ...form, creditCode: slipped })).toEqual(['creditCode'])
  })

  it('follows the calls to the server through its tasks', () => {
    const seen = calls.reduce<Task[]>((tasks, call) => [...tasks, taskAfter(tasks.at(-1) ?? 'keys', call)], [])
    expect(seen).toEqual(['certificates', 'check', 'lock', 'lock', 'lock'])
  })

  it('never goes back, whatever is called in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...calls)), (order) => {
        let task: Task = 'keys'
        return order.every((call) => {
          const before: Task = task
          task = taskAfter(task, call)
          return TASKS.indexOf(task) >= TASKS.indexOf(before)
        })
      }),
    )
  })

  it('goes back to where a fault can be put right', () => {
    const working = { ...newEnrolment('Mate 60', []), step: 'working' as const, task: 'check' as const }
    const stepAfter = (code: 'pin-weak' | 'company-unknown' | 'server-unreachable') =>
      enrolmentFailed(working, { code, details: {} }).step
    expect([stepAfter('pin-weak'), stepAfter('company-unknown'), stepAfter('server-unreachable')]).toEqual([
      'pin',
      'form',
      'working',
    ])
    expect(enrolmentFailed(working, { code: 'pin-weak', details: {} })).toMatchObject({ task: 'keys' })
  })
})
