/** Edits of tender, parts and documents as values: pure, named, undone by keeping the state before. */
import { AppError } from '#core/errors'
import type { PartRole } from '#ipc/views'
import { documentsOf, type Part, type Project, type ProjectDocument, type Tender } from './project.ts'
import { cleanText } from './text.ts'

export interface Command {
  /** English, for logs. */
  readonly label: string
  /** Throws an AppError where it does not fit the project; returns the same project when nothing changes. */
  readonly change: (project: Project) => Project
}

const missing = (what: string, id: string): AppError => new AppError('invalid-input', { reason: `no such ${what}`, id })

const requireText = (text: string): string => {
  const clean = cleanText(text)
  if (clean === '') throw new AppError('invalid-input', { reason: 'empty text' })
  return clean
}

const indexOfPart = ({ parts }: Project, id: string): number => {
  const index = parts.findIndex((part) => part.id === id)
  if (index < 0) throw missing('part', id)
  return index
}

const requireDocument = (project: Project, id: string): ProjectDocument => {
  const found = documentsOf(project).find((document) => document.id === id)
  if (found === undefined) throw missing('document', id)
  return found
}

/** The project with these parts, and without seals on documents that are no longer there. */
const withParts = (project: Project, parts: readonly Part[]): Project => {
  const there = new Set(documentsOf({ parts }).map(({ id }) => id))
  const placements = project.placements.filter(({ document }) => there.has(document))
  return {
    ...project,
    parts,
    placements: placements.length < project.placements.length ? placements : project.placements,
  }
}

/** The tender's texts as they are kept. Throws `invalid-input` for a name that is empty. */
export const cleanTender = (tender: Tender): Tender => ({
  tenderName: requireText(tender.tenderName),
  tenderId: cleanText(tender.tenderId),
  lot: cleanText(tender.lot),
  tenderee: cleanText(tender.tenderee),
  openingTime: tender.openingTime,
})

const sameTender = (a: Tender, b: Tender): boolean =>
  (Object.keys(a) as (keyof Tender)[]).every((name) => a[name] === b[name])

export const changeTender = (change: { readonly [Name in keyof Tender]?: Tender[Name] | undefined }): Command => ({
  label: 'change tender',
  change: (project) => {
    const known = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const tender = cleanTender({ ...project.tender, ...known })
    return sameTender(tender, project.tender) ? project : { ...project, tender }
  },
})

export const createPart = (id: string, title: string, role: PartRole): Command => ({
  label: 'create part',
  change: (project) => ({
    ...project,
    parts: [...project.parts, { id, role, title: requireText(title), documents: [] }],
  }),
})

export const renamePart = (id: string, title: string): Command => ({
  label: 'rename part',
  change: (project) => {
    const index = indexOfPart(project, id)
    const clean = requireText(title)
    if (project.parts[index]?.title === clean) return project
    return { ...project, parts: project.parts.map((part) => (part.id === id ? { ...part, title: clean } : part)) }
  },
})

/** With all its documents and their seals. */
export const removePart = (id: string): Command => ({
  label: 'remove part',
  change: (project) => {
    indexOfPart(project, id)
    return withParts(
      project,
      project.parts.filter((part) => part.id !== id),
    )
  },
})

/** Behind those that are in the part already. */
export const addDocuments = (part: string, documents: readonly ProjectDocument[]): Command => ({
  label: 'add documents',
  change: (project) => {
    indexOfPart(project, part)
    if (documents.length === 0) return project
    const parts = project.parts.map((one) =>
      one.id === part ? { ...one, documents: [...one.documents, ...documents] } : one,
    )
    return { ...project, parts }
  },
})

/** With its seals. */
export const removeDocument = (id: string): Command => ({
  label: 'remove document',
  change: (project) => {
    requireDocument(project, id)
    return withParts(
      project,
      project.parts.map((part) => ({ ...part, documents: part.documents.filter((document) => document.id !== id) })),
    )
  },
})

const insert = (
  documents: readonly ProjectDocument[],
  document: ProjectDocument,
  index: number,
): readonly ProjectDocument[] => {
  const before = documents.slice(0, index).filter(({ id }) => id !== document.id)
  const after = documents.slice(index).filter(({ id }) => id !== document.id)
  return [...before, document, ...after]
}

/** Before the one that is at `index` of a part now; behind the last one when there is none. */
export const moveDocument = (id: string, part: string, index: number): Command => ({
  label: 'move document',
  change: (project) => {
    const document = requireDocument(project, id)
    indexOfPart(project, part)
    const parts = project.parts.map((one) => ({
      ...one,
      documents:
        one.id === part ? insert(one.documents, document, index) : one.documents.filter((each) => each.id !== id),
    }))
    const order = (list: readonly Part[]): string => list.map((one) => one.documents.map((each) => each.id)).join('|')
    return order(parts) === order(project.parts) ? project : { ...project, parts }
  },
})
