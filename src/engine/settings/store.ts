/** The settings file of one computer: strict, small, written atomically. */
import { randomBytes } from 'node:crypto'
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { toBase64url } from '#core/bytes/base64url'
import { AppError } from '#core/errors'
import { writeAtomic } from '../files/atomic.ts'
import { withFileErrors } from '../files/errors.ts'

const schema = z.strictObject({
  version: z.literal(1),
  /** Random; by it a phone knows this computer again. */
  desktopId: z.string().regex(/^[A-Za-z0-9_-]{16,43}$/),
  desktopName: z.string().min(1).max(200),
  language: z.enum(['zh-CN', 'en']),
  /** Null: the one that the program was started with. */
  server: z.url({ protocol: /^https?$/ }).nullable(),
  /** Null: the user's documents. */
  outputFolder: z.string().min(1).max(4096).nullable(),
})

export type StoredSettings = z.infer<typeof schema>

const MAX_SIZE = 64 * 1024
const ID_LENGTH = 16

export interface SettingsStore {
  read(): StoredSettings
  /** Rejects with `no-space-left` or `folder-not-writable`; then nothing has changed. */
  change(change: Partial<Omit<StoredSettings, 'version' | 'desktopId'>>): Promise<void>
}

const isMissing = (error: unknown): boolean => error instanceof AppError && error.code === 'file-not-found'

/** What is stored, or null where nothing readable is; a file that cannot be read is kept beside. */
const readStored = async (path: string): Promise<StoredSettings | null> => {
  try {
    const text = await withFileErrors(path, 'read', () => readFile(path, 'utf8'))
    if (text.length > MAX_SIZE) throw new AppError('invalid-input', { reason: 'too large' })
    return schema.parse(JSON.parse(text))
  } catch (error) {
    if (isMissing(error)) return null
    await withFileErrors(path, 'write', () => rename(path, `${path}.damaged`))
    return null
  }
}

/** Opens the settings of a data folder; the first time, they are made. @param desktopName what this computer is called at first */
export const openSettingsStore = async (dataFolder: string, desktopName: string): Promise<SettingsStore> => {
  const path = join(dataFolder, 'settings.json')
  const write = (value: StoredSettings): Promise<void> => writeAtomic(path, `${JSON.stringify(value, null, 2)}\n`)
  const fresh: StoredSettings = {
    version: 1,
    desktopId: toBase64url(randomBytes(ID_LENGTH)),
    desktopName: desktopName.slice(0, 200) || 'BidSeal',
    language: 'zh-CN',
    server: null,
    outputFolder: null,
  }
  const stored = await readStored(path)
  let current = stored ?? fresh
  if (stored === null) await write(current)
  let writing = Promise.resolve()
  return {
    read: () => current,
    change: (change) => {
      const next = writing.then(async () => {
        const changed = schema.parse({ ...current, ...change })
        await write(changed)
        current = changed
      })
      writing = next.catch(() => undefined)
      return next
    },
  }
}
