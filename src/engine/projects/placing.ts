/** Seals on pages: place, move, remove, and what a signed round does to them. */
import { AppError } from '#core/errors'
import { isOnPage, pagePoint } from '#core/pdf/geometry'
import type { SealView } from '#ipc/views'
import type { Command } from './commands.ts'
import {
  findDocument,
  roundsOf,
  type DocumentVersion,
  type Placement,
  type Project,
  type ProjectDocument,
} from './project.ts'

/** Millimetres from the displayed page's top left corner to the seal's top left corner. */
export interface Position {
  readonly document: string
  /** From 1. */
  readonly page: number
  readonly left: number
  readonly top: number
}

type Size = Pick<SealView, 'id' | 'width' | 'height'>

/** Throws `page-not-found` or `seal-outside-page`. */
const requireOnPage = (project: Project, { document, page, left, top }: Position, seal: Size): void => {
  const found = findDocument(project, document)
  const size = found?.pages[page - 1]
  if (size === undefined) throw new AppError('page-not-found', { document, page, pages: found?.pages.length ?? 0 })
  const { width, height } = seal
  if (!isOnPage(size, pagePoint(left, top), width, height))
    throw new AppError('seal-outside-page', { page, left, top, width, height })
}

const requireSeal = (seals: readonly Size[], id: string): Size => {
  const seal = seals.find((one) => one.id === id)
  if (seal === undefined) throw new AppError('seal-not-yours', { seal: id })
  return seal
}

const requireUnsigned = ({ placements }: Project, id: string): Placement => {
  const placement = placements.find((one) => one.id === id)
  if (placement === undefined) throw new AppError('invalid-input', { reason: 'no such placement', id })
  if (placement.round > 0) throw new AppError('invalid-input', { reason: 'the seal is signed', id })
  return placement
}

/** @param seals the bidder's. The command throws `seal-not-yours`, `page-not-found` or `seal-outside-page`. */
export const placeSeal = (id: string, seal: string, position: Position, seals: readonly Size[]): Command => ({
  label: 'place seal',
  change: (project) => {
    requireOnPage(project, position, requireSeal(seals, seal))
    const { document, page, left, top } = position
    return { ...project, placements: [...project.placements, { id, seal, document, page, left, top, round: 0 }] }
  },
})

/** Also to another page. The command throws as `placeSeal`'s, and `invalid-input` for a seal that is signed. */
export const movePlacement = (id: string, position: Position, seals: readonly Size[]): Command => ({
  label: 'move seal',
  change: (project) => {
    const { seal, ...before } = requireUnsigned(project, id)
    requireOnPage(project, position, requireSeal(seals, seal))
    const { document, page, left, top } = position
    const stays = before.document === document && before.page === page && before.left === left && before.top === top
    if (stays) return project
    const placements = project.placements.map((one) => (one.id === id ? { ...one, document, page, left, top } : one))
    return { ...project, placements }
  },
})

export const removePlacement = (id: string): Command => ({
  label: 'remove seal',
  change: (project) => {
    requireUnsigned(project, id)
    return { ...project, placements: project.placements.filter((placement) => placement.id !== id) }
  },
})

const requireDocument = (project: Project, id: string): ProjectDocument => {
  const document = findDocument(project, id)
  if (document === null) throw new AppError('document-changed', { document: id })
  return document
}

const withVersions = (project: Project, id: string, versions: ProjectDocument['versions']): Project => ({
  ...project,
  parts: project.parts.map((part) => ({
    ...part,
    documents: part.documents.map((document) => (document.id === id ? { ...document, versions } : document)),
  })),
})

/**
 * A document after a seal round: a longer version, and the round's placements signed. Throws
 * `document-changed` when the document or one of the placements has gone, or is signed already.
 */
export const addRound = (
  project: Project,
  id: string,
  version: DocumentVersion,
  placements: readonly string[],
): Project => {
  const document = requireDocument(project, id)
  const before = document.versions.at(-1) ?? document.versions[0]
  if (version.size <= before.size) throw new AppError('document-changed', { document: id })
  const signed = new Set(placements)
  const own = project.placements.filter((one) => signed.has(one.id) && one.document === id && one.round === 0)
  if (own.length !== signed.size) throw new AppError('document-changed', { document: id })
  const round = roundsOf(document) + 1
  return {
    ...withVersions(project, id, [...document.versions, version]),
    placements: project.placements.map((one) => (signed.has(one.id) ? { ...one, round } : one)),
  }
}

/** A document without its last round; its placements are unsigned again. Throws `invalid-input` where there is none. */
export const cutRound = (project: Project, id: string): Project => {
  const document = findDocument(project, id)
  if (document === null) throw new AppError('invalid-input', { reason: 'no such document', id })
  const round = roundsOf(document)
  const [first, ...later] = document.versions
  if (round === 0) throw new AppError('invalid-input', { reason: 'no seal round', id })
  return {
    ...withVersions(project, id, [first, ...later.slice(0, -1)]),
    placements: project.placements.map((one) =>
      one.document === id && one.round === round ? { ...one, round: 0 } : one,
    ),
  }
}
