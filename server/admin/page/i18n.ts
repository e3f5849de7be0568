/** Texts in the console's languages. A language is fetched when it is chosen; errors are said as everywhere. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type pageTexts from '#locales/console.zh-CN.json'
import type sharedTexts from '#locales/zh-CN.json'

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

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

const LOADERS: Readonly<Record<Language, () => Promise<readonly { readonly default: object }[]>>> = {
  'zh-CN': () => Promise.all([import('#locales/zh-CN.json'), import('#locales/console.zh-CN.json')]),
  en: () => Promise.all([import('#locales/en.json'), import('#locales/console.en.json')]),
}

export const speak = async (language: Language): Promise<void> => {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    for (const texts of await LOADERS[language]()) {
      i18next.addResourceBundle(language, 'translation', texts.default, false, true)
    }
  }
  await i18next.changeLanguage(language)
}

export const startTranslating = async (language: Language): Promise<void> => {
  i18next.on('languageChanged', (changed) => {
    document.documentElement.lang = changed
    document.title = i18next.t('console.title')
  })
  await i18next.use(initReactI18next).init({
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: {},
  })
  await speak(language)
}
