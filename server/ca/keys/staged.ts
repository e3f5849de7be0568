/** Several files of a folder replaced at once: whoever is killed in between goes on at the next `finishStaged`. */
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing, move, syncFolder } from './durable.ts'

/** Complete files on their way into the folder. */
const STAGED = 'upgrade'

/** Moves complete files to their places, however many of them are there already. */
export const finishStaged = async (folder: string): Promise<void> => {
  const staged = join(folder, STAGED)
  const files = await readdir(staged).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })
  if (files === null) return
  for (const file of files) await move(join(staged, file), join(folder, file))
  await rmdir(staged)
}

/** Has `fill` write files, and moves them into the folder when all are there. */
export const stageFiles = async (folder: string, fill: (staging: string) => Promise<void>): Promise<void> => {
  const partial = join(folder, `${STAGED}.partial`)
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { mode: 0o700 })
  await fill(partial)
  await syncFolder(partial)
  await move(partial, join(folder, STAGED))
  await finishStaged(folder)
}
