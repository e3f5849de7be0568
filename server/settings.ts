/** What a data folder is, decided when it is made. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '#core/errors'

const settings = z.strictObject({
  format: z.literal(1),
  /** Whether it has invented companies, whose applications are approved at once. */
  demo: z.boolean(),
})
export type Settings = z.output<typeof settings>

const FILE = 'server.json'

const read = async (file: string): Promise<string | null> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new AppError('file-unreadable', { file: FILE }, error)
  }
}

/** The settings of a folder; a new one is made with `demo` as wished. */
export const openSettings = async (folder: string, demo: boolean): Promise<Settings> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, FILE)
  const text = await read(file)
  if (text !== null) {
    try {
      return settings.parse(JSON.parse(text))
    } catch (cause) {
      throw new AppError('file-unreadable', { file: FILE }, cause)
    }
  }
  const made: Settings = { format: 1, demo }
  await writeFile(`${file}.new`, `${JSON.stringify(made)}\n`)
  await rename(`${file}.new`, file)
  return made
}
