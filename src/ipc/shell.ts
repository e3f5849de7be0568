/** What the main process takes from a window. */
import { z } from 'zod'

const path = z.string().min(1).max(4096)

export const PICK_FILES = z.strictObject({ kind: z.enum(['pdf', 'bid', 'any', 'certificate']), multiple: z.boolean() })
export const PICK_FOLDER = path.optional()
export const STAT_FILES = z.array(path).max(200)
export const REVEAL = path
export const WINDOW_ACT = z.enum(['minimise', 'maximise', 'close'])
