/** Finishing seal rounds that the phone has answered: at once, or after a crash from what was kept. */
import { decoded } from '#core/bytes/base64url'
import { AppError, type ErrorCode } from '#core/errors'
import { resumeFile, type PreparedFile, type StampedAnswer } from '../pdf/seal-pdf.ts'
import type { Command } from './commands.ts'
import { hasVersion, pathOfVersion } from './documents.ts'
import { addRound } from './placing.ts'
import { currentVersion, findDocument, unsignedPlacements, type Placement, type Project } from './project.ts'
import {
  clearPending,
  contentToSign,
  pathOfPending,
  readRound,
  writeRound,
  type AnsweredDocument,
  type AnsweredRound,
} from './round-file.ts'
import type { Session } from './session.ts'
import type { ProjectFolder } from './store.ts'

/** Files that this process has prepared, by document; others are read again. */
export type PreparedFiles = ReadonlyMap<string, PreparedFile>

/** Obstacles that may go away: the round is kept. Whatever else goes wrong will go wrong again. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'no-space-left',
  'folder-not-writable',
  'file-unreadable',
  'project-locked',
])
const isPassing = (error: unknown): boolean => error instanceof AppError && PASSING.has(error.code)

/** What is shown to the phone of a document. */
export interface ShownDocument {
  readonly id: string
  readonly sha256: string
  /** Not signed yet. */
  readonly placements: readonly Placement[]
}

const answerOf = ({
  attributes,
  signature,
  timestamp,
}: Pick<AnsweredDocument, 'attributes' | 'signature' | 'timestamp'>): StampedAnswer => ({
  attributes: decoded(attributes),
  signature: decoded(signature),
  ...(timestamp === undefined ? {} : { timestamp: decoded(timestamp) }),
})

/**
 * The phone's answer to one prepared document as it is kept. Rejects with `signature-invalid`.
 * @param signed base64url
 */
export const answeredDocument = async (
  { id, sha256, placements }: ShownDocument,
  file: PreparedFile,
  signed: Pick<AnsweredDocument, 'attributes' | 'signature' | 'timestamp'>,
  signing: AnsweredRound['signing'],
): Promise<AnsweredDocument> => {
  const { path: _, ...pending } = file.pending
  return {
    document: id,
    content: contentToSign(sha256, placements),
    placements: placements.map((placement) => placement.id),
    pending,
    ...signed,
    sealed: await file.foresee(answerOf(signed), signing.map(decoded)),
  }
}

const isSealed = (project: Project, { document, sealed }: AnsweredDocument): boolean => {
  const found = findDocument(project, document)
  return found !== null && currentVersion(found).sha256 === sealed.sha256
}

/** Throws `document-changed` when a document or its seals are no longer what was shown on the phone. */
const requireShown = (project: Project, { document: id, content }: AnsweredDocument): void => {
  const document = findDocument(project, id)
  const placements = unsignedPlacements(project).filter((placement) => placement.document === id)
  if (document === null || contentToSign(currentVersion(document).sha256, placements) !== content)
    throw new AppError('document-changed', { name: document?.name ?? id })
}

/** Changes nothing when all is in the project already: the process that did it was killed before it cleared up. */
const sealRound = ({ documents }: AnsweredRound): Command => ({
  label: 'seal round',
  change: (project) => {
    if (documents.every((one) => isSealed(project, one))) return project
    for (const one of documents) requireShown(project, one)
    return documents.reduce(
      (state, { document, sealed, placements }) => addRound(state, document, sealed, placements),
      project,
    )
  },
})

/** Sees to it that the sealed file of a document is in its place. */
const embed = async (
  folder: ProjectFolder,
  { signing }: AnsweredRound,
  { document, pending, sealed, ...signed }: AnsweredDocument,
  prepared: PreparedFile | undefined,
): Promise<void> => {
  if (await hasVersion(folder, sealed)) return
  const file = prepared ?? (await resumeFile({ ...pending, path: pathOfPending(folder, document) }))
  const answer = answerOf(signed)
  const chain = signing.map(decoded)
  const { sha256 } = await file.foresee(answer, chain)
  if (sha256 !== sealed.sha256) throw new AppError('document-changed', { document })
  await file.embed(answer, chain, pathOfVersion(folder, sealed.sha256))
}

const commit = async (session: Session, round: AnsweredRound, files: PreparedFiles): Promise<void> => {
  const { folder } = session
  try {
    await session.change(sealRound(round), {
      undoable: false,
      prepare: async () => {
        for (const one of round.documents) await embed(folder, round, one, files.get(one.document))
      },
    })
  } catch (error) {
    if (!isPassing(error)) await clearPending(folder)
    throw error
  }
  // The project has it. A record that stays changes nothing; it goes the next time, or before the round is undone.
  await clearPending(folder).catch(() => undefined)
}

/** Keeps an answered round, so that a crash loses nothing of it. Rejects with a file error. */
export const keepRound = (session: Session, round: AnsweredRound): Promise<void> => writeRound(session.folder, round)

/**
 * Keeps an answered round, puts it into the project, all documents or none, and clears up. Rejects
 * with `document-changed` or `signature-invalid`, and the round is gone; with a file error or
 * `project-locked`, and it is kept for another try.
 */
export const finishRound = async (session: Session, round: AnsweredRound, files: PreparedFiles): Promise<void> => {
  await writeRound(session.folder, round)
  await commit(session, round, files)
}

/**
 * Finishes the round that was kept, if it still fits, and removes whatever else is pending. Resolves
 * with whether the project has it now. Rejects with a file error or `project-locked`.
 */
export const takeUpRound = async (session: Session): Promise<boolean> => {
  const round = await readRound(session.folder)
  try {
    if (round === null) await clearPending(session.folder)
    else await commit(session, round, new Map())
    return round !== null
  } catch (error) {
    if (isPassing(error)) throw error
    return false
  }
}
