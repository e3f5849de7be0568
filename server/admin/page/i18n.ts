/** Texts in the console's languages; errors are said as everywhere. */
import i18next from 'i18next'
import { createTranslator, type Language } from '#resources/kit/i18n.ts'
import type pageTexts from '#locales/console.zh-CN.json'
import type sharedTexts from '#locales/zh-CN.json'

/** Names of languages, each in its own. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { 'zh-CN': '中文', en: 'English' }

type ErrorTexts = { [Key in keyof typeof sharedTexts as Key extends `error.${string}` ? Key : never]: string }

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof pageTexts & ErrorTexts }
    keySeparator: false
    nsSeparator: false
  }
}

export const { start: startTranslating, speak } = createTranslator(
  {
    'zh-CN': () => Promise.all([import('#locales/zh-CN.json'), import('#locales/console.zh-CN.json')]),
    en: () => Promise.all([import('#locales/en.json'), import('#locales/console.en.json')]),
  },
  () => {
    document.title = i18next.t('console.title')
  },
)
