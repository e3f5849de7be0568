/** What a data folder is, decided when it is made. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '#core/errors'
import { isMissing } from './ca/keys/durable.ts'
import { isPostgresAddress } from './store/postgres.ts'

const settings = z.strictObject({
  format: z.literal(1),
  /** Whether it has invented companies, whose applications are approved at once. */
  demo: z.boolean(),
  /** Where the database is; SQLite in the folder when it is left out. */
  database: z.literal('postgres').optional(),
})
export type Settings = z.output<typeof settings>

const FILE = 'server.json'

/** The settings of a folder; null for one that is new. */
export const findSettings = async (folder: string): Promise<Settings | null> => {
  try {
    return settings.parse(JSON.parse(await readFile(join(folder, FILE), 'utf8')))
  } catch (error) {
    if (isMissing(error)) return null
    throw new AppError('file-unreadable', { file: FILE }, error)
  }
}

/**
 * The settings of a folder; a new one is made as wished.
 * @param database what its store is opened with
 */
export const openSettings = async (folder: string, demo: boolean, database: string): Promise<Settings> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found = await findSettings(folder)
  if (found !== null) return found
  const made: Settings = { format: 1, demo, ...(isPostgresAddress(database) ? { database: 'postgres' } : {}) }
  const file = join(folder, FILE)
  await writeFile(`${file}.new`, `${JSON.stringify(made)}\n`)
  await rename(`${file}.new`, file)
  return made
}
