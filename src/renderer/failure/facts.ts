/** Which of an error's details a person is told. */
import type { ErrorShape } from '#core/errors'

const TOLD = ['name', 'path', 'page', 'pages', 'company', 'needed', 'scanned', 'left', 'holder', 'address'] as const

export type FactName = (typeof TOLD)[number]

export interface Fact {
  readonly name: FactName
  readonly value: string
}

/** The details that have a word in every language, in a fixed order; the file it is about first. */
export const factsOf = ({ details }: ErrorShape, subject: string | null): readonly Fact[] => {
  const facts = TOLD.flatMap((name): readonly Fact[] => {
    const value = details[name]
    return value === undefined || value === null || value === '' ? [] : [{ name, value: String(value) }]
  })
  return subject !== null && details['name'] === undefined ? [{ name: 'name', value: subject }, ...facts] : facts
}
