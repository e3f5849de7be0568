import { z } from 'zod'
import { AppError } from '#core/errors'
import { readSmallFile } from './files.ts'

const MAX_SIZE = 64 * 1024

/** What `pack` is told about the tender. A bidder that is named must be the signing certificate's company. */
const schema = z.strictObject({
  id: z.string().max(64),
  name: z.string().min(1).max(255),
  lot: z.string().max(64),
  /** ISO 8601 with offset. */
  openingTime: z.iso.datetime({ offset: true }),
  bidder: z.strictObject({ name: z.string().min(1), creditCode: z.string().min(1) }).optional(),
})

export type Tender = z.infer<typeof schema>

/** Reads tender.json strictly. Throws `malformed-json`, or `invalid-input` with the place of the first fault. */
export const parseTender = (file: Uint8Array): Tender => {
  if (file.length > MAX_SIZE) throw new AppError('invalid-input', { part: 'tender', reason: 'too large' })
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file))
  } catch (cause) {
    throw new AppError('malformed-json', { part: 'tender' }, cause)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError('invalid-input', { part: 'tender', at: issue?.path.join('.'), reason: issue?.message })
}

export const readTender = async (path: string): Promise<Tender> => parseTender(await readSmallFile(path))
