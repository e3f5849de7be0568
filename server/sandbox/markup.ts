/** HTML that has been escaped where it had to be. */
export interface Markup {
  readonly markup: string
}

type Part = string | number | Markup | readonly Markup[]

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const written = (part: Part): string => {
  if (typeof part === 'string' || typeof part === 'number') return escaped(`${part}`)
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('')
}

/** A template whose values are escaped, unless they are markup themselves. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: texts.map((text, at) => text + (at < parts.length ? written(parts[at]!) : '')).join(''),
})
