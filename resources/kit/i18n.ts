/** Texts in a page's languages. A language is fetched when it is chosen. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** Fetches the files of a language. Where two have the same key, the later one counts. */
export type Loaders = Readonly<Record<Language, () => Promise<readonly { readonly default: object }[]>>>

export interface Translator {
  /** Before the first text is shown. */
  start(language: Language): Promise<void>
  /** Changes the language, of the document too. */
  speak(language: Language): Promise<void>
}

/** @param onChange after each change of the language */
export const createTranslator = (loaders: Loaders, onChange: () => void = () => {}): Translator => {
  const speak = async (language: Language): Promise<void> => {
    if (!i18next.hasResourceBundle(language, 'translation'))
      for (const { default: texts } of await loaders[language]())
        i18next.addResourceBundle(language, 'translation', texts, false, true)
    await i18next.changeLanguage(language)
  }
  return {
    start: async (language) => {
      i18next.on('languageChanged', (changed) => {
        document.documentElement.lang = changed
        onChange()
      })
      await i18next.use(initReactI18next).init({
        fallbackLng: false,
        keySeparator: false,
        nsSeparator: false,
        interpolation: { escapeValue: false },
        resources: {},
      })
      await speak(language)
    },
    speak,
  }
}
