/** Form fields (ISO 32000-2 section 12.7), as far as signatures need them. */
import type { PdfDocument } from './document.ts'
import { isArray, isDict, isName, isRef, textOf, type PdfDict, type PdfObject, type PdfRef } from './object.ts'
import { damaged } from './parser.ts'

const MAX_FIELDS = 100_000
const MAX_DEPTH = 32

export interface SignatureField {
  readonly ref: PdfRef
  readonly dict: PdfDict
  /** Fully qualified. */
  readonly name: string
  /** The signature dictionary; null while nobody has signed. */
  readonly signature: PdfDict | null
  readonly signatureRef: PdfRef | null
}

export interface Form {
  /** Names of the fields that have no parent. */
  readonly names: ReadonlySet<string>
  readonly signatures: readonly SignatureField[]
}

/** All signature fields and all names that are taken. Throws `pdf-damaged` for a circle. */
export const readForm = async (pdf: PdfDocument): Promise<Form> => {
  const form = await pdf.resolve(pdf.catalog.entries.get('AcroForm'))
  const fields = isDict(form) ? await pdf.resolve(form.entries.get('Fields')) : null
  const names = new Set<string>()
  const signatures: SignatureField[] = []
  const visited = new Set<number>()

  const visit = async (value: PdfObject, parent: string, type: PdfObject | undefined, depth: number): Promise<void> => {
    if (!isRef(value)) return
    if (visited.has(value.number) || visited.size > MAX_FIELDS || depth > MAX_DEPTH) throw damaged('form fields', 0)
    visited.add(value.number)
    const field = await pdf.get(value)
    if (!isDict(field)) return
    const own = textOf(await pdf.resolve(field.entries.get('T')))
    const full = own === null ? parent : parent === '' ? own : `${parent}.${own}`
    if (parent === '' && own !== null) names.add(own)
    const kind = field.entries.get('FT') ?? type
    const kids = await pdf.resolve(field.entries.get('Kids'))
    if (isArray(kids)) for (const kid of kids) await visit(kid, full, kind, depth + 1)
    const v = field.entries.get('V')
    if (!isName(await pdf.resolve(kind), 'Sig') || (isArray(kids) && v === undefined)) return
    const signature = await pdf.resolve(v)
    signatures.push({
      ref: value,
      dict: field,
      name: full,
      signature: isDict(signature) ? signature : null,
      signatureRef: isRef(v) ? v : null,
    })
  }

  if (isArray(fields)) for (const field of fields) await visit(field, '', undefined, 0)
  return { names, signatures }
}

const permissionOf = async (pdf: PdfDocument, signature: PdfDict): Promise<number | null> => {
  const references = await pdf.resolve(signature.entries.get('Reference'))
  for (const item of isArray(references) ? references : []) {
    const entry = await pdf.resolve(item)
    if (!isDict(entry) || !isName(await pdf.resolve(entry.entries.get('TransformMethod')), 'DocMDP')) continue
    const parameters = await pdf.resolve(entry.entries.get('TransformParams'))
    const p = isDict(parameters) ? await pdf.resolve(parameters.entries.get('P')) : null
    return typeof p === 'number' ? p : 2
  }
  return null
}

const lockOf = async (pdf: PdfDocument, { dict, signature }: SignatureField): Promise<number | null> => {
  const lock = await pdf.resolve(dict.entries.get('Lock'))
  const p = signature !== null && isDict(lock) ? await pdf.resolve(lock.entries.get('P')) : null
  return typeof p === 'number' ? p : null
}

/**
 * What the signatures at hand allow (section 12.8.2.2): 1 nothing, 2 filling and signing existing
 * fields, 3 annotations too; null when none of them says anything.
 */
export const docMdp = async (pdf: PdfDocument, { signatures }: Form): Promise<number | null> => {
  const perms = await pdf.resolve(pdf.catalog.entries.get('Perms'))
  const certified = isDict(perms) ? await pdf.resolve(perms.entries.get('DocMDP')) : null
  const found = isDict(certified) ? [(await permissionOf(pdf, certified)) ?? 2] : []
  for (const field of signatures) {
    const lock = await lockOf(pdf, field)
    if (lock !== null) found.push(lock)
  }
  return found.length === 0 ? null : Math.min(...found)
}
