/**
 * Seals and signs documents: everything is prepared and shown on the phone while the user scans; one
 * confirmation signs them all. What the phone has answered is kept first, then stamped with the
 * time where that can be had, and put into the documents: from then on a crash loses nothing.
 */
import { equalBytes, fromHex, type Bytes } from '#core/bytes/bytes'
import { decoded, toBase64url } from '#core/bytes/base64url'
import { parseSealRecord, type SealRecord } from '#core/certificate/seal-record'
import { AppError, asAppError } from '#core/errors'
import type { SignAnswer, SignBody, SignDocument } from '#core/pairing/messages'
import type { PlacedSeal } from '#core/pdf/seal'
import { prepareFile, type PreparedFile } from '../pdf/seal-pdf.ts'
import { askPhone } from '../pairing/ask.ts'
import type { Phone } from '../pairing/phone.ts'
import { progressOf } from '../bidfile/progress.ts'
import { MAX_DOCUMENTS_OF_ROUND, type AnsweredDocument, type AnsweredRound } from '../projects/round-file.ts'
import { answeredDocument } from '../projects/rounds.ts'
import { requestTimestamp } from '../trust/timestamps.ts'
import { askWhile } from './ask-while.ts'
import type { JobContext, Work } from './job.ts'
import type { JobPorts } from './ports.ts'
import { drawPreviews } from './previews.ts'
import {
  documentsToSeal,
  requireBidder,
  requireSealsInTime,
  tenderOf,
  usedSeals,
  type Bidder,
  type DocumentToSeal,
} from './project-facts.ts'
import { tellOtherSigner } from './same-certificate.ts'

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
  const { documents, bidder, seals, ports } = round
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
        pending: ports.projects.pendingPath(round.project, document.id),
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

/** A timestamp of a document's signature; empty where none that counts could be had. */
type Stamped = Pick<AnsweredDocument, 'timestamp'>

/** What is kept of an answer, once every signature in it has been verified. */
const answeredRound = async (
  prepared: readonly Prepared[],
  answer: SignAnswer,
  stamped: readonly Stamped[] = [],
): Promise<AnsweredRound> => {
  if (answer.signatures.length !== prepared.length)
    throw new AppError('signature-invalid', { reason: 'number of signatures' })
  const documents = []
  for (const [index, { document, file }] of prepared.entries()) {
    const signed = answer.signatures[index] ?? { attributes: '', signature: '' }
    documents.push(await answeredDocument(document, file, { ...signed, ...stamped[index] }, answer.signing))
  }
  return { version: 1, signing: answer.signing, documents }
}

/** From the server's authority, under a trusted root; whoever checks the file later would count no other. */
const stampOne = async ({ trust, server, fetch, random }: JobPorts, signature: Bytes): Promise<Stamped> => {
  const source = { fetch, random, address: `${server()}/ca/tsa` }
  const { token, certificates, at } = await requestTimestamp(source, signature)
  const { reason } = await trust.judge(certificates, at, 'timestamp')
  if (reason !== null) throw reason
  return { timestamp: toBase64url(token) }
}

/**
 * Timestamps for all signatures at once. A deadline does not wait for a timestamp authority: without
 * it the seals are signed all the same, and the job says so.
 */
const stampAll = (ports: JobPorts, { signatures }: SignAnswer, context: JobContext): Promise<readonly Stamped[]> =>
  Promise.all(
    signatures.map(({ signature }) =>
      stampOne(ports, decoded(signature)).catch((error: unknown): Stamped => {
        const { code, details } = asAppError(error)
        context.notice(new AppError('timestamp-missing', { cause: code, reason: details['reason'] }, error))
        return {}
      }),
    ),
  )

/** Rejects with `seal-not-yours` unless the phone's certificate may use every seal of this round. */
const requireSeals = async (round: Round, phone: Phone, context: JobContext): Promise<void> => {
  const { ports, seals, bidder } = round
  try {
    for (const id of usedSeals(round.documents))
      await ports.trust.sealRecord(sealFor(seals, id).der, phone.signing, ports.now())
  } catch (error) {
    if (asAppError(error).code === 'seal-not-yours') tellOtherSigner(context, bidder, phone)
    throw error
  }
}

const requireSameSigner = ({ signing: [leaf = ''] }: SignAnswer, { certificate }: Phone): void => {
  if (!equalBytes(decoded(leaf), certificate.der)) throw new AppError('peer-unauthenticated', { what: 'certificate' })
}

const sealRound = async (round: Round, context: JobContext): Promise<void> => {
  const { ports, project, bidder, documents } = round
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
          admit: (phone) => requireSeals(round, phone, context),
          body: async () => requestBody(round, await making, asking.signal),
        },
        asking,
      )
      requireSameSigner(answered.answer, answered.phone)
      return answered.answer
    },
  })
  context.phase('sealing')
  const signed = await answeredRound(prepared, answer).catch(async (error: unknown) => {
    await discard(prepared)
    throw error
  })
  await ports.projects.keepRound(project, signed)
  const answered = await answeredRound(prepared, answer, await stampAll(ports, answer, context))
  context.phase('finishing')
  await ports.projects.finishRound(
    project,
    answered,
    new Map(prepared.map(({ document, file }) => [document.id, file])),
  )
}

export const sealWork =
  (ports: JobPorts, id: string): Work =>
  async (context) => {
    const isTakenUp = await ports.projects.takeUpRound(id)
    const project = await ports.projects.read(id)
    const bidder = requireBidder(project)
    const all = documentsToSeal(project)
    if (all.length === 0 && !isTakenUp) throw new AppError('project-nothing-to-seal')
    const shared = { ports, project: id, bidder, seals: sealsOf(bidder), tender: tenderOf(project) }
    requireSealsInTime(bidder, all, ports.now())
    for (let at = 0; at < all.length; at += MAX_DOCUMENTS_OF_ROUND)
      await sealRound({ ...shared, documents: all.slice(at, at + MAX_DOCUMENTS_OF_ROUND) }, context)
  }
