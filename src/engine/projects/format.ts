/** project.json: strict, versioned, readable by people. Bytes are base64url. */
import { z } from 'zod'
import { fromUtf8 } from '#core/bytes/bytes'
import { isSha256 } from '#core/bytes/digest'
import { AppError } from '#core/errors'
import { PART_ROLES, type PageView } from '#ipc/views'
import type { Project } from './project.ts'

export const VERSION = 1
/** Bytes of the file. */
export const MAX_FILE = 64 * 1024 * 1024
export const MAX_PARTS = 200
export const MAX_DOCUMENTS = 5000
export const MAX_PLACEMENTS = 100_000
/** Seals that are no longer the bidder's: those of older rounds are signed all the same, and only no longer shown. */
export const MAX_FORMER_SEALS = 64
const MAX_PAGES = 100_000
const MAX_ROUNDS = 1000

const id = z.string().regex(/^[a-z0-9]{16}$/)
/** Without halves of characters, which no encoding can write. */
const text = z
  .string()
  .max(255)
  .regex(/^\P{Cs}*$/u)
const time = z.iso.datetime({ offset: true })
const size = z.int().nonnegative()
const length = z.number().positive().max(100_000)
const millimetres = z.number().min(-5000).max(5000)
const digest = z.string().refine(isSha256, 'not a SHA-256 digest')
const base64url = (limit: number) =>
  z
    .string()
    .min(1)
    .max(Math.ceil((limit * 4) / 3))
    .regex(/^[A-Za-z0-9_-]+$/)
    .refine((letters) => letters.length % 4 !== 1, 'not base64url')
const sealRecord = base64url(160 * 1024)
const chain = z.array(base64url(8192)).min(1).max(4)

const version = z.strictObject({ sha256: digest, size })
/** Pages of one size after another, in millimetres. */
const run = z.strictObject({ width: length, height: length, count: z.int().positive().max(MAX_PAGES) })

const document = z.strictObject({
  id,
  name: text.min(1),
  importedAt: time,
  pages: z.array(run).min(1).max(MAX_PAGES),
  versions: z.tuple([version], version).refine((list) => list.length <= MAX_ROUNDS + 1, 'too many rounds'),
})

const part = z.strictObject({
  id,
  role: z.enum(PART_ROLES),
  title: text.min(1),
  documents: z.array(document).max(MAX_DOCUMENTS),
})

const placement = z.strictObject({
  id,
  seal: text.min(1),
  document: id,
  page: z.int().positive(),
  left: millimetres,
  top: millimetres,
  round: z.int().nonnegative().max(MAX_ROUNDS),
})

const outputFile = z.strictObject({ path: z.string().min(1).max(4096), size, sha256: digest })

const outputs = z.strictObject({
  ebid: outputFile,
  nbid: outputFile.nullable(),
  buildId: text.min(1),
  createdAt: time,
  seconds: z.number().nonnegative(),
  files: z.int().nonnegative(),
  certificate: base64url(8192),
  content: digest,
  rehearsedAt: time.nullable(),
  openedAt: time.nullable(),
})

const schema = z.strictObject({
  version: z.literal(VERSION),
  createdAt: time,
  changedAt: time,
  tender: z.strictObject({
    tenderName: text.min(1),
    tenderId: text,
    lot: text,
    tenderee: text,
    openingTime: time,
  }),
  bidder: z
    .strictObject({
      company: text.min(1),
      creditCode: text,
      person: text,
      device: text,
      signing: chain,
      encryption: chain,
      seals: z.array(sealRecord).max(8),
    })
    .nullable(),
  parts: z.array(part).max(MAX_PARTS),
  placements: z.array(placement).max(MAX_PLACEMENTS),
  outputs: outputs.nullable(),
  /** Only where there are any, as `formerSeals`. */
  coming: outputs.optional(),
  formerSeals: z.array(sealRecord).max(MAX_FORMER_SEALS).optional(),
})

type Run = z.infer<typeof run>

const runsOf = (pages: readonly PageView[]): Run[] => {
  const runs: Run[] = []
  for (const { width, height } of pages) {
    const last = runs.at(-1)
    if (last?.width === width && last.height === height) last.count += 1
    else runs.push({ width, height, count: 1 })
  }
  return runs
}

