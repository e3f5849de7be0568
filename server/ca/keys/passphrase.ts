/** The folder's keys under another passphrase. The recovery key, which shares open, and what lies offline stay as they are. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import { writeNew } from './durable.ts'
import { PASSPHRASE } from './founding.ts'
import { createKeyBox } from './key-box.ts'
import { readPassphrase } from './key-folder.ts'
import { finishStaged, stageFiles } from './staged.ts'

export interface PassphraseOptions {
  readonly folder: string
  /** Null for the passphrase in the folder, which is replaced as well then. */
  readonly passphraseFile: string | null
  readonly newPassphraseFile: string
  readonly random: RandomBytes
}

const KEY_FILE = /^(.+)\.key$/

/** All keys or none. Throws `passphrase-wrong`. */
export const changePassphrase = async (options: PassphraseOptions): Promise<{ readonly keys: readonly string[] }> => {
  const { folder, passphraseFile, newPassphraseFile, random } = options
  await finishStaged(folder)
  const before = createKeyBox(await readPassphrase(passphraseFile ?? join(folder, PASSPHRASE)), random)
  const passphrase = await readPassphrase(newPassphraseFile)
  if (passphrase === '') throw new AppError('passphrase-wrong', { reason: 'empty' })
  const after = createKeyBox(passphrase, random)
  const names = (await readdir(folder)).flatMap((file) => KEY_FILE.exec(file)?.[1] ?? []).sort()
  const keys = names.filter((name) => name !== 'recovery')
  await stageFiles(folder, async (staging) => {
    for (const name of keys) {
      const secret = await before.open(name, await readFile(join(folder, `${name}.key`), 'utf8'))
      await writeNew(join(staging, `${name}.key`), await after.seal(name, secret))
      secret.fill(0)
    }
    if (passphraseFile === null) await writeNew(join(staging, PASSPHRASE), `${passphrase}\n`)
  })
  return { keys }
}
