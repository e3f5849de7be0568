import { describe, expect, it } from 'vitest'
import { methods } from '#ipc/contract'
import { emptyDraft, readDraft } from './tender-form.ts'

const now = new Date(2026, 10, 24, 14, 25).getTime()
const good = { ...emptyDraft, tenderName: ' 智慧矿山 ', lot: '01', openingTime: '2026-11-27T09:00' }

describe('tender form', () => {
  it('gives fields that the engine takes', () => {
    const read = readDraft(good, now)
    expect('fields' in read && methods['projects.create'].input.safeParse(read.fields).success).toBe(true)
    expect('fields' in read && read.fields.tenderName).toBe('智慧矿山')
  })

  it('says what is missing', () => {
    expect(readDraft(emptyDraft, now)).toEqual({
      problems: { tenderName: 'tender.problem.name', openingTime: 'tender.problem.time' },
    })
  })

  it('takes no opening that is over', () => {
    expect(readDraft({ ...good, openingTime: '2026-11-24T14:25' }, now)).toEqual({
      problems: { openingTime: 'tender.problem.past' },
    })
  })
})
