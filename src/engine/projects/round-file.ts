/**
 * A seal round that the phone has answered and that is not yet in the project: `pending/round.json`
 * beside the pending files. With it a round goes on after a crash and nobody is asked twice.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { fromBase64url } from '#core/bytes/base64url'
import { fromUtf8 } from '#core/bytes/bytes'
import { canonicalBytes } from '#core/bytes/canonical-json'
import { isSha256, sha256Hex, type Sha256 } from '#core/bytes/digest'
import { AppError } from '#core/errors'
import { writeAtomic } from '../files/atomic.ts'
import { withFileErrors } from '../files/errors.ts'
import { MAX_PLACEMENTS } from './format.ts'
import type { Placement } from './project.ts'
import type { ProjectFolder } from './store.ts'

/** Documents of one round: as many as one request may name. */
export const MAX_DOCUMENTS_OF_ROUND = 64
/** Bytes of the file. */
const MAX_FILE = 8 * 1024 * 1024

const id = z.string().regex(/^[a-z0-9]{16}$/)
const size = z.int().positive()
const digest = z.string().refine(isSha256, 'not a SHA-256 digest')
const base64url = (limit: number) =>
  z
    .string()
    .min(1)
    .max(Math.ceil((limit * 4) / 3))
    .refine((text) => fromBase64url(text) !== null, 'not base64url')

const answeredDocument = z
  .strictObject({
    document: id,
    /** Of what was shown and signed: `contentToSign`. */
    content: digest,
    /** Placements that the round signs. */
    placements: z.array(id).max(MAX_PLACEMENTS),
    /** The pending file, whose place follows from the document. */
    pending: z.strictObject({
      version: z.literal(1),
      originalSize: size,
      size,
      contentsOffset: size,
      contentsLength: size,
      digest,
    }),
    /** DER of the signed attributes and of the signature over them. */
    attributes: base64url(4096),
    signature: base64url(512),
    /** DER of the timestamp over `signature`; missing where none could be had. */
    timestamp: base64url(16_384).optional(),
    /** What the document becomes. */
    sealed: z.strictObject({ sha256: digest, size }),
  })
  .refine(({ pending, sealed }) => sealed.size === pending.size && sealed.size > pending.originalSize, 'sizes')

const schema = z.strictObject({
  version: z.literal(1),
  /** DER, the signer's first. */
  signing: z.array(base64url(8192)).min(1).max(4),
  documents: z
    .array(answeredDocument)
    .min(1)
    .max(MAX_DOCUMENTS_OF_ROUND)
    .refine((all) => new Set(all.map(({ document }) => document)).size === all.length, 'document named twice'),
})

export type AnsweredRound = z.infer<typeof schema>
export type AnsweredDocument = z.infer<typeof answeredDocument>

type Pending = Pick<ProjectFolder, 'pending'>

const fileOf = ({ pending }: Pending): string => join(pending, 'round.json')

export const pathOfPending = ({ pending }: Pending, document: string): string => join(pending, `${document}.pending`)

/** Digest of a document's bytes and of the seals that are placed on it and not signed. */
export const contentToSign = (sha256: string, placements: readonly Placement[]): Sha256 => {
  const places = placements.map(({ id: placement, seal, page, left, top }) => ({ placement, seal, page, left, top }))
  return sha256Hex(createHash('sha256').update(canonicalBytes({ sha256, places })).digest())
}

/** Null where it is not a round. */
export const parseRound = (bytes: Uint8Array): AnsweredRound | null => {
  try {
    return schema.safeParse(JSON.parse(fromUtf8(bytes))).data ?? null
  } catch {
    return null // Not JSON, not UTF-8.
  }
}

/** Keeps a round once its pending files are on the disk. Rejects with `no-space-left` or `folder-not-writable`. */
export const writeRound = (folder: Pending, round: AnsweredRound): Promise<void> =>
  writeAtomic(fileOf(folder), `${JSON.stringify(round)}\n`)

/** Null where there is none, or none that can be read as one. Rejects with `file-unreadable`. */
export const readRound = async (folder: Pending): Promise<AnsweredRound | null> => {
  const path = fileOf(folder)
  try {
    const found = await withFileErrors(path, 'read', () => stat(path))
    if (!found.isFile() || found.size > MAX_FILE) return null
    return parseRound(await withFileErrors(path, 'read', () => readFile(path)))
  } catch (error) {
    if (error instanceof AppError && error.code === 'file-not-found') return null
    throw error
  }
}

/** Makes sure that no round is taken up. Rejects with a file error, and it may be. */
export const forgetRound = (folder: Pending): Promise<void> =>
  withFileErrors(folder.pending, 'write', () => rm(fileOf(folder), { recursive: true, force: true }))

/** Empties the pending folder, the round first: without it the files are nothing. */
export const clearPending = (folder: Pending): Promise<void> =>
  withFileErrors(folder.pending, 'write', async () => {
    await forgetRound(folder)
    for (const name of await readdir(folder.pending))
      await rm(join(folder.pending, name), { recursive: true, force: true })
  })
