/**
 * What a later revision did to an earlier one. A further round of seals may add objects, append
 * its own annotations to pages and its field to the form, and nothing else.
 */
import type { PdfDocument } from './document.ts'
import { equalObjects, isArray, isDict, isRef, sameRef, type PdfDict, type PdfObject, type PdfRef } from './object.ts'
import type { XrefEntry } from './xref.ts'

const sameEntry = (a: XrefEntry | undefined, b: XrefEntry | undefined): boolean => {
  if (a === undefined || b === undefined || a.kind !== b.kind) return a === b
  if (a.kind === 'offset' && b.kind === 'offset') return a.offset === b.offset && a.generation === b.generation
  return a.kind !== 'packed' || b.kind !== 'packed' || (a.stream === b.stream && a.index === b.index)
}

const isAllowedRef = (value: PdfObject, allowed: readonly PdfRef[]): boolean =>
  isRef(value) && allowed.some((ref) => sameRef(ref, value))

/** Whether `after` is `before` with allowed references appended. A missing list counts as empty. */
const isAppended = (before: PdfObject, after: PdfObject, allowed: readonly PdfRef[]): boolean => {
  const old = before === null ? [] : before
  return (
    isArray(old) &&
    isArray(after) &&
    after.length >= old.length &&
    old.every((item, i) => equalObjects(item, after[i] ?? null)) &&
    after.slice(old.length).every((item) => isAllowedRef(item, allowed))
  )
}

const without = ({ entries }: PdfDict, ...keys: readonly string[]): PdfDict => ({
  kind: 'dict',
  entries: new Map([...entries].filter(([key]) => !keys.includes(key))),
})

const equalBut = (a: PdfDict, b: PdfDict, ...keys: readonly string[]): boolean =>
  equalObjects(without(a, ...keys), without(b, ...keys))

interface Revisions {
  readonly before: PdfDocument
  readonly after: PdfDocument
  /** Widgets and stamps of later signatures. */
  readonly allowed: readonly PdfRef[]
}

const isListAppended = async (revisions: Revisions, old: PdfDict, changed: PdfDict, key: string): Promise<boolean> =>
  isAppended(
    await revisions.before.resolve(old.entries.get(key)),
    await revisions.after.resolve(changed.entries.get(key)),
    revisions.allowed,
  )

const isFormAppended = async (revisions: Revisions, old: PdfDict, changed: PdfDict): Promise<boolean> =>
  equalBut(old, changed, 'Fields', 'SigFlags') && (await isListAppended(revisions, old, changed, 'Fields'))

const isCatalogAppended = async (revisions: Revisions, old: PdfDict, changed: PdfDict): Promise<boolean> => {
  if (!equalBut(old, changed, 'AcroForm', 'DSS', 'Extensions')) return false
  const [form, later] = [old.entries.get('AcroForm'), changed.entries.get('AcroForm')]
  const [a, b] = [await revisions.before.resolve(form), await revisions.after.resolve(later)]
  return a === null
    ? b === null || (isDict(b) && isFormAppended(revisions, { kind: 'dict', entries: new Map() }, b))
    : isDict(a) && isDict(b) && isFormAppended(revisions, a, b)
}

const isAllowedChange = async (revisions: Revisions, number: number, roles: Roles): Promise<boolean> => {
  const { before, after, allowed } = revisions
  const ref = (pdf: PdfDocument): PdfRef => {
    const entry = pdf.xref.entries.get(number)
    return { kind: 'ref', number, generation: entry?.kind === 'offset' ? entry.generation : 0 }
  }
  const [old, changed] = [await before.get(ref(before)), await after.get(ref(after))]
  if (equalObjects(old, changed)) return true
  if (roles.lists.has(number)) return isAppended(old, changed, allowed)
  if (!isDict(old) || !isDict(changed)) return false
  if (number === before.catalogRef.number) return isCatalogAppended(revisions, old, changed)
  if (number === roles.form) return isFormAppended(revisions, old, changed)
  return (
    roles.pages.has(number) && equalBut(old, changed, 'Annots') && isListAppended(revisions, old, changed, 'Annots')
  )
}

interface Roles {
  readonly form: number | null
  readonly pages: ReadonlySet<number>
  /** Indirect arrays of fields and annotations. */
  readonly lists: ReadonlySet<number>
}

const rolesIn = async (pdf: PdfDocument, pages: readonly { ref: PdfRef; dict: PdfDict }[]): Promise<Roles> => {
  const form = pdf.catalog.entries.get('AcroForm')
  const resolved = await pdf.resolve(form)
  const fields = isDict(resolved) ? resolved.entries.get('Fields') : undefined
  const lists = [fields, ...pages.map(({ dict }) => dict.entries.get('Annots'))].filter(isRef)
  return {
    form: isRef(form) ? form.number : null,
    pages: new Set(pages.map(({ ref }) => ref.number)),
    lists: new Set(lists.map(({ number }) => number)),
  }
}

/**
 * Whether everything that `after` says differently from `before` is what later signatures may add.
 * `pages` are those of `before`; `allowed` are the annotations of the later signatures.
 */
export const isOnlySealed = async (
  revisions: Revisions,
  pages: readonly { readonly ref: PdfRef; readonly dict: PdfDict }[],
): Promise<boolean> => {
  const { before, after } = revisions
  if (!sameRef(before.catalogRef, after.catalogRef)) return false
  const roles = await rolesIn(before, pages)
  for (const [number, entry] of before.xref.entries) {
    if (entry.kind === 'free' || sameEntry(entry, after.xref.entries.get(number))) continue
    if (!(await isAllowedChange(revisions, number, roles))) return false
  }
  return true
}
