/**
 * Seals and signs documents: everything is prepared and shown on the phone while the user scans; one
 * confirmation signs them all, and only then are signatures put in and the round committed.
 */
import { join } from 'node:path'
import { readdir, rm } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { equalBytes, fromHex, type Bytes } from '#core/bytes/bytes'
import { toBase64url } from '#core/bytes/base64url'
import { parseSealRecord, type SealRecord } from '#core/certificate/seal-record'
import { AppError } from '#core/errors'
import type { SignAnswer, SignBody, SignDocument } from '#core/pairing/messages'
import type { PlacedSeal } from '#core/pdf/seal'
import { prepareFile, type PreparedFile, type SealedFile } from '../pdf/seal-pdf.ts'
import { askPhone } from '../pairing/ask.ts'
import { decoded, type Phone } from '../pairing/phone.ts'
import { progressOf } from '../bidfile/progress.ts'
import { askWhile } from './ask-while.ts'
import type { JobContext, Work } from './job.ts'
import type { JobPorts } from './ports.ts'
import { drawPreviews } from './previews.ts'
import { documentsToSeal, requireBidder, tenderOf, type Bidder, type DocumentToSeal } from './project-facts.ts'

/** Documents that one request may name. */
const BATCH = 64

interface Prepared {
  readonly document: DocumentToSeal
  readonly file: PreparedFile
}

type Seals = ReadonlyMap<string, { readonly record: SealRecord; readonly der: Bytes }>

const sealsOf = (bidder: Bidder): Seals =>
  new Map(
    bidder.seals.map((der) => {
      const record = parseSealRecord(der)
      return [record.id, { record, der }]
    }),
  )

const sealFor = (seals: Seals, id: string) => {
  const seal = seals.get(id)
  if (seal === undefined) throw new AppError('seal-not-yours', { seal: id })
  return seal
}

const placedSeals = (document: DocumentToSeal, seals: Seals): readonly PlacedSeal[] =>
  [...new Set(document.placements.map(({ seal }) => seal))].map((id) => {
    const { record, der } = sealFor(seals, id)
    return {
      image: record.picture,
      width: record.width,
      height: record.height,
      record: der,
      placements: document.placements.filter(({ seal }) => seal === id),
    }
  })

