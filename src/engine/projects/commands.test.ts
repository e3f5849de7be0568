import { describe, expect, it } from 'vitest'
import { documentOf, idOf, placementOf, projectOf, TENDER } from '#tests/support/project'
import {
  addDocuments,
  changeTender,
  createPart,
  moveDocument,
  removeDocument,
  removePart,
  renamePart,
  type Command,
} from './commands.ts'
import type { Project } from './project.ts'

const [a, b, c] = [documentOf('a'), documentOf('b'), documentOf('c')]
const project = projectOf([[a, b, c], []], { placements: [placementOf('a', 1), placementOf('b', 2)] })
const layout = ({ parts }: Project): string =>
  parts.map(({ documents }) => documents.map(({ name }) => name[0]).join('')).join('|')
const after = ({ change }: Command): string => layout(change(project))

describe('moving a document', () => {
  it.each<[string, string, number, string]>([
    ['a', 'first', 2, 'bac|'],
    ['a', 'first', 3, 'bca|'],
    ['a', 'first', 99, 'bca|'],
    ['c', 'first', 0, 'cab|'],
    ['c', 'first', 1, 'acb|'],
    ['b', 'second', 0, 'ac|b'],
    ['b', 'second', 7, 'ac|b'],
  ])('%s before what is at %s %i gives %s', (document, part, index, expected) => {
    expect(after(moveDocument(idOf(document), idOf(part), index))).toBe(expected)
  })

  it.each([0, 1])('to where it is already changes nothing (%i)', (index) => {
    expect(moveDocument(a.id, idOf('first'), index).change(project)).toBe(project)
  })
})

describe('other edits', () => {
  it('add and remove documents, with their seals', () => {
    expect(after(addDocuments(idOf('second'), [documentOf('d'), documentOf('e')]))).toBe('abc|de')
    const removed = removeDocument(a.id).change(project)
    expect(layout(removed)).toBe('bc|')
    expect(removed.placements).toEqual([placementOf('b', 2)])
    expect(removePart(idOf('first')).change(project)).toMatchObject({ parts: [{ id: idOf('second') }], placements: [] })
  })

  it('keep texts clean', () => {
    const parts = createPart('x', ' 资格\u0000审查\uD800 ', 'qualification').change(project).parts
    expect(parts.at(-1)).toEqual({ id: 'x', role: 'qualification', title: '资格 审查\uFFFD', documents: [] })
    expect(renamePart(idOf('second'), '报价\n').change(project).parts[1]?.title).toBe('报价')
    expect(changeTender({ lot: ' 02\t' }).change(project).tender).toEqual({ ...TENDER, lot: '02' })
  })

  it('leave the project alone when nothing changes', () => {
    expect(changeTender({ lot: '01', tenderId: undefined }).change(project)).toBe(project)
    expect(renamePart(idOf('second'), ' 商务标 ').change(project)).toBe(project)
    expect(addDocuments(idOf('second'), []).change(project)).toBe(project)
  })

  it.each<[string, Command]>([
    ['no such part', renamePart('x', 'y')],
    ['no such part', removePart('x')],
    ['no such part', addDocuments('x', [])],
    ['no such part', moveDocument(a.id, 'x', 0)],
    ['no such document', moveDocument('x', idOf('first'), 0)],
    ['no such document', removeDocument('x')],
    ['empty text', renamePart(idOf('first'), '\u0007 ')],
    ['empty text', createPart('x', '\u2028', 'other')],
    ['empty text', changeTender({ tenderName: ' ' })],
  ])('say %s', (reason, { change }) => {
    const details: unknown = expect.objectContaining({ reason })
    expect(() => change(project)).toThrow(expect.objectContaining({ code: 'invalid-input', details }))
  })
})
