/** The files of a folder as entries of a bid. */
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, parse, relative, resolve, sep } from 'node:path'
import { AppError } from '#core/errors'
import { withFileErrors } from '#engine/files/errors'
import type { PackEntry } from '#engine/bidfile/pack'
import { PART_ROLES } from '#ipc/views'
import type { Texts } from './language.ts'

/** The part of the bid that a first folder stands for: by its role's name, or as windows call it in any language. */
const roleOf = (folder: string, texts: readonly Texts[]): string =>
  PART_ROLES.find((role) => folder === role || texts.some((text) => text(`part.${role}`) === folder)) ?? 'other'

const walk = async (root: string, folder: string): Promise<string[]> => {
  const found = await withFileErrors(folder, 'read', () => readdir(folder, { withFileTypes: true }))
  const paths: string[] = []
  for (const entry of found) {
    const path = join(folder, entry.name)
    if (entry.name.startsWith('.')) continue
    if (entry.name.includes('\ufffd'))
      throw new AppError('entry-name-unsafe', { name: relative(root, path), reason: 'not UTF-8' })
    if (entry.isDirectory()) paths.push(...(await walk(root, path)))
    else if (entry.isFile()) paths.push(path)
    else throw new AppError('file-unreadable', { name: relative(root, path), reason: 'neither file nor folder' })
  }
  return paths
}

/**
 * All files below a folder in the order of their names, those with a leading dot left out. Links
 * and names that are not UTF-8 are refused. Rejects with `invalid-input` when there is none or the
 * folder is none, `entry-name-unsafe`, or a file error.
 */
export const entriesOf = async (folder: string, texts: readonly Texts[]): Promise<readonly PackEntry[]> => {
  const found = await withFileErrors(folder, 'read', () => stat(folder))
  if (!found.isDirectory()) throw new AppError('invalid-input', { reason: 'not a folder', name: basename(folder) })
  const paths = await walk(folder, folder)
  if (paths.length === 0) throw new AppError('invalid-input', { reason: 'no files', name: basename(folder) })
  return paths
    .map((path) => ({ path, name: relative(folder, path).split(sep).join('/') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ path, name }) => {
      const [first = '', ...rest] = name.split('/')
      return { path, name, title: parse(name).name, role: rest.length > 0 ? roleOf(first, texts) : 'other' }
    })
}

/** Whether a file that is to be written would lie in a folder, whatever links lead to either. */
export const isInside = async (path: string, folder: string): Promise<boolean> => {
  const real = (place: string): Promise<string> => realpath(place).catch(() => resolve(place))
  const [place, root] = [await real(dirname(path)), await real(folder)]
  return place === root || place.startsWith(root.endsWith(sep) ? root : root + sep)
}
