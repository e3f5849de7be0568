/** A project as windows see it. */
import type { BidFileKind } from '#core/bidfile/header'
import { fromBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { parseSealRecord } from '#core/certificate/seal-record'
import { AppError } from '#core/errors'
import type {
  BidderView,
  CertificateView,
  DocumentView,
  OutputsView,
  OutputView,
  ProjectSummary,
  ProjectView,
  SealView,
} from '#ipc/views'
import { certificateView, sealView } from '../verify/view.ts'
import { outputState } from './outputs.ts'
import {
  currentVersion,
  roundsOf,
  type Bidder,
  type OutputFile,
  type Outputs,
  type Project,
  type ProjectDocument,
} from './project.ts'
import type { Session } from './session.ts'
import { currentOutputs, pageCount, stateOf, stepOf, unsealedPages } from './state.ts'

const bytesOf = (text: string | undefined): Bytes => {
  const bytes = text === undefined ? null : fromBase64url(text)
  if (bytes === null) throw new AppError('certificate-malformed', { reason: 'not base64url' })
  return bytes
}

/** Throws `certificate-malformed`. */
export const leafView = (chain: readonly string[], usage: CertificateView['usage']): CertificateView =>
  certificateView(parseCertificate(bytesOf(chain[0])), usage)

/** Throws `seal-record-invalid`. */
export const sealViews = (records: readonly string[]): readonly SealView[] =>
  records.map((record) => sealView(parseSealRecord(bytesOf(record))))

const known = new WeakMap<Bidder, BidderView>()

/** Throws `certificate-malformed` or `seal-record-invalid`. */
export const bidderView = (bidder: Bidder): BidderView => {
  const before = known.get(bidder)
  if (before !== undefined) return before
  const { company, creditCode, person, device } = bidder
  const view: BidderView = {
    company,
    creditCode,
    person,
    device,
    signing: leafView(bidder.signing, 'sign'),
    encryption: leafView(bidder.encryption, 'encrypt'),
    seals: sealViews(bidder.seals),
  }
  known.set(bidder, view)
  return view
}

const documentView = (document: ProjectDocument): DocumentView => ({
  id: document.id,
  name: document.name,
  ...currentVersion(document),
  pages: document.pages,
  rounds: roundsOf(document),
  importedAt: document.importedAt,
})

const outputView = async (kind: BidFileKind, file: OutputFile, buildId: string): Promise<OutputView> => ({
  ...file,
  state: await outputState(kind, file, buildId),
})

const outputsView = async ({ ebid, nbid, certificate, ...outputs }: Outputs): Promise<OutputsView> => ({
  ebid: await outputView('ebid', ebid, outputs.buildId),
  nbid: nbid && (await outputView('nbid', nbid, outputs.buildId)),
  buildId: outputs.buildId,
  createdAt: outputs.createdAt,
  seconds: outputs.seconds,
  files: outputs.files,
  certificate: leafView([certificate], 'encrypt'),
  rehearsedAt: outputs.rehearsedAt,
})

/** @param folder where the project lies */
export const summaryOf = (project: Project, folder: string): ProjectSummary => ({
  id: project.id,
  ...project.tender,
  state: stateOf(project),
  step: stepOf(project),
  bidder: project.bidder?.company ?? null,
  pages: pageCount(project),
  unsealedPages: unsealedPages(project),
  changedAt: project.changedAt,
  folder,
})

/** Bid files that no longer hold what the project holds are not shown. */
export const viewOf = async (session: Session): Promise<ProjectView> => {
  const project = session.project()
  const outputs = currentOutputs(project)
  return {
    ...summaryOf(project, session.folder.path),
    parts: project.parts.map((part) => ({ ...part, documents: part.documents.map(documentView) })),
    placements: project.placements,
    bidderDetails: project.bidder && bidderView(project.bidder),
    formerSeals: sealViews(project.formerSeals),
    outputs: outputs && (await outputsView(outputs)),
    canUndo: session.canUndo(),
    canRedo: session.canRedo(),
    writable: session.isWritable(),
  }
}