const countsOf = (document: DocumentToSeal, seals: Seals): SignDocument['seals'] => {
  const counts = new Map<SealRecord['kind'], number>()
  for (const { seal } of document.placements) {
    const { kind } = sealFor(seals, seal).record
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return [...counts].map(([kind, count]) => ({ kind, count }))
}

interface Round {
  readonly ports: JobPorts
  readonly project: string
  readonly folder: string
  readonly bidder: Bidder
  readonly seals: Seals
  readonly tender: SignBody['tender']
  readonly documents: readonly DocumentToSeal[]
}

const discard = async (prepared: readonly Prepared[]): Promise<void> => {
  for (const { file } of prepared) await file.abandon()
}

/** Writes the pending file of every document. When one fails none is left. */
const prepare = async (round: Round, context: JobContext, signal: AbortSignal): Promise<readonly Prepared[]> => {
  const { documents, folder, bidder, seals, ports } = round
  const total = documents.reduce((sum, { size }) => sum + size, 0)
  const report = progressOf(
    'checking',
    total,
    () => performance.now(),
    ({ done, rate, left }) => context.progress({ done, total, rate, left }),
  )
  const prepared: Prepared[] = []
  let before = 0
  try {
    for (const document of documents) {
      const file = await prepareFile({
        source: ports.projects.documentPath(round.project, document.id),
        pending: join(folder, `${document.id}.pending`),
        sha256: document.sha256,
        seals: placedSeals(document, seals),
        signer: bidder.company,
        time: ports.now(),
        signal,
        onProgress: (done) => report(before + done),
      })
      prepared.push({ document, file })
      before += document.size
    }
    context.phase('phone')
    return prepared
  } catch (error) {
    await discard(prepared)
    throw error
  }
}

const requestBody = async (round: Round, prepared: readonly Prepared[], signal: AbortSignal): Promise<SignBody> => {
  const previews = await drawPreviews(
    round.ports.pictures,
    prepared.map(({ document, file }) => ({
      path: file.pending.path,
      pages: document.placements.map(({ page }) => page),
    })),
    signal,
  )
  return {
    tender: round.tender,
    profile: 'pades',
    documents: prepared.map(({ document, file }, index) => ({
      name: document.name,
      size: document.size,
      pages: document.pages,
      sha256: toBase64url(fromHex(document.sha256) ?? new Uint8Array()),
      seals: countsOf(document, round.seals),
      previews: [...(previews[index] ?? [])],
      digest: toBase64url(file.digest),
    })),
  }
}

/** Puts the signatures in, all or none. */
const embed = async (
  prepared: readonly Prepared[],
  answer: SignAnswer,
  folder: string,
): Promise<readonly { readonly document: DocumentToSeal; readonly sealed: SealedFile }[]> => {
  if (answer.signatures.length !== prepared.length)
    throw new AppError('signature-invalid', { reason: 'number of signatures' })
  const chain = answer.signing.map(decoded)
  const sealed = []
  for (const [index, { document, file }] of prepared.entries()) {
    const { attributes = '', signature = '' } = answer.signatures[index] ?? {}
    const signed = { attributes: decoded(attributes), signature: decoded(signature) }
    sealed.push({ document, sealed: await file.embed(signed, chain, join(folder, `${document.id}.sealed`)) })
  }
  return sealed
}

/** Rejects with `seal-not-yours` unless the phone's certificate may use every seal of this round. */
const requireSeals = async ({ ports, seals, documents }: Round, phone: Phone): Promise<void> => {
  const used = new Set(documents.flatMap(({ placements }) => placements.map(({ seal }) => seal)))
  for (const id of used) await ports.trust.sealRecord(sealFor(seals, id).der, phone.signing, ports.now())
}

const requireSameSigner = ({ signing: [leaf = ''] }: SignAnswer, { certificate }: Phone): void => {
  if (!equalBytes(decoded(leaf), certificate.der)) throw new AppError('peer-unauthenticated', { what: 'certificate' })
}

/** Rejects with `document-changed` when the project is no longer what was shown on the phone. */
const requireUnchanged = async ({ ports, project, documents }: Round): Promise<void> => {
  const now = new Map(documentsToSeal(await ports.projects.read(project)).map((document) => [document.id, document]))
  for (const document of documents) {
    const found = now.get(document.id)
    const same = found?.sha256 === document.sha256 && isDeepStrictEqual(found.placements, document.placements)
    if (!same) throw new AppError('document-changed', { name: document.name })
  }
}

const sealRound = async (round: Round, context: JobContext): Promise<void> => {
  const { ports, project, folder, bidder, documents } = round
  context.phase('preparing')
  const { made: prepared, answer } = await askWhile(context, {
    make: (signal) => prepare(round, context, signal),
    discard,
    ask: async (asking, making) => {
      const answered = await askPhone(
        ports,
        {
          kind: 'sign',
          intent: 'sign',
          documents: documents.map(({ name, pages, size, placements }) => ({
            name,
            pages,
            size,
            seals: placements.length,
          })),
          bidder,
          admit: (phone) => requireSeals(round, phone),
          body: async () => requestBody(round, await making, asking.signal),
        },
        asking,
      )
      requireSameSigner(answered.answer, answered.phone)
      return answered.answer
    },
  })
  try {
    context.phase('sealing')
    const sealed = await embed(prepared, answer, folder)
    context.signal.throwIfAborted()
    context.phase('finishing')
    await requireUnchanged(round)
    await ports.projects.commitRound(
      project,
      sealed.map(({ document, sealed: file }) => ({
        document: document.id,
        sealed: file,
        placements: document.placements.map(({ id }) => id),
      })),
    )
  } finally {
    await discard(prepared)
    for (const { document } of prepared) await rm(join(folder, `${document.id}.sealed`), { force: true })
  }
}

const emptyFolder = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true })
}

export const sealWork =
  (ports: JobPorts, id: string): Work =>
  async (context) => {
    const { projects } = ports
    const project = await projects.read(id)
    const bidder = requireBidder(project)
    const all = documentsToSeal(project)
    if (all.length === 0) throw new AppError('project-nothing-to-seal')
    const shared = {
      ports,
      project: id,
      folder: projects.pendingFolder(id),
      bidder,
      seals: sealsOf(bidder),
      tender: tenderOf(project),
    }
    // What a killed run left; nobody else works in this folder while the project is ours.
    await emptyFolder(shared.folder)
    for (let at = 0; at < all.length; at += BATCH)
      await sealRound({ ...shared, documents: all.slice(at, at + BATCH) }, context)
  }
