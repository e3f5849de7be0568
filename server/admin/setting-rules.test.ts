import { expect, test } from 'vitest'
import { CHANGE_EVENTS, CHANGE_STATES, decideChange } from './setting-rules.ts'

const OPEN = { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' }
const cases = CHANGE_STATES.flatMap((state) =>
  CHANGE_EVENTS.flatMap((event) => ['何审', '王审'].map((officer) => ({ state, event, officer }))),
)

/** 何审 has proposed it. */
test.each(cases)('$event of what is $state, by $officer', ({ state, event, officer }) => {
  const decide = () => decideChange({ state, proposedBy: '何审' }, event, officer)
  const isOwn = officer === '何审'
  if (state !== 'proposed') expect(decide).toThrow(expect.objectContaining({ details: { reason: 'change-decided' } }))
  else if (isOwn === (event === 'withdraw')) expect(decide()).toBe(OPEN[event])
  else {
    const reason = isOwn ? 'change-own' : 'change-of-another'
    expect(decide).toThrow(expect.objectContaining({ code: 'invalid-input', details: { reason } }))
  }
})
