import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { projectOf, TENDER } from '#tests/support/project'
import { MAX_STATES, NO_HISTORY, passOver, redo, remember, undo } from './history.ts'
import type { Project } from './project.ts'

const named = (tenderName: string): Project => projectOf([[]], { tender: { ...TENDER, tenderName } })

describe('history', () => {
  it('goes back and forth like a list with a cursor', () => {
    const act = fc.oneof(fc.constant('undo' as const), fc.constant('redo' as const), fc.nat().map(String))
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        let [history, project] = [NO_HISTORY, named('start')]
        let [states, cursor] = [['start'], 0]
        for (const name of acts) {
          if (name === 'undo' || name === 'redo') {
            const moved = name === 'undo' ? undo(history, project) : redo(history, project)
            const to = cursor + (name === 'undo' ? -1 : 1)
            expect(moved !== null).toBe(to >= 0 && to < states.length)
            if (moved !== null) [history, project, cursor] = [moved.history, moved.project, to]
          } else {
            history = remember(history, project)
            project = named(name)
            states = [...states.slice(0, cursor + 1), name]
            cursor += 1
          }
          expect(project.tender.tenderName).toBe(states[cursor])
        }
      }),
    )
  })

  it('keeps a bounded number of states', () => {
    let history = NO_HISTORY
    for (let i = 0; i < 3 * MAX_STATES; i++) history = remember(history, named(`${i}`))
    expect(history.past).toHaveLength(MAX_STATES)
    expect(history.past.at(-1)?.tender.tenderName).toBe(`${3 * MAX_STATES - 1}`)
  })

  it('undoes neither the bidder nor bid files', () => {
    const before = named('a')
    const pinned = { ...named('b'), bidder: null }
    const moved = undo(remember(NO_HISTORY, before), pinned)
    expect(moved?.project).toMatchObject({ tender: { tenderName: 'a' }, bidder: null })
  })

  it('ends where a change that is not undone touched what is', () => {
    const before = named('a')
    const history = remember(NO_HISTORY, before)
    expect(passOver(history, before, { ...before, bidder: null })).toBe(history)
    expect(passOver(history, before, { ...before, placements: [] })).toEqual(NO_HISTORY)
  })
})
