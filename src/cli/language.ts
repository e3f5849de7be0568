/** What people read in a terminal: Chinese or English, by the environment. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { AppError, ErrorDetails } from '#core/errors'

export type Language = 'zh-CN' | 'en'

type Environment = { readonly [name: string]: string | undefined }

/** The language of LC_ALL, LC_MESSAGES or LANG, whichever is set first: Chinese for `zh`, else English. */
export const languageOf = (environment: Environment): Language => {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || ''
  return locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

/** A text of the locales by its key; the key itself where there is none. */
export type Texts = (key: string) => string

const LOCALES = join(import.meta.dirname, '../locales')

/** The texts that the windows use as well. */
export const textsFor = (language: Language): Texts => {
  const texts = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(join(LOCALES, `${language}.json`), 'utf8')))
  return (key) => texts[key] ?? key
}

const isTold = (value: ErrorDetails[string]): value is string | number | boolean =>
  value !== undefined && value !== null && value !== ''

/** `name: a.pdf, page: 7` */
export const spellDetails = (details: ErrorDetails): string =>
  Object.entries(details)
    .flatMap(([name, value]) => (isTold(value) ? [`${name}: ${value}`] : []))
    .join(', ')

/** What happened, the code with its facts, why, and what to do: three lines. */
export const spellError = ({ code, details }: AppError, text: Texts): string => {
  const facts = spellDetails(details)
  return [
    `${text(`error.${code}.title`)} (${code}${facts === '' ? '' : `; ${facts}`})`,
    text(`error.${code}.body`),
    text(`error.${code}.advice`),
  ].join('\n')
}
