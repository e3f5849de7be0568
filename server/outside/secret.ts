/** Secrets stand in files or in the environment, never in the settings themselves. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'

export const secretPlace = z.union([
  /** Beside the settings, or an absolute path. */
  z.strictObject({ file: z.string().min(1) }),
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
])
export type SecretPlace = z.output<typeof secretPlace>

export interface SecretSource {
  /** Where the settings lie. */
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The secret without white space around it; null where there is none. */
export const readSecret = (place: SecretPlace, { folder, env }: SecretSource): string | null => {
  const text = 'env' in place ? env[place.env] : readFile(resolve(folder, place.file))
  return text?.trim() || null
}

const readFile = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Missing and unreadable are one to whom the message speaks: the file is named to them.
    return undefined
  }
}
