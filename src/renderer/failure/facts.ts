/** Which of an error's details a person is told. */
import type { ErrorShape } from '#core/errors'

const TOLD = [
  'name',
  'path',
  'page',
  'pages',
  'company',
  'needed',
  'scanned',
  'seal',
  'left',
  'holder',
  'address',
] as const

export type FactName = (typeof TOLD)[number] | 'editor'

export interface Fact {
  readonly name: FactName
  readonly value: string
}

/** What goes wrong with a folder rather than with what is in a file. */
const WRITING: readonly ErrorShape['code'][] = ['folder-not-writable', 'no-space-left', 'target-exists']

/** Whoever holds a project edits it; whoever holds a certificate owns it. */
const called = (name: FactName, code: ErrorShape['code']): FactName =>
  name === 'holder' && code === 'project-locked' ? 'editor' : name

/**
 * The details that have a word in every language, in a fixed order; the file it is about first, the
 * folder it was to be written to last.
 */
export const factsOf = (
  { code, details }: ErrorShape,
  subject: string | null,
  folder: string | null = null,
): readonly Fact[] => {
  const facts = TOLD.flatMap((name): readonly Fact[] => {
    const value = details[name]
    return value === undefined || value === null || value === ''
      ? []
      : [{ name: called(name, code), value: String(value) }]
  })
  return [
    ...(subject !== null && details['name'] === undefined ? [{ name: 'name', value: subject } as const] : []),
    ...facts,
    ...(folder !== null && WRITING.includes(code) && details['path'] === undefined
      ? [{ name: 'path', value: folder } as const]
      : []),
  ]
}
