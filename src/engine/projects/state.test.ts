import { describe, expect, it } from 'vitest'
import { documentOf, placementOf, projectOf, TENDER } from '#tests/support/project'
import type { ProjectState, Step } from '#ipc/views'
import type { Outputs, Project } from './project.ts'
import { contentOf, pageCount, stateOf, stepOf, unsealedPages } from './state.ts'

const plain = documentOf('a')
const signed = documentOf('a', 2, 1)

const generated = (project: Project, more: Partial<Outputs> = {}): Project => ({
  ...project,
  outputs: {
    ebid: { path: '/out/a.ebid', size: 1, sha256: '0'.repeat(64) },
    nbid: null,
    buildId: '0'.repeat(32),
    createdAt: '2026-11-24T08:00:00.000Z',
    seconds: 1,
    files: 1,
    certificate: 'AAEC',
    content: contentOf(project),
    rehearsedAt: null,
    openedAt: null,
    ...more,
  },
})

const sealed = projectOf([[signed], [], []], { placements: [placementOf('a', 1, 1)] })
const at = '2026-11-24T08:00:00.000Z'
const edited = (project: Project, change: Partial<Project>): Project => ({ ...project, ...change })

describe('state and next step', () => {
  it.each<[string, Project, ProjectState, Step]>([
    ['new', projectOf([[], [], []], { bidder: null }), 'draft', 1],
    ['documents but no bidder', projectOf([[plain], [], []], { bidder: null }), 'draft', 1],
    ['bidder but no documents', projectOf([[], [], []]), 'draft', 2],
    ['a part still empty', projectOf([[plain], []]), 'draft', 2],
    ['all parts filled', projectOf([[plain], [documentOf('b')]]), 'draft', 3],
    ['a seal placed', projectOf([[plain], []], { placements: [placementOf('a', 1)] }), 'draft', 4],
    ['a round signed', sealed, 'sealed', 5],
    [
      'a seal placed after a round',
      edited(sealed, { placements: [...sealed.placements, placementOf('a', 2)] }),
      'draft',
      4,
    ],
    ['generated', generated(sealed), 'generated', 5],
    ['rehearsed', generated(sealed, { rehearsedAt: at }), 'rehearsed', 5],
    ['opened', generated(sealed, { rehearsedAt: at, openedAt: at }), 'opened', 5],
    ['opened without a rehearsal', generated(sealed, { openedAt: at }), 'opened', 5],
    [
      'generated, then a document added',
      edited(generated(sealed, { openedAt: at }), { parts: [{ ...sealed.parts[0]!, documents: [signed, plain] }] }),
      'sealed',
      5,
    ],
    [
      'generated, then the opening time changed',
      edited(generated(sealed), { tender: { ...TENDER, openingTime: '2026-12-02T09:00:00+08:00' } }),
      'sealed',
      5,
    ],
    [
      'generated, then a seal placed: the files still hold the documents',
      edited(generated(sealed), { placements: [...sealed.placements, placementOf('a', 2)] }),
      'generated',
      4,
    ],
    [
      'generated, then a part renamed',
      edited(generated(sealed), { parts: sealed.parts.map((part) => ({ ...part, title: `${part.title}2` })) }),
      'sealed',
      5,
    ],
    [
      'generated, then an empty part added',
      edited(generated(sealed), { parts: [...sealed.parts, sealed.parts[2]!] }),
      'generated',
      5,
    ],
  ])('%s', (_, project, state, step) => {
    expect([stateOf(project), stepOf(project)]).toEqual([state, step])
  })

  it('counts a page with two seals once', () => {
    const project = projectOf([[documentOf('a', 3)], [documentOf('b', 2)]], {
      placements: [placementOf('a', 1), { ...placementOf('a', 1), id: 'x' }, placementOf('b', 2)],
    })
    expect([pageCount(project), unsealedPages(project)]).toEqual([5, 3])
  })
})