const pagesOf = (runs: readonly Run[]): PageView[] =>
  runs.flatMap(({ width, height, count }) => Array.from({ length: count }, () => ({ width, height })))

/** The text of project.json. */
export const projectText = ({ id: _, coming, formerSeals, ...project }: Project): string => {
  const parts = project.parts.map((one) => ({
    ...one,
    documents: one.documents.map((each) => ({ ...each, pages: runsOf(each.pages) })),
  }))
  const where = { ...(coming && { coming }), ...(formerSeals.length > 0 && { formerSeals }) }
  return `${JSON.stringify({ version: VERSION, ...project, parts, ...where }, null, 1)}\n`
}

const damaged = (reason: string, at = '', cause?: unknown): AppError =>
  new AppError('project-damaged', { reason, at }, cause)

const firstTwice = (ids: readonly string[]): string | null => ids.find((one, at) => ids.indexOf(one) !== at) ?? null

/** What the schema cannot see: everything that is referred to is there, once. */
const check = (project: Project): void => {
  const documents = project.parts.flatMap((one) => one.documents)
  if (documents.length > MAX_DOCUMENTS) throw damaged('too many documents')
  const byId = new Map(documents.map((one) => [one.id, one]))
  const placements = new Set(project.placements.map((one) => one.id))
  if (byId.size < documents.length || placements.size < project.placements.length) throw damaged('id used twice')
  const twice = firstTwice(project.parts.map((one) => one.id))
  if (twice !== null) throw damaged('id used twice', twice)
  for (const { id: at, pages, versions } of documents) {
    if (pages.length > MAX_PAGES) throw damaged('too many pages', at)
    if (versions.some((one, index) => index > 0 && one.size <= versions[index - 1]!.size))
      throw damaged('a version is not longer than the one before', at)
  }
  for (const { id: at, document: name, page, round } of project.placements) {
    const found = byId.get(name)
    if (found === undefined || page > found.pages.length) throw damaged('seal on a page that is not there', at)
    if (round >= found.versions.length) throw damaged('seal of a round that is not there', at)
  }
}

const parseJson = (bytes: Uint8Array): unknown => {
  if (bytes.length > MAX_FILE) throw damaged('too large')
  try {
    return JSON.parse(fromUtf8(bytes))
  } catch (cause) {
    throw damaged('not JSON', '', cause)
  }
}

/** Whether a file was written by a later program, whose work an older copy must not replace. */
export const isFromLaterVersion = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'project-damaged' && error.details['reason'] === 'later version'

const versionOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined

/** Reads project.json. Throws `project-damaged` with reason and place. @param id the folder's name */
export const parseProject = (bytes: Uint8Array, id: string): Project => {
  const json = parseJson(bytes)
  const found = versionOf(json)
  if (typeof found === 'number' && found > VERSION) throw damaged('later version', 'version')
  const parsed = schema.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw damaged(issue?.code ?? 'invalid', issue?.path.join('.') ?? '')
  }
  const { version: _, coming = null, formerSeals = [], ...stored } = parsed.data
  const pages = stored.parts.flatMap(({ documents }) => documents.flatMap((each) => each.pages))
  if (pages.reduce((sum, { count }) => sum + count, 0) > 10 * MAX_PAGES) throw damaged('too many pages')
  const parts = stored.parts.map((one) => ({
    ...one,
    documents: one.documents.map((each) => ({ ...each, pages: pagesOf(each.pages) })),
  }))
  const project = { ...stored, coming, formerSeals, parts, id }
  check(project)
  return project
}

/** Keeps a project within what can be read again. Throws `invalid-input`. */
export const requireLimits = (project: Project): void => {
  const documents = project.parts.reduce((sum, one) => sum + one.documents.length, 0)
  const counts = [
    ['parts', project.parts.length, MAX_PARTS],
    ['documents', documents, MAX_DOCUMENTS],
    ['placements', project.placements.length, MAX_PLACEMENTS],
  ] as const
  for (const [what, found, limit] of counts)
    if (found > limit) throw new AppError('invalid-input', { reason: `too many ${what}`, found, limit })
}
