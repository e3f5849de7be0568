/** Texts in the page's languages; errors are said as everywhere, or in the phone's own words. */
import i18next from 'i18next'
import { LANGUAGES, createTranslator, type Language } from '#resources/kit/i18n.ts'
import type pageTexts from '#locales/phone.zh-CN.json'
import type sharedTexts from '#locales/zh-CN.json'

/** Names of languages, each in its own. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { 'zh-CN': '简体中文', en: 'English' }

type ErrorTexts = { [Key in keyof typeof sharedTexts as Key extends `error.${string}` ? Key : never]: string }

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof pageTexts & ErrorTexts }
    keySeparator: false
    nsSeparator: false
  }
}

/** The language that a person is most likely to read, of those there are. */
export const preferredLanguage = (kept: string | null, wanted: readonly string[]): Language => {
  const known = (text: string | null) => LANGUAGES.find((language) => language === text)
  const guess = wanted.map((tag) => (tag.startsWith('zh') ? 'zh-CN' : tag.startsWith('en') ? 'en' : null))
  return known(kept) ?? guess.find((language) => language !== null) ?? 'zh-CN'
}

export const { start: startTranslating, speak } = createTranslator(
  {
    'zh-CN': () => Promise.all([import('#locales/zh-CN.json'), import('#locales/phone.zh-CN.json')]),
    en: () => Promise.all([import('#locales/en.json'), import('#locales/phone.en.json')]),
  },
  () => {
    document.title = i18next.t('app.name')
  },
)
