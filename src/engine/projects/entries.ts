/** What goes into the bid file, under which names. */
import { foldName, nameFault } from '#core/bidfile/names'
import { utf8 } from '#core/bytes/bytes'
import type { PackEntry } from '../bidfile/pack.ts'
import { currentVersion, type Project, type ProjectDocument } from './project.ts'

/** Bytes of a folder's or a file's name, numbers and ending not counted. */
const MAX_NAME = 180

const cut = (text: string): string => {
  let size = 0
  let kept = ''
  for (const letter of text) {
    size += utf8(letter).length
    if (size > MAX_NAME) return kept
    kept += letter
  }
  return kept
}

/** A name that is one folder's or file's on every system: `_` for what some system forbids. */
export const safeName = (text: string): string => {
  const plain = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\/:*?"<>|]/gu, '_')
    .trim()
  const name =
    cut(plain)
      .normalize('NFC')
      .replace(/^ +|[. ]+$/g, '') || '_'
  return nameFault(name) === null ? name : `_${name}`
}

/** The texts, each made different from all before it for every file system. */
const distinct = (names: readonly string[]): readonly string[] => {
  const taken = new Set<string>()
  return names.map((name) => {
    let unique = name
    for (let count = 2; taken.has(foldName(unique)); count++) unique = `${name} (${count})`
    taken.add(foldName(unique))
    return unique
  })
}

const fileName = (number: number, width: number, { name }: ProjectDocument): string =>
  `${String(number).padStart(width, '0')}-${safeName(name.replace(/\.pdf$/i, ''))}.pdf`

/** Every document in order, as `part/NN-name.pdf`: safe names, no two alike. */
export const entriesOf = (project: Project, pathOf: (document: ProjectDocument) => string): readonly PackEntry[] => {
  const parts = project.parts.filter(({ documents }) => documents.length > 0)
  const folders = distinct(parts.map(({ title }) => safeName(title)))
  return parts.flatMap(({ role, documents }, at) => {
    const width = Math.max(2, String(documents.length).length)
    return documents.map((document, index) => ({
      path: pathOf(document),
      name: `${folders[at]}/${fileName(index + 1, width, document)}`,
      title: document.name,
      role,
      sha256: currentVersion(document).sha256,
    }))
  })
}
