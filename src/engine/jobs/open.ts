/** Opens a bid file with the phone whose certificate it was made for, or rehearses that (模拟解密). */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findSlot, FILE_KEY_LENGTH } from '#core/bidfile/slot'
import type { BidHeader } from '#core/bidfile/header'
import { decoded, toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { inspectHeader } from '../bidfile/inspect.ts'
import { openBid, rehearse, type RehearseOptions } from '../bidfile/open.ts'
import { askPhone } from '../pairing/ask.ts'
import type { Phone } from '../pairing/phone.ts'
import { requireBidder } from '../verify/bid-file.ts'
import { slotView } from '../verify/view.ts'
import type { JobContext, Work } from './job.ts'
import { bidName, freeName } from './names.ts'
import { projectOfBuild } from './own-project.ts'
import type { JobPorts } from './ports.ts'
import { refuseCertificate } from './same-certificate.ts'

type Purpose = 'open' | 'rehearse'

/** The slot for an encryption certificate of this phone; without one it says which certificate is needed. */
const slotFor = (context: JobContext, header: BidHeader, phone: Phone): number => {
  const { encryptionCertificate, olderCertificates } = phone
  const slots = [encryptionCertificate, ...olderCertificates].map(({ fingerprint }) => findSlot(header, fingerprint))
  const index = slots.find((slot) => slot >= 0) ?? -1
  const [first] = header.slots
  if (index < 0 && first !== undefined) refuseCertificate(context, slotView(first), encryptionCertificate)
  if (index < 0) throw new AppError('bid-file-damaged', { part: 'header', reason: 'no slots' })
  return index
}

const options = (ports: JobPorts, path: string, purpose: Purpose, context: JobContext): RehearseOptions => ({
  path,
  signal: context.signal,
  onProgress: ({ done, total, rate, left }) => {
    context.phase('decrypting')
    context.progress({ done, total, rate, left })
  },
  verify: async (certificates, header) => {
    requireBidder(await ports.trust.require(certificates, new Date(header.created), 'sign'), header)
  },
  fileKeyFor: async (header, headerBytes): Promise<Bytes> => {
    context.phase('phone')
    const { size } = await inspectHeader(path)
    const { answer } = await askPhone(
      ports,
      {
        kind: 'unwrap',
        intent: purpose,
        documents: [{ name: header.tender.name, pages: 0, size, seals: 0 }],
        bidder: null,
        admit: async (phone) => {
          slotFor(context, header, phone)
        },
        body: async (phone) => ({
          purpose,
          header: toBase64url(headerBytes),
          slot: slotFor(context, header, phone),
        }),
      },
      context,
    )
    context.phase('decrypting')
    const fileKey = decoded(answer.fileKey)
    if (fileKey.length !== FILE_KEY_LENGTH) throw new AppError('unwrap-failed')
    return fileKey
  },
})

/** Rehearses, and marks the project that the bid was made from. */
export const rehearseWork =
  (ports: JobPorts, path: string): Work =>
  async (context) => {
    context.phase('checking')
    const { header } = await rehearse(options(ports, path, 'rehearse', context))
    context.phase('finishing')
    const project = await projectOfBuild(ports.projects, header.build)
    if (project !== null) await ports.projects.markRehearsed(project, ports.now().toISOString())
  }

/** The bid is open, whatever becomes of the mark on the project it was made from. */
const markOpened = async ({ projects }: JobPorts, build: string): Promise<void> => {
  try {
    const project = await projectOfBuild(projects, build)
    if (project !== null) await projects.markOpened(project)
  } catch {
    // Somebody else writes the project, or its folder cannot be written: the files are there all the same.
  }
}

/** Decrypts into a new folder, named by the bid, inside `folder`. */
export const openWork =
  (ports: JobPorts, { path, folder }: { readonly path: string; readonly folder: string }): Work =>
  async (context) => {
    context.phase('checking')
    const { header } = await inspectHeader(path)
    const { tender, bidder } = header
    const name = bidName({ tender: tender.name, lot: tender.lot, company: bidder.name })
    const target = join(
      folder,
      freeName(name, (taken) => existsSync(join(folder, taken))),
    )
    await ports.targets.writing(folder, () => openBid({ ...options(ports, path, 'open', context), folder: target }))
    context.target(target)
    context.phase('finishing')
    await markOpened(ports, header.build)
  }
