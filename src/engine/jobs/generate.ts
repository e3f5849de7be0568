/**
 * Makes the bid file and its twin. Encrypting goes on while the user scans; after the phone has
 * signed, both files are read back, and only then do they get their names.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { decoded, toBase64url } from '#core/bytes/base64url'
import { parseCertificate } from '#core/certificate/certificate'
import { AppError } from '#core/errors'
import type { SignBody } from '#core/pairing/messages'
import { encryptBid, type Publish, type SealedBid } from '../bidfile/pack.ts'
import type { Progress } from '../bidfile/progress.ts'
import { withFileErrors } from '../files/errors.ts'
import type { Project } from '../projects/project.ts'
import { pageCount } from '../projects/state.ts'
import { askPhone } from '../pairing/ask.ts'
import { askWhile } from './ask-while.ts'
import { requirePassed } from './guards.ts'
import { guardsOf } from './guard-facts.ts'
import type { JobContext, Work } from './job.ts'
import { bidName } from './names.ts'
import type { JobPorts } from './ports.ts'
import { requireBidder, sizeOf, tenderOf, type Bidder } from './project-facts.ts'
import { requireSamePhone } from './same-certificate.ts'

export interface GenerateOrder {
  readonly project: string
  /** An existing folder. */
  readonly folder: string
  readonly twin: boolean
}

interface Making {
  readonly ports: JobPorts
  readonly order: GenerateOrder
  readonly project: Project
  readonly bidder: Bidder
  readonly name: string
  /** Milliseconds since 1970. */
  readonly began: number
}

const follow =
  ({ phase: enter, progress }: JobContext) =>
  ({ phase, done, total, rate, left }: Progress): void => {
    enter(phase)
    progress({ done, total, rate, left })
  }

const encrypt = async (making: Making, context: JobContext, signal: AbortSignal): Promise<SealedBid> => {
  const { ports, order, project, bidder, name } = making
  const certificate = parseCertificate(bidder.encryption[0] ?? new Uint8Array())
  const entries = ports.projects.bidEntries(project)
  context.phase('encrypting')
  const sealed = await encryptBid({
    tender: tenderOf(project),
    bidder: { name: bidder.company, creditCode: bidder.creditCode },
    openingTime: project.tender.openingTime,
    created: ports.now().toISOString(),
    entries,
    recipients: [
      {
        certificate: certificate.der,
        company: certificate.company,
        creditCode: certificate.creditCode,
        person: certificate.person,
        serial: certificate.serial,
        notBefore: certificate.notBefore,
        notAfter: certificate.notAfter,
      },
    ],
    signer: bidder.signing[0] ?? new Uint8Array(),
    target: join(order.folder, `${name}.ebid`),
    twin: order.twin ? join(order.folder, `${name}.nbid`) : undefined,
    onProgress: follow(context),
    // Reading back goes on when nothing is asked any more: then the job's own signal is the one that counts.
    signal: AbortSignal.any([context.signal, signal]),
  })
  context.phase('phone')
  return sealed
}

const signBody = (making: Making, sealed: SealedBid): SignBody => ({
  tender: tenderOf(making.project),
  profile: 'bid',
  documents: [
    {
      name: `${making.name}.ebid`,
      size: sealed.size,
      pages: pageCount(making.project),
      sha256: toBase64url(sealed.digest),
      seals: [],
      previews: [],
      digest: toBase64url(sealed.digest),
    },
  ],
})

/** Gives the files their names and has the project name them. */
const publish =
  ({ ports, order, project, bidder, began }: Making): Publish =>
  ({ header, manifest, ebid, nbid }, rename) => {
    const outputs = {
      ebid,
      nbid,
      buildId: header.build,
      createdAt: header.created,
      seconds: (ports.now().getTime() - began) / 1000,
      files: manifest.entries.length,
      certificate: toBase64url(bidder.encryption[0] ?? new Uint8Array()),
    }
    return ports.projects.publishOutputs(order.project, outputs, project, rename)
  }

const make = async (making: Making, context: JobContext): Promise<void> => {
  const { ports, project, bidder, name } = making
  const { made: sealed, answer } = await askWhile(context, {
    make: (signal) => encrypt(making, context, signal),
    discard: (unsigned) => unsigned.abort(),
    ask: async (asking, encrypting) => {
      const answered = await askPhone(
        ports,
        {
          kind: 'sign',
          intent: 'generate',
          documents: [{ name: `${name}.ebid`, pages: pageCount(project), size: sizeOf(project), seals: 0 }],
          bidder,
          admit: async (phone) => requireSamePhone(context, bidder, phone),
          body: async () => signBody(making, await encrypting),
        },
        asking,
      )
      return answered.answer
    },
  })
  context.phase('finishing')
  const [signed] = answer.signatures
  if (signed === undefined || answer.signatures.length !== 1) {
    await sealed.abort()
    throw new AppError('signature-invalid', { reason: 'number of signatures' })
  }
  const { attributes, signature } = signed
  await sealed.finish(
    { attributes: decoded(attributes), signature: decoded(signature) },
    answer.signing.map(decoded),
    publish(making),
  )
}

export const generateWork =
  (ports: JobPorts, order: GenerateOrder): Work =>
  async (context) => {
    const began = ports.now().getTime()
    const project = await ports.projects.read(order.project)
    const bidder = requireBidder(project)
    await withFileErrors(order.folder, 'write', () => readdir(order.folder))
    requirePassed(await guardsOf(project, ports))
    await ports.trust.require(bidder.encryption, ports.now(), 'encrypt')
    context.signal.throwIfAborted()
    const { name: tender, lot } = tenderOf(project)
    const name = bidName({ tender, lot, company: bidder.company })
    const making = { ports, order, project, bidder, name, began }
    await ports.targets.writing(order.folder, () => make(making, context))
    context.target(order.folder)
  }
